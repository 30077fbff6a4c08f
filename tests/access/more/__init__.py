"""Samples that rooms add: each module here has `add(cast, found)`, which makes one of everything
its room's addresses name and gives each by the name it has there."""
