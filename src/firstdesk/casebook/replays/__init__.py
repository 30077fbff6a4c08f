"""Replays: a case told as data and run against the real software through its public API."""
