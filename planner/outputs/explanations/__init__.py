"""An explanation of why there is no plan, as words and as data."""
