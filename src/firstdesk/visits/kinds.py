"""Kinds of case that visits adds."""
