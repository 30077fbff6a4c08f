"""The desk's operations: one each for what a person can do."""

from __future__ import annotations

from ninja import Router

from firstdesk.desk.api import cases, clocks, closing, lists, opening

router = Router()
for _part in (cases, opening, clocks, closing, lists):
    router.add_router("", _part.router)
