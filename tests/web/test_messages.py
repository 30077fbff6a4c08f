"""Every sentence of the interface exists in Chinese, and the catalogues hold nothing else."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

import pytest

import firstdesk
from firstdesk.web import messages
from tests.web.scan_messages import all_keys

ROOT = Path(firstdesk.__path__[0])


def translated() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for source in messages.catalogues():
        for key in messages.read(source):
            if key:
                found.setdefault(key, set()).add(source.relative_to(ROOT).parts[0])
    return found


def test_every_sentence_is_translated() -> None:
    known = translated()
    missing = {key: sorted(where) for key, where in all_keys(ROOT).items() if key not in known}
    assert not missing


def test_no_translation_is_unused() -> None:
    used = all_keys(ROOT)
    assert not {key: sorted(rooms) for key, rooms in translated().items() if key not in used}


def test_the_scan_finds_what_it_should(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text(
        "{% translate 'One' %}{% blocktranslate with n=x %}Two {{ n }}{% plural %}Twos"
        '{% endblocktranslate %}{% include "b" with c=_("Three") %}'
    )
    (tmp_path / "templates" / "b.html").write_text(
        "{% translate 'Post' context \"contact\" %}{# translate 'no' #}"
    )
    (tmp_path / "a.py").write_text(
        "x = _('Four'); y = ngettext('a', 'b', 2); z = other('no'); w = pgettext('verb', 'Open')"
    )
    found = set(all_keys(tmp_path))
    assert found == {
        "One",
        "Two %(n)s\0Twos",
        "Three",
        "Four",
        "a\0b",
        "contact\x04Post",
        "verb\x04Open",
    }


PO = r"""
# comment
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n"

#, fuzzy
msgid "unsure"
msgstr "不确定"

msgid "not yet"
msgstr ""
msgctxt "verb"
msgid "Open"
msgstr "打开"
msgid "long "
"line"
msgstr "长"
"行\n"

msgid "%d day"
msgid_plural "%d days"
msgstr[0] "%d天"

#~ msgid "old"
#~ msgstr "旧"
"""


def test_gettext_reads_what_we_write(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    source.write_text(PO, encoding="utf-8")
    found = gettext.GNUTranslations(io.BytesIO(messages.packed(messages.read(source))))
    assert found.gettext("long line") == "长行\n"
    assert found.pgettext("verb", "Open") == "打开"
    assert found.ngettext("%d day", "%d days", 3) == "%d天"
    for untranslated in ("unsure", "not yet", "Open", "old"):
        assert found.gettext(untranslated) == untranslated


@pytest.mark.parametrize(
    "text", ['msgid "a"\nmsgstr "b"\nnonsense', 'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"']
)
def test_a_broken_catalogue_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    source = tmp_path / "django.po"
    source.write_text(text)
    with pytest.raises(messages.BadCatalogue, match=r"django\.po:\d"):
        messages.read(source)


def test_compiling_again_writes_nothing_until_something_changes(tmp_path: Path) -> None:
    source = tmp_path / "room" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")
    assert messages.compile_all(tmp_path) == [source.with_suffix(".mo")]
    assert messages.compile_all(tmp_path) == []
    source.with_suffix(".mo").unlink()
    assert len(messages.compile_all(tmp_path)) == 1
