"""The verbs of notices; import them from here."""
