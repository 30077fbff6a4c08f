"""Opening a case: kinds, likely duplicates, known problems, joining and parting cases."""

from __future__ import annotations

from ninja import Router

router = Router()
