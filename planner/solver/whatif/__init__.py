"""What a move would cost."""
