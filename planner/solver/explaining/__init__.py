"""Why there is no plan, and which changes would make one possible."""
