"""A school file changed in place: comments, order and spelling of everything else stay."""
