"""quote: a product worked out in the terminal."""

from __future__ import annotations

import json
from typing import Any

import click

from firstdesk.web.commands.local import prepared_database


class _Products(click.Group):
    """One command a product, read from the catalogue when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every product."""
        from firstdesk.quotes.model import load_quotations

        return list(load_quotations())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of one product, with an option a field."""
        from firstdesk.quotes.model import load_quotations

        cls = load_quotations().get(cmd_name)
        return _command(cls) if cls else None


def _command(cls: Any) -> click.Command:
    from firstdesk.core.fields import asks

    options: list[click.Parameter] = []
    for name, asked in asks(cls).items():
        choices = f" [{'|'.join(choice for choice, _ in asked.choices)}]" if asked.choices else ""
        words = f"{asked.label.en} {asked.label.zh}{choices}"
        options.append(click.Option([f"--{name.replace('_', '-')}", name], help=words))
    options += [
        click.Option(["--known", "known"], help="By what was known on that day (YYYY-MM-DD)."),
        click.Option(["--lang", "lang"], type=click.Choice(["zh", "en"]), default="en"),
        click.Option(["--json", "as_json"], is_flag=True, help="For programs."),
        click.Option(["--pdf", "pdf"], type=click.Path(dir_okay=False), help="Print into a file."),
    ]
    about = f"{cls.title.en} {cls.title.zh}"
    return click.Command(cls.key, params=options, callback=_runs(cls.key), help=about)


def _runs(key: str) -> Any:
    def run(
        known: str | None, lang: str, as_json: bool, pdf: str | None, **raw: str | None
    ) -> None:
        with prepared_database():
            _quote(key, {n: v for n, v in raw.items() if v is not None}, known, lang, as_json, pdf)

    return run


def _quote(
    key: str, raw: dict[str, str], known: str | None, lang: str, as_json: bool, pdf: str | None
) -> None:
    from pathlib import Path

    from firstdesk.core.actor import Actor
    from firstdesk.core.errors import FirstdeskError, Invalid
    from firstdesk.quotes import api, queries, sheet
    from firstdesk.quotes.model import said

    try:
        day = click.DateTime(["%Y-%m-%d"])(known).date() if known else None
        answer = queries.quote(Actor.system("quote"), key, raw, day)
    except FirstdeskError as error:
        lines = [error.what.in_(lang), error.why.in_(lang), error.do.in_(lang)]
        if isinstance(error, Invalid):
            named = {f"--{name.replace('_', '-')}": text for name, text in error.fields.items()}
            lines += [f"  {name}: {text.in_(lang)}" for name, text in named.items()]
        raise click.ClickException("\n".join(lines)) from None
    if pdf:
        Path(pdf).write_bytes(sheet.pdf(answer, lang))
    if as_json:
        click.echo(json.dumps(api.as_json(answer), ensure_ascii=False, default=str, indent=1))
        return
    click.echo(answer.asked.title.in_(lang))
    _print([(f.label.in_(lang), said(f.value, lang)) for f in answer.quote.figures])
    for table in answer.quote.tables:
        click.echo(f"\n{table.title.in_(lang)}")
        head = tuple(column.in_(lang) for column in table.columns)
        _print([head, *(tuple(said(value, lang) for value in row) for row in table.rows)])
    click.echo("")
    for line in answer.quote.working.lines:
        amount = f" = {line.amount.format(lang)}" if line.amount is not None else ""
        click.echo(f"  {line.label.in_(lang)}: {line.formula}{amount}")
    for note in answer.quote.notes:
        click.echo(f"  {note.in_(lang)}")
    for ruling in answer.rulings:
        click.echo(f"  {ruling.code} v{ruling.number}, {ruling.source}")


def _print(rows: list[tuple[str, ...]]) -> None:
    """Columns under each other; a Chinese character takes two places."""
    from unicodedata import east_asian_width

    def wide(text: str) -> int:
        return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)

    widths = [max(map(wide, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell + " " * (size - wide(cell)) for cell, size in zip(row, widths, strict=True)]
        click.echo("  " + "  ".join(cells).rstrip())


@click.group(cls=_Products)
def quote() -> None:
    """Work a product out: rates and rules of any day, with the working."""
