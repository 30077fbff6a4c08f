"""What incidents adds to a case."""
