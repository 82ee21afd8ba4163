"""Letters without their accents: the same rule in Python, for the search index, and in the reader's browser."""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache

LETTERS = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
"""Letters that Unicode does not take apart into a letter and an accent."""

SCRIPT = """const LETTERS = %s;
const fold = (text) => {
  const plain = text.toLowerCase().normalize("NFD").replace(/\\p{M}/gu, "");
  return plain.replace(/[^\\x00-\\x7f]/g, (sign) => LETTERS[sign] ?? sign);
};
"""


@lru_cache(maxsize=1 << 16)  # a book says most of its words many times
def fold(text: str) -> str:
    """Return a text in small letters without accents: ``Šiauliai`` becomes ``siauliai``."""
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(LETTERS.get(sign, sign) for sign in apart if not unicodedata.category(sign).startswith("M"))


def fold_script() -> str:
    """Return the same rule as a JavaScript function, ``fold``."""
    return SCRIPT % json.dumps(LETTERS, ensure_ascii=False)
