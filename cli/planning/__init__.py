"""Plan a term, change it, explain it and judge it."""
