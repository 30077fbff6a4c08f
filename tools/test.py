"""`make test`: every check and every test, in the order in which they fail fastest."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CODE = ["src", "tests", "tools", "bench"]
CI = os.environ.get("CI", "").lower() in {"1", "true"}


def step(name: str, *command: str, env: dict[str, str] | None = None) -> None:
    """Runs one check; stops everything when it fails."""
    begun = time.monotonic()
    print(f"— {name}", flush=True)
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "FIRSTDESK_OFFLINE": "1", **(env or {})}, check=False
    )
    print(f"  {time.monotonic() - begun:.0f} s", flush=True)
    if done.returncode:
        print(f"✗ {name} failed.", flush=True)
        sys.exit(done.returncode)


def tool(name: str) -> str:
    """A program of this environment."""
    return str(BIN / name)


def browser() -> str:
    """Where Chromium is; tries to install it where that needs no question.

    Returns:
        An empty string when there is none: its tests are then skipped, loudly; CI fails instead.
    """
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = os.environ.get("FIRSTDESK_CHROMIUM") or shutil.which(name)
        if found:
            return found
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("— Installing Chromium for the browser tests", flush=True)
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "chromium", "fonts-wqy-microhei"],
        ):
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
        return shutil.which("chromium") or ""
    return ""


def audit() -> None:
    """Known vulnerabilities of what is pinned; only CI fails where no answer can be had."""
    print("— Dependency audit", flush=True)
    done = subprocess.run(
        [
            tool("pip-audit"),
            "--progress-spinner=off",
            "--disable-pip",
            "--require-hashes",
            "-r",
            "requirements.txt",
        ],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    said = done.stdout + done.stderr
    unknown = said.count("could not be audited")
    if done.returncode == 0 and not unknown:
        print(f"  {said.strip()}", flush=True)
    elif done.returncode == 0:
        print(f"  SKIPPED for {unknown} packages: no advisory data to be had here.", flush=True)
    elif "vulnerabilit" in said and "Found" in said:
        print(said, flush=True)
        sys.exit("✗ A pinned dependency has a known vulnerability.")
    else:
        print(f"  SKIPPED: the advisory service gives no answer here: {said[-300:]}", flush=True)


def checks() -> None:
    """What needs no database."""
    step("Format", tool("ruff"), "format", "--check", "--quiet", *CODE)
    step("Lint", tool("ruff"), "check", "--quiet", *CODE)
    step("Types", tool("mypy"))
    step("Rooms", tool("lint-imports"))
    audit()


def main() -> None:
    """Runs it all."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--checks-only", action="store_true")
    chosen = options.parse_args()
    begun = time.monotonic()
    checks()
    if chosen.checks_only:
        return
    found = browser()
    if not found:
        print(
            "!! No Chromium: browser tests are SKIPPED. Install it (Debian: apt-get install"
            " chromium fonts-wqy-microhei) or set FIRSTDESK_CHROMIUM to its path.",
            flush=True,
        )
        if CI:
            sys.exit("✗ CI never skips the browser tests.")
    environment = {"FIRSTDESK_CHROMIUM": found}
    step("Tests", tool("pytest"), "-q", "-n", "2", "--dist", "loadfile", env=environment)
    print(f"✓ All passed in {time.monotonic() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main()
