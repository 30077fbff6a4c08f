"""Kinds of case that claims adds."""
