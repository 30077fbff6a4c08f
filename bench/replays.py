"""The twelve cases of the casebook, replayed one after the other, each in a world of its own."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time

from _bank import command, database


def run(quick: bool) -> list[tuple[str, float]]:
    """Seconds to bring a new database up to date, and to replay; `quick` replays one case."""
    cases = ["02005"] if quick else ["--all"]
    with database() as env:
        migrated = command("migrate", env=env)
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "firstdesk.web", "replay", *cases, "--json"],
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        passed = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(f"Not every case comes out:\n{done.stderr[-1000:]}")
    number = len({story["case"] for story in json.loads(done.stdout)})
    return [
        ("migrate a new database", migrated),
        (f"replay {number} case{'s' if number > 1 else ''}, with the start of Python", passed),
    ]


def table(rows: list[tuple[str, float]]) -> str:
    """The rows for a terminal and for Markdown."""
    return "\n".join(
        ["| what | seconds |", "|---|---:|", *(f"| {what} | {took:.1f} |" for what, took in rows)]
    )


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="one case alone")
    print(table(run(options.parse_args().quick)))
