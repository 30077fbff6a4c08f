"""The quotations of the house, one module a family; a new one is one class."""
