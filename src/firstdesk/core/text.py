"""A text a person reads, in both languages of the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


def plural(number: int, one: str, many: str = "") -> str:
    """English for so many: ``1 day``, ``5 days``; `many` where an s will not do."""
    return f"{number} {one if number == 1 else many or one + 's'}"


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in simplified Chinese and in English."""

    zh: str
    en: str

    def in_(self, lang: str) -> str:
        """The sentence in the language of a tag such as ``zh-hans`` or ``en-GB``.

        Any Chinese tag gives Chinese; every other tag gives English.
        """
        return self.zh if lang.lower().startswith("zh") else self.en

    def format(self, **values: object) -> Text:
        """Both sentences with the values filled in."""
        return Text(zh=self.zh.format(**values), en=self.en.format(**values))

    def to_json(self) -> dict[str, str]:
        """As ``{"zh": …, "en": …}``."""
        return {"zh": self.zh, "en": self.en}

    @classmethod
    def from_json(cls, value: Mapping[str, str]) -> Text:
        """Reads what `to_json` wrote."""
        return cls(zh=value["zh"], en=value["en"])
