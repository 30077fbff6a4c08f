"""What claims adds to a case."""
