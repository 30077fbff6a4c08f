"""Kinds of case that incidents adds."""
