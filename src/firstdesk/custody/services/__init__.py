"""The verbs of custody; import them from here."""
