"""Links that leave this computer: under which address they stand, and how their secrets are made and shown again."""
