"""`python -m firstdesk.web` is `firstdesk`."""

from __future__ import annotations

from firstdesk.web.cli import main

main()
