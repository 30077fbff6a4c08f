"""Runs every measurement and prints the tables of README.md. Nothing is asserted about time."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
from importlib.metadata import version

import counter
import replays

from firstdesk.core import clock
from firstdesk.web.server import binaries


def machine() -> str:
    """What the figures were measured on."""
    said = subprocess.run(
        [str(binaries.find() / "postgres"), "--version"], capture_output=True, text=True, check=True
    )
    postgres = said.stdout.split()[-1]
    return (
        f"{clock.today()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores,"
        f" load {os.getloadavg()[0]:.1f} before; Python {platform.python_version()},"
        f" Django {version('django')}, PostgreSQL {postgres}"
    )


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="fewer calls: to see that it works")
    quick = options.parse_args().quick
    print(f"{machine()}\n", flush=True)
    print(counter.table(counter.run(quick)), flush=True)
    print(f"\n{replays.table(replays.run(quick))}", flush=True)


if __name__ == "__main__":
    main()
