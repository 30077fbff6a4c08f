"""What visits adds to a case."""
