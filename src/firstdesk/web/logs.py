"""The request id on each log line."""

from __future__ import annotations

import logging
from contextvars import ContextVar

request_id_var: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    """Puts the request id on each log line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Adds the attribute; drops nothing."""
        record.request_id = request_id_var.get()
        return True
