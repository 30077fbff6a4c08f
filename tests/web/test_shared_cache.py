"""What sign-in remembers is known to every web process."""

from __future__ import annotations

import pytest
from django.core.cache.backends.db import DatabaseCache


@pytest.mark.django_db
def test_one_process_knows_what_another_has_seen() -> None:
    first, second = (DatabaseCache("web_cache", {}) for _ in range(2))
    assert first.add("mfa.totp.used", 1, timeout=60)
    assert second.get("mfa.totp.used") == 1
    assert not second.add("mfa.totp.used", 1, timeout=60), "a code is good once"
    first.set("gone", 1, timeout=-1)
    assert second.get("gone") is None
