"""The verbs of visits; import them from here."""
