"""What the service remembers. Rows of one school are reached through `SchoolRows` alone, so that no query forgets its school."""
