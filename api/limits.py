"""Numbers that the settings and the work on runs must agree on."""

MOST_SECONDS = 3600.0
"""The longest search that any setting can allow."""
