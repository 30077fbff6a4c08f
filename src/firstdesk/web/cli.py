"""`firstdesk`: start it, look after it, replay the casebook."""

from __future__ import annotations

import sys

import click

from firstdesk.web.commands import ALL


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="firstdesk")
def main() -> None:
    """Firstdesk 首问台: the service desk for bank branches and contact centres."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", line_buffering=True)


for command in ALL:
    main.add_command(command)
