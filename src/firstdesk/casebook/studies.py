"""Case studies as readable files: front matter and two languages, read strictly."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from firstdesk.core.text import Text

CAUSES: dict[str, Text] = {
    "not_told": Text(zh="该说的没说", en="Not told"),
    "two_answers": Text(zh="口径不一", en="Two answers"),
    "wrong_answer": Text(zh="答错了", en="Wrong answer"),
    "passed_on": Text(zh="让客户跑第二趟", en="Passed on"),
    "broken_promise": Text(zh="说了没做", en="Broken promise"),
    "not_foreseen": Text(zh="没看到会撞上", en="Not foreseen"),
    "queue": Text(zh="排队与优先", en="Queue and priority"),
    "rigid_rule": Text(zh="照搬制度", en="Rule before customer"),
    "unsuitable_sale": Text(zh="卖得不合适", en="Unsuitable sale"),
    "attitude": Text(zh="态度", en="Attitude"),
    "system_fault": Text(zh="系统或机器出错", en="System or machine"),
    "custody": Text(zh="单证保管", en="Custody of papers"),
}
PRACTICES: dict[str, Text] = {
    "listened": Text(zh="先听完", en="Listened"),
    "took_ownership": Text(zh="接下来管到底", en="Took ownership"),
    "told_ahead": Text(zh="说在前头", en="Told ahead"),
    "found_a_way": Text(zh="想出办法", en="Found a way"),
    "made_good": Text(zh="补了实损", en="Made good"),
    "team_worked": Text(zh="一起上", en="Worked as a team"),
    "knew_the_product": Text(zh="懂产品", en="Knew the product"),
    "persisted": Text(zh="没有放弃", en="Persisted"),
    "noticed_a_need": Text(zh="看见需要", en="Noticed a need"),
}
OUTCOMES: dict[str, Text] = {
    "complaint": Text(zh="投诉", en="Complaint"),
    "complaint_twice": Text(zh="二次投诉", en="Second complaint"),
    "customer_loss": Text(zh="客户受损", en="Customer's loss"),
    "credit_record_damaged": Text(zh="征信受损", en="Credit record damaged"),
    "lost_customer": Text(zh="客户走了", en="Customer lost"),
    "made_good": Text(zh="已纠正补偿", en="Made good"),
    "customer_thanked": Text(zh="客户道谢", en="Customer's thanks"),
    "new_business": Text(zh="带来新业务", en="New business"),
    "unresolved": Text(zh="没有了结", en="Left open"),
}
ROLES: dict[str, Text] = {
    "lobby_manager": Text(zh="大堂经理", en="Lobby manager"),
    "teller": Text(zh="高柜柜员", en="Teller"),
    "personal_banker": Text(zh="对私客户经理（理财师）", en="Personal banker"),
    "corporate_banker": Text(zh="对公客户经理", en="Corporate banker"),
    "contact_centre_agent": Text(zh="客服座席", en="Contact-centre agent"),
    "branch_manager": Text(zh="网点现场管理", en="Branch manager"),
    "loan_officer": Text(zh="个贷客户经理", en="Loan officer"),
}
HEADINGS: dict[str, tuple[str, str, str, str]] = {
    "zh": ("经过", "分析", "想一想", "今天怎么防"),
    "en": ("What happened", "Analysis", "Ask yourself", "How Firstdesk prevents it"),
}
_KEYS = {
    *("id", "role", "title", "lead", "summary", "causes", "practices", "outcome", "channels"),
    *("products", "period", "linked", "text", "facts", "doubts"),
}


_STOP_INSIDE = re.compile(r"\*\*([^*\n]+?)([。？！：，；])\*\*(?=\S)")


class StudyError(ValueError):
    """A study that cannot be used: which file, what is wrong, what to do."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure of the case."""

    label: Text
    value: Text
    note: Text | None


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the text, as Markdown."""

    title: str
    markdown: str


@dataclass(frozen=True, slots=True)
class Study:
    """A case study."""

    id: str
    role: str
    title: Text
    lead: Text
    summary: Text
    causes: tuple[str, ...]
    practices: tuple[str, ...]
    outcome: str
    channels: tuple[str, ...]
    products: tuple[str, ...]
    period: Text | None
    linked: tuple[str, ...]
    listed_only: bool
    facts: tuple[Fact, ...]
    doubts: tuple[Text, ...]
    body: Mapping[str, tuple[Section, ...]]
    digest: str

    def sections(self, lang: str) -> tuple[Section, ...]:
        """The four parts in a language: what happened, analysis, questions, prevention."""
        return self.body["zh" if lang.lower().startswith("zh") else "en"]

    @property
    def number_in_role(self) -> int:
        """Which of its role's cases it is."""
        return int(self.id[2:])

    def reading_minutes(self, lang: str) -> int:
        """How long reading takes: 400 characters or 200 words a minute."""
        text = " ".join(section.markdown for section in self.sections(lang))
        size = len(text) / 400 if lang.startswith("zh") else len(text.split()) / 200
        return max(1, round(size))

    def words(self, lang: str) -> str:
        """Everything a search should find."""
        key = "zh" if lang.startswith("zh") else "en"
        parts = [self.title, self.lead, self.summary, *(f.label for f in self.facts)]
        body = [section.markdown for section in self.body[key]]
        return "\n".join([self.id, *(part.in_(key) for part in parts), *body])


@cache
def load_all() -> dict[str, Study]:
    """All studies of the house, by number.

    Raises:
        StudyError: a file is not as it must be.
    """
    folder = files("firstdesk.casebook") / "content" / "studies"
    found = {}
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".md"):
            study = parse(file.read_text(encoding="utf-8"), file.name)
            found[study.id] = study
    return found


def parse(text: str, name: str) -> Study:
    """Reads one study.

    Raises:
        StudyError: a missing or unknown key, a missing language or heading.
    """
    try:
        _, front, body = text.split("---\n", 2)
        raw = yaml.safe_load(front)
    except ValueError:
        raise StudyError(f"{name}: a study starts with front matter between --- lines.") from None
    except yaml.YAMLError as error:
        raise StudyError(f"{name}: the front matter is not YAML: {error}") from None
    if not isinstance(raw, dict) or set(raw) != _KEYS:
        given = set(raw) if isinstance(raw, dict) else set()
        raise StudyError(
            f"{name}: missing keys {sorted(_KEYS - given)}, unknown keys {sorted(given - _KEYS)}."
        )
    if raw["id"] != name.removesuffix(".md"):
        raise StudyError(f"{name}: the id is {raw['id']!r}; it must be the file's name.")
    return Study(
        id=raw["id"],
        role=_one(raw["role"], ROLES, name, "role"),
        title=_text(raw["title"], name, "title"),
        lead=_text(raw["lead"], name, "lead"),
        summary=_text(raw["summary"], name, "summary"),
        causes=tuple(_one(c, CAUSES, name, "causes") for c in raw["causes"]),
        practices=tuple(_one(p, PRACTICES, name, "practices") for p in raw["practices"]),
        outcome=_one(raw["outcome"], OUTCOMES, name, "outcome"),
        channels=tuple(raw["channels"]),
        products=tuple(raw["products"]),
        period=_text(raw["period"], name, "period") if raw["period"] else None,
        linked=tuple(str(one) for one in raw["linked"]),
        listed_only=_one(raw["text"], {"full": 1, "listed_only": 1}, name, "text") != "full",
        facts=tuple(_fact(one, name) for one in raw["facts"]),
        doubts=tuple(_text(one, name, "doubts") for one in raw["doubts"]),
        body=_body(body, name),
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def _one(value: Any, known: Mapping[str, Any], name: str, key: str) -> str:
    if value not in known:
        raise StudyError(f"{name}: {key} is {value!r}; choose from {', '.join(known)}.")
    return str(value)


def _text(raw: Any, name: str, key: str) -> Text:
    if not isinstance(raw, dict) or not raw.get("zh") or not raw.get("en"):
        raise StudyError(f"{name}: {key} needs both zh and en, found {raw!r}.")
    return Text(zh=str(raw["zh"]), en=str(raw["en"]))


def _fact(raw: Any, name: str) -> Fact:
    if not isinstance(raw, dict) or set(raw) != {"label", "value", "note"}:
        raise StudyError(f"{name}: a fact has label, value and note, found {raw!r}.")
    note = _text(raw["note"], name, "note") if raw["note"] else None
    return Fact(_text(raw["label"], name, "label"), _text(raw["value"], name, "value"), note)


def _body(text: str, name: str) -> dict[str, tuple[Section, ...]]:
    found = {}
    for lang, titles in HEADINGS.items():
        mark = f"<!-- {lang} -->"
        if mark not in text:
            raise StudyError(f"{name}: the part {mark} is missing.")
        part = text.split(mark, 1)[1].split("<!-- ", 1)[0]
        sections = part.split("\n## ")[1:]
        pairs = [one.split("\n", 1) for one in sections]
        if tuple(pair[0].strip() for pair in pairs) != titles:
            raise StudyError(
                f"{name}: the headings of {lang} must be {', '.join(titles)}, in this order."
            )
        found[lang] = tuple(
            # CommonMark takes **words。**more for no emphasis: the stop goes outside.
            Section(title, _STOP_INSIDE.sub(r"**\1**\2", pair[1].strip()))
            for title, pair in zip(titles, pairs, strict=True)
        )
    return found
