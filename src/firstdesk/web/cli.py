"""`firstdesk`: start it, look after it, replay the casebook."""

from __future__ import annotations

import os
import sys

import click


def django_ready() -> None:
    """Loads the settings; commands that need no database do without."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstdesk.web.settings")
    import django

    django.setup()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="firstdesk")
def main() -> None:
    """Firstdesk 首问台: the service desk for bank branches and contact centres."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", line_buffering=True)


def _register() -> None:
    from firstdesk.web import commands

    for command in commands.ALL:
        main.add_command(command)


_register()
