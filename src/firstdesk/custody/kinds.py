"""Kinds of case that custody adds."""
