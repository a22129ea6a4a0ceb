"""What differs between two plans, and what a change may cost."""
