"""School files: made, imported into, settled, carried over."""
