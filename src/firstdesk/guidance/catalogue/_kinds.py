"""Kinds of account that fields offer."""

CASH = ("demand", "settlement")
