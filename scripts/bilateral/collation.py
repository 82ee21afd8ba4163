"""Order of names: accents count only where the letters are the same."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Return ``text`` in lower case without accents: ``Šiauliai`` becomes ``siauliai``."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def collation_key(text: str) -> tuple[str, str]:
    """Return the sort key of a name in a text in English."""
    return fold(text), text
