"""Words for people: what the codes of the core mean, in the school's languages."""
