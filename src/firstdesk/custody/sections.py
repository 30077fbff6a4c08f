"""What custody adds to a case."""
