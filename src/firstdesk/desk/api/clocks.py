"""Clocks of a case: which run, until when, and why that day."""

from __future__ import annotations

from ninja import Router

router = Router()
