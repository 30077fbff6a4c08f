"""The verbs of incidents; import them from here."""
