"""Closing a case: letters, redress, the customer's own page, what is learnt."""

from __future__ import annotations

from ninja import Router

router = Router()
