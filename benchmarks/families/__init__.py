"""What is measured, by family: each gives rows, ours beside a yardstick of the same run."""
