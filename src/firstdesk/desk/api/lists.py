"""Finding cases again: lists, search, saved views, export."""

from __future__ import annotations

from ninja import Router

router = Router()
