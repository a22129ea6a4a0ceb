"""What entries of a school file must be to each other."""
