"""Case studies as readable files: front matter and two languages, read strictly."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
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
CHANNELS = frozenset({"counter", "phone", "lobby", "visit", "atm", "online"})
"""Where a case takes place; what people call them is in `casebook.reading`."""

_KEYS = {
    *("id", "role", "title", "lead", "summary", "causes", "practices", "outcome", "channels"),
    *("products", "period", "linked", "text", "facts", "doubts"),
}
_NUMBER = re.compile(r"\d{5}")
_PRODUCT = re.compile(r"[a-z][a-z0-9_]*")
_MARK = re.compile(r"^<!-- (\w+) -->$", re.MULTILINE)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
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
        StudyError: a file is not as it must be, or a link is not answered by the other study.
    """
    folder = files("firstdesk.casebook") / "content" / "studies"
    return check_links(
        load_study(file)
        for file in sorted(folder.iterdir(), key=lambda each: each.name)
        if file.name.endswith(".md")
    )


def load_study(path: Path | Traversable) -> Study:
    """Reads the study in a file.

    Raises:
        StudyError: it is not UTF-8, or not as `parse` wants it.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise StudyError(f"{path.name}: not UTF-8; save the file as UTF-8.") from None
    return parse(text, path.name)


def check_links(studies: Iterable[Study]) -> dict[str, Study]:
    """The studies by number, once every link is known to be there and to point back.

    Raises:
        StudyError: a link to a study that is not there, or that does not link back.
    """
    found = {study.id: study for study in studies}
    for study in found.values():
        for other in study.linked:
            if other not in found:
                raise StudyError(f"{study.id}.md: linked names {other}, which is not a study.")
            if study.id not in found[other].linked:
                raise StudyError(f"{other}.md: linked lacks {study.id}; {study.id} links to it.")
    return found


def parse(text: str, name: str) -> Study:
    """Reads one study.

    Args:
        text: front matter between --- lines, then the body.
        name: the file's name, for the messages; without .md it must be the id.

    Raises:
        StudyError: names the file, the key and what to do.
    """
    front, body = _parts(text, name)
    raw = _front_matter(front, name)
    number = raw["id"]
    if number != name.removesuffix(".md") or not _NUMBER.fullmatch(str(number)):
        raise StudyError(
            f"{name}: id is {number!r}; it must be the file's name, five digits in quotes."
        )
    role = _one(raw["role"], ROLES, name, "role")
    if int(number[:2]) != list(ROLES).index(role) + 1:
        raise StudyError(f"{name}: role is {role}; its cases do not begin with {number[:2]}.")
    return Study(
        id=number,
        role=role,
        title=_text(raw["title"], name, "title"),
        lead=_text(raw["lead"], name, "lead"),
        summary=_text(raw["summary"], name, "summary"),
        causes=_choices(raw["causes"], CAUSES, name, "causes"),
        practices=_choices(raw["practices"], PRACTICES, name, "practices"),
        outcome=_one(raw["outcome"], OUTCOMES, name, "outcome"),
        channels=_choices(raw["channels"], sorted(CHANNELS), name, "channels"),
        products=_matching(
            raw["products"], _PRODUCT, name, "products", "small letters, digits and _"
        ),
        period=None if raw["period"] is None else _text(raw["period"], name, "period"),
        linked=_matching(raw["linked"], _NUMBER, name, "linked", "five digits in quotes"),
        listed_only=_one(raw["text"], ("full", "listed_only"), name, "text") == "listed_only",
        facts=tuple(_fact(one, name, f"facts[{i}]") for i, one in _items(raw, "facts", name)),
        doubts=tuple(_text(one, name, f"doubts[{i}]") for i, one in _items(raw, "doubts", name)),
        body=_body(body, name),
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


class _Loader(yaml.SafeLoader):
    """YAML that refuses a key given twice; PyYAML would keep the last one silently."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key} is given twice", node.start_mark
                )
        return super().construct_mapping(node, deep)


def _parts(text: str, name: str) -> tuple[str, str]:
    start, *rest = text.split("---\n", 2)
    if start or len(rest) != 2:
        raise StudyError(f"{name}: a study starts with front matter between --- lines.")
    return rest[0], rest[1]


def _front_matter(front: str, name: str) -> dict[str, Any]:
    try:
        raw = yaml.load(front, Loader=_Loader)  # noqa: S506  a SafeLoader
    except yaml.YAMLError as error:
        raise StudyError(f"{name}: the front matter is not YAML: {error}") from None
    if not isinstance(raw, dict):
        raise StudyError(f"{name}: the front matter must be keys and values.")
    if set(raw) != _KEYS:
        missing, unknown = sorted(_KEYS - set(raw)), sorted(map(str, set(raw) - _KEYS))
        raise StudyError(
            f"{name}: missing keys {missing}, unknown keys {unknown};"
            " give each key of the format once, [] or null where there is nothing."
        )
    return raw


def _one(value: Any, known: Collection[str], name: str, key: str) -> str:
    if not isinstance(value, str) or value not in known:
        raise StudyError(f"{name}: {key} is {value!r}; choose from {', '.join(known)}.")
    return value


def _items(raw: Mapping[str, Any], key: str, name: str) -> list[tuple[int, Any]]:
    if not isinstance(raw[key], list):
        raise StudyError(f"{name}: {key} is {raw[key]!r}; give a list, [] for none.")
    return list(enumerate(raw[key]))


def _choices(raw: Any, known: Collection[str], name: str, key: str) -> tuple[str, ...]:
    values = tuple(_one(one, known, name, key) for _, one in _items({key: raw}, key, name))
    return _once(values, name, key)


def _matching(
    raw: Any, pattern: re.Pattern[str], name: str, key: str, wanted: str
) -> tuple[str, ...]:
    for _, one in _items({key: raw}, key, name):
        if not isinstance(one, str) or not pattern.fullmatch(one):
            raise StudyError(f"{name}: {key} has {one!r}; write {wanted}.")
    return _once(tuple(raw), name, key)


def _once(values: tuple[str, ...], name: str, key: str) -> tuple[str, ...]:
    twice = next((one for one in values if values.count(one) > 1), None)
    if twice is not None:
        raise StudyError(f"{name}: {key} has {twice} twice; leave one out.")
    return values


def _text(raw: Any, name: str, key: str) -> Text:
    """Both languages and nothing else: an unquoted comma in {…} makes a key of its own."""
    if not isinstance(raw, dict) or set(raw) != {"zh", "en"}:
        raise StudyError(
            f"{name}: {key} needs zh and en and nothing else, found {raw!r};"
            " put a text with a comma or a colon in quotes."
        )
    for lang, words in raw.items():
        if not isinstance(words, str) or not words.strip():
            raise StudyError(f"{name}: {key}.{lang} is {words!r}; write a text, in quotes.")
    return Text(zh=raw["zh"], en=raw["en"])


def _fact(raw: Any, name: str, key: str) -> Fact:
    if not isinstance(raw, dict) or set(raw) != {"label", "value", "note"}:
        raise StudyError(f"{name}: {key} needs label, value and note (or null), found {raw!r}.")
    return Fact(
        label=_text(raw["label"], name, f"{key}.label"),
        value=_text(raw["value"], name, f"{key}.value"),
        note=None if raw["note"] is None else _text(raw["note"], name, f"{key}.note"),
    )


def _body(text: str, name: str) -> dict[str, tuple[Section, ...]]:
    before, *pieces = _MARK.split(text)
    if tuple(pieces[::2]) != tuple(HEADINGS):
        raise StudyError(
            f"{name}: the parts are {pieces[::2]}; write <!-- zh --> and <!-- en -->, once each,"
            " Chinese first."
        )
    if before.strip():
        raise StudyError(f"{name}: there is text before <!-- zh -->; move it under a heading.")
    return {
        lang: _sections(part, lang, name)
        for lang, part in zip(pieces[::2], pieces[1::2], strict=True)
    }


def _sections(part: str, lang: str, name: str) -> tuple[Section, ...]:
    before, *pieces = _HEADING.split(part)
    titles = [title.strip() for title in pieces[::2]]
    if tuple(titles) != HEADINGS[lang]:
        raise StudyError(
            f"{name}: the headings of {lang} are {titles}; they must be"
            f" {', '.join(HEADINGS[lang])}, in this order."
        )
    if before.strip():
        raise StudyError(f"{name}: {lang} has text before the first heading; move it under one.")
    for title, words in zip(titles, pieces[1::2], strict=True):
        if not words.strip():
            raise StudyError(f"{name}: “{title}” is empty; write the section.")
    return tuple(
        # CommonMark takes **words。**more for no emphasis: the stop goes outside.
        Section(title, _STOP_INSIDE.sub(r"**\1**\2", words.strip()))
        for title, words in zip(titles, pieces[1::2], strict=True)
    )
