"""What is printed, shown and reported of a plan."""
