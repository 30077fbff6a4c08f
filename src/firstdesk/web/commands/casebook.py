"""casebook and replay: read a casebook document, run its cases."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from firstdesk.web.commands.local import database, django_ready, prepared_database


@click.group()
def casebook() -> None:
    """The library of case studies."""


@casebook.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The whole report for programs.")
def import_(file: Path, as_json: bool) -> None:
    """Read a casebook document into drafts for review; nothing is kept if it is no casebook."""
    from firstdesk.core.errors import FirstdeskError

    try:
        data = file.read_bytes()
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}.") from error
    with database():
        django_ready()
        from firstdesk.casebook.services import import_document
        from firstdesk.core.actor import Actor

        try:
            report = import_document(Actor.system("import"), data=data, name=file.name)
        except FirstdeskError as error:
            if as_json:
                click.echo(json.dumps(error.problem("en"), ensure_ascii=False, indent=2))
                sys.exit(1)
            raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
        return
    from firstdesk.casebook.report import lines

    for line in lines(report):
        click.echo(line)


@casebook.command("list")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh")
def list_(lang: str) -> None:
    """List the studies."""
    from firstdesk.casebook.studies import load_all

    for study in load_all().values():
        click.echo(f"{study.id}  {study.title.in_(lang)}")


@click.command()
@click.argument("cases", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Run every replay.")
@click.option("--json", "as_json", is_flag=True, help="The story for programs.")
@click.option("--off", multiple=True, metavar="RULE", help="Switch a rule or verb off.")
@click.option("--coverage", is_flag=True, help="List which scenarios are covered.")
@click.option("--full", is_flag=True, help="Print every expectation.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def replay(
    cases: Sequence[str],
    everything: bool,
    as_json: bool,
    off: Sequence[str],
    coverage: bool,
    full: bool,
    lang: str,
) -> None:
    """Run cases of the casebook against the real software, each in a world of its own."""
    from firstdesk.casebook.replays.model import load_all

    replays = load_all()
    if coverage:
        from firstdesk.casebook.replays.coverage import table

        for line in table(replays.values(), lang):
            click.echo(line)
        return
    chosen = [r for r in replays.values() if everything or r.case in cases or r.name in cases]
    unknown = set(cases) - {r.case for r in replays.values()} - set(replays)
    if unknown or not chosen:
        known = ", ".join(sorted({r.case for r in replays.values()}))
        raise click.UsageError(
            f"There is no replay {', '.join(sorted(unknown))}. Name cases ({known}) or --all."
            if unknown
            else f"Name cases ({known}) or --all."
        )
    with prepared_database():
        from firstdesk.web.replaying import known_switches, run_replays

        strange = set(off) - known_switches()
        if strange:
            raise click.UsageError(f"No rule or verb is called {', '.join(sorted(strange))}.")
        results = run_replays(chosen, off)
    from firstdesk.casebook.replays.story import story, to_json

    good = sorted({r.replay.case for r in results if r.ok})
    bad = sorted({r.replay.case for r in results if not r.ok})
    if as_json:
        click.echo(json.dumps([to_json(r) for r in results], ensure_ascii=False, indent=2))
    else:
        for result in results:
            click.echo("\n".join(story(result, lang, full=full)) + "\n")
        passed = [case for case in good if case not in bad]
        click.echo(f"{len(passed)} of {len(set(good) | set(bad))} cases come out")
    sys.exit(1 if bad else 0)
