"""Names, cut so that they can be found again. Pure.

A dictionary cuts names wrongly (张文澜 becomes 张文 and 澜), so Chinese names are indexed by
single characters, and names in Latin letters by their words.
"""

from __future__ import annotations

import re
import unicodedata

_PIECE = re.compile(r"[㐀-䶿一-鿿\U00020000-\U0003134f]|[^\W\d_㐀-䶿一-鿿]+(?:'[^\W\d_]+)?|\d+")


def pieces(name: str) -> list[str]:
    """The characters and words of a name, lower case, each once, in order."""
    plain = unicodedata.normalize("NFKC", name).lower()
    return list(dict.fromkeys(piece[:40] for piece in _PIECE.findall(plain)))


def search_words(name_zh: str, name_en: str) -> list[str]:
    """What a customer is found by: single characters and words of both names."""
    return list(dict.fromkeys(pieces(name_zh) + pieces(name_en)))
