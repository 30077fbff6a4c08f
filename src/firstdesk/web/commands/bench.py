"""bench: figures on this machine, with the command to repeat them."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import click

from firstdesk.web.commands.local import PROJECT


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("what", default="run")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(what: str, arguments: tuple[str, ...]) -> None:
    """Measure WHAT (counter, replays; without it all) on a demo bank of its own.

    The bank is thrown away afterwards; yours is not touched. --quick makes fewer calls.
    """
    folder = Path(PROJECT) / "bench"
    scripts = sorted(p.stem for p in folder.glob("*.py") if not p.stem.startswith("_"))
    if what not in scripts:
        listed = ", ".join(scripts) or "none, since this is no checkout of the source"
        raise click.UsageError(f"There is no bench/{what}.py; there are: {listed}.")
    sys.argv = [what, *arguments]
    sys.path.insert(0, str(folder))
    runpy.run_path(str(folder / f"{what}.py"), run_name="__main__")
