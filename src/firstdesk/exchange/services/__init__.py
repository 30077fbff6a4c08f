"""The verbs of exchange; import them from here."""
