"""The board: a published plan, what has been moved and pinned on it, and what every further move would take."""
