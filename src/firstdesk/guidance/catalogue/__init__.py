"""The operations of the house, with their fields. A new one is a class here and its rules."""
