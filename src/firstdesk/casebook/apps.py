from __future__ import annotations

from django.apps import AppConfig


class CasebookConfig(AppConfig):
    name = "firstdesk.casebook"
    label = "casebook"
