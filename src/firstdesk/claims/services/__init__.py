"""The verbs of claims; import them from here."""
