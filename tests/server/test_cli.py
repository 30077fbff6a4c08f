"""Every command of `firstdesk`, as a person or a script calls it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from firstdesk.web.server.embedded import EmbeddedPostgres
from tests.casebook.importer.samples import Document
from tests.server.firstdesk import firstdesk
from tests.server.helpers import open_folder

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def place() -> Iterator[dict[str, str]]:
    """The environment that names one running server whose database is up to date."""
    with open_folder() as made, EmbeddedPostgres(made / "data", durable=False) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE firstdesk")
        environment = {
            "FIRSTDESK_DATABASE_URL": url.replace("/postgres?", "/firstdesk?"),
            "FIRSTDESK_SECRET_KEY": "k" * 50,
            "FIRSTDESK_DATA": str(made / "data"),
        }
        done = firstdesk("migrate", env=environment)
        assert done.stdout == "The database is up to date.\n", done.stderr
        yield environment


def drafts(place: dict[str, str]) -> int:
    """How many imports are kept."""
    with psycopg.connect(place["FIRSTDESK_DATABASE_URL"]) as connection:
        row = connection.execute("SELECT count(*) FROM casebook_import").fetchone()
        assert row is not None
        return int(row[0])


def test_help_lists_the_commands() -> None:
    done = firstdesk("--help", env={})
    assert done.returncode == 0
    listed = [
        line.split()[0] for line in done.stdout.partition("Commands:")[2].splitlines() if line
    ]
    names = "up web worker migrate demo replay casebook quote check bench"
    assert set(listed) == set(names.split())
    for name in listed:
        assert firstdesk(name, "--help", env={}).returncode == 0


def test_an_unknown_command_is_named() -> None:
    done = firstdesk("uup", env={})
    assert done.returncode == 2
    assert "No such command 'uup'" in done.stderr


def test_check_finds_a_migrated_database_sound(place: dict[str, str]) -> None:
    done = firstdesk("check", env=place)
    assert done.returncode == 0, done.stdout
    assert "✗" not in done.stdout
    assert re.search("^[✓!] Work calendar", done.stdout, re.MULTILINE), "it may end, and is said"
    assert "✓ Encoding and Chinese letters" in done.stdout
    assert "✓ Journal is append-only" in done.stdout
    password = place["FIRSTDESK_DATABASE_URL"].split(":")[2].split("@")[0]
    assert password not in done.stdout


def test_check_says_what_to_do(place: dict[str, str]) -> None:
    url = place["FIRSTDESK_DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE empty ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    empty = {**place, "FIRSTDESK_DATABASE_URL": url.replace("/firstdesk?", "/empty?")}
    done = firstdesk("check", env={**empty, "FIRSTDESK_SECRET_KEY": "short"})
    assert done.returncode == 1
    assert "encoding is LATIN1; create it with ENCODING 'UTF8'" in done.stdout
    assert "migrations are missing; run `firstdesk migrate`" in done.stdout
    assert "FIRSTDESK_SECRET_KEY is short" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [["check"], ["migrate"], ["replay", "02005"], ["demo"]])
def test_a_database_that_does_not_answer_is_said_plainly(command: list[str]) -> None:
    nowhere = "postgresql://firstdesk:secret-word@127.0.0.1:1/firstdesk"
    done = firstdesk(*command, env={"FIRSTDESK_DATABASE_URL": nowhere, "FIRSTDESK_DATA": "/tmp/x"})
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "The database does not answer" in done.stderr
    assert "127.0.0.1" in done.stderr
    assert "FIRSTDESK_DATABASE_URL" in done.stderr
    assert "secret-word" not in done.stderr + done.stdout


def test_a_document_is_imported_and_counted(place: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "手册.txt"
    file.write_bytes(Document().data())
    before = drafts(place)
    done = firstdesk("casebook", "import", str(file), env=place)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("手册.txt: 11 cases with text, 0 listed without")
    assert done.stdout.endswith("Kept as drafts for review.\n")
    assert drafts(place) == before + 1

    as_json = firstdesk("casebook", "import", str(file), "--json", env=place)
    assert as_json.returncode == 0
    report = json.loads(as_json.stdout)
    assert report["name"] == "手册.txt"
    assert len(report["cases"]) == 11


def test_what_is_no_casebook_leaves_nothing(place: dict[str, str], tmp_path: Path) -> None:
    before = drafts(place)
    bad = tmp_path / "letter.txt"
    bad.write_text("Dear all, lunch is at noon.", encoding="utf-8")
    done = firstdesk("casebook", "import", str(bad), env=place)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert "Traceback" not in done.stderr
    as_json = firstdesk("casebook", "import", str(bad), "--json", env=place)
    assert as_json.returncode == 1
    assert {"code", "title", "status"} <= set(json.loads(as_json.stdout))
    missing = firstdesk("casebook", "import", str(tmp_path / "none.txt"), env=place)
    assert missing.returncode == 1
    assert "none.txt cannot be read: No such file or directory." in missing.stderr
    assert drafts(place) == before


def test_the_studies_are_listed() -> None:
    done = firstdesk("casebook", "list", "--lang", "en", env={})
    assert done.returncode == 0
    assert any(line.startswith("02005  ") for line in done.stdout.splitlines())


def test_a_case_comes_out(place: dict[str, str]) -> None:
    done = firstdesk("replay", "02005", "--lang", "en", env=place)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "02005" in done.stdout
    assert "¥6,820.40" in done.stdout
    assert done.stdout.endswith("1 of 1 cases come out\n")


def test_a_case_for_programs(place: dict[str, str]) -> None:
    done = firstdesk("replay", "02005", "--json", env=place)
    assert done.returncode == 0, done.stderr
    stories = json.loads(done.stdout)
    assert {story["case"] for story in stories} == {"02005"}


def test_without_its_rule_it_goes_wrong_again(place: dict[str, str]) -> None:
    rule = "autopay.first_statement_covered"
    done = firstdesk("replay", "02005", "--off", rule, "--lang", "en", env=place)
    assert done.returncode == 1
    assert done.stdout.endswith("0 of 1 cases come out\n")
    assert "Traceback" not in done.stderr
    again = firstdesk("replay", "02005", env=place)
    assert again.returncode == 0, "the switch was for that run alone"


def test_unknown_cases_and_rules_are_named(place: dict[str, str]) -> None:
    for arguments, words in (
        (["99999"], "There is no replay 99999. Name cases ("),
        ([], "Name cases ("),
        (["02005", "--off", "cards.no_such"], "No rule or verb is called cards.no_such."),
    ):
        done = firstdesk("replay", *arguments, env=place)
        assert done.returncode == 2
        assert words in done.stderr
        assert "Traceback" not in done.stderr


def test_coverage_needs_no_database() -> None:
    done = firstdesk("replay", "--coverage", "--lang", "en", env={})
    assert done.returncode == 0, done.stderr
    assert "02005" in done.stdout


def test_an_unknown_measurement_is_named(place: dict[str, str]) -> None:
    done = firstdesk("bench", "nothing", env=place)
    assert done.returncode == 2
    assert "There is no bench/nothing.py" in done.stderr


EARLY = [
    *("--amount", "50000", "--opened-on", "2004-12-17", "--term", "36"),
    *("--percent", "3.24", "--on", "2007-05-17"),
]


def test_a_quote_as_a_table_and_for_programs(place: dict[str, str], tmp_path: Path) -> None:
    done = firstdesk("quote", "deposit.early", *EARLY, "--lang", "zh", env=place)
    assert done.returncode == 0, done.stderr
    assert re.search(r"少得 +¥3,265\.55$", done.stdout, re.MULTILINE)
    printed = tmp_path / "sheet.pdf"
    done = firstdesk("quote", "deposit.early", *EARLY, "--json", "--pdf", str(printed), env=place)
    given_up = json.loads(done.stdout)["figures"][-1]
    assert given_up["value"] == {"amount": "3265.55", "currency": "CNY"}
    assert printed.read_bytes().startswith(b"%PDF-")


def test_a_quote_says_what_is_wrong_with_each_field(place: dict[str, str]) -> None:
    wrong = ["--amount", "-1", "--opened-on", "2024-02-30", "--term", "7"]
    done = firstdesk("quote", "deposit.early", *wrong, env=place)
    assert done.returncode == 1
    for field in ("--amount: ", "--opened-on: ", "--term: "):
        assert field in done.stderr
    assert "Traceback" not in done.stderr


def test_the_first_administrator_is_entered_once(place: dict[str, str]) -> None:
    done = firstdesk("migrate", "--administrator", "hq1", env=place)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^hq1 may sign in once with (\w{5}-){3}\w{5} ", done.stdout, re.MULTILINE)
    again = firstdesk("migrate", "--administrator", "hq2", env=place)
    assert again.returncode == 1
    assert "There is an administrator already." in again.stderr
    assert "Traceback" not in again.stderr
