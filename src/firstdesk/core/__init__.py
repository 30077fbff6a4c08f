"""The floor of the house: money, calendars, clock, texts, errors. Pure Python, no Django."""
