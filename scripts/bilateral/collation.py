"""Letters without their accents, for order and for search: the same rule in Python and in the reader's browser."""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache

LETTERS = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
"""Letters that Unicode does not take apart into a letter and an accent."""

_SCRIPT = """const LETTERS = %s;
const fold = (text) => {
  const plain = text.toLowerCase().normalize("NFD").replace(/\\p{M}/gu, "");
  return plain.replace(/[^\\x00-\\x7f]/g, (sign) => LETTERS[sign] ?? sign);
};
"""


@lru_cache(maxsize=1 << 16)  # a book says most of its words many times
def fold(text: str) -> str:
    """Return a text in lower case without accents: ``Šiauliai`` becomes ``siauliai``, ``Łódź`` becomes ``lodz``."""
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(LETTERS.get(sign, sign) for sign in apart if not unicodedata.category(sign).startswith("M"))


def fold_script() -> str:
    """Return the same rule as a JavaScript function, ``fold``."""
    return _SCRIPT % json.dumps(LETTERS, ensure_ascii=False)


def collation_key(text: str) -> tuple[str, str]:
    """Return the sort key of a name: accents count only where the letters are the same."""
    return fold(text), text
