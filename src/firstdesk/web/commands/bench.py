"""bench: figures on this machine, with the command to repeat them."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import click

from firstdesk.web.commands.local import PROJECT, database


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("what", default="counter")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(what: str, arguments: tuple[str, ...]) -> None:
    """Measure WHAT (a script of bench/) on the demo bank and print medians and p99."""
    folder = Path(PROJECT) / "bench"
    scripts = sorted(p.stem for p in folder.glob("*.py") if not p.stem.startswith("_"))
    if what not in scripts:
        raise click.UsageError(f"There is no bench/{what}.py; there are: {', '.join(scripts)}.")
    with database():
        sys.argv = [what, *arguments]
        runpy.run_path(str(folder / f"{what}.py"), run_name="__main__")
