"""What the service remembers. Rows of one school are reached through `SchoolRows` alone: no query forgets its school."""
