"""Which characters a text may have: those that every format can show, and that show what is written."""

from __future__ import annotations

import re
import unicodedata

import icu
from pydantic_core import to_json

LONGEST = 10_000
"""Characters of the longest text; a statement is a sentence or two."""
LONGEST_NAME = 100
"""Characters of the longest id, label or key: it names a folder of the web book and a place in each PDF."""
_RANGES = (
    (0x180E, 0x180E),  # a separator without width
    (0x200B, 0x200B),  # a space without width
    (0x202A, 0x202E),  # embedding and overriding the direction: the text reads otherwise than it is written
    (0x2060, 0x206F),  # joiners, isolates, and controls that Unicode has given up
    (0xFEFF, 0xFEFF),  # a mark of byte order, inside a text
    (0xFFF9, 0xFFFB),  # annotations between lines
    (0xE0000, 0xE0FFF),  # tags and selectors that spell out words which nobody sees
)
HIDDEN = frozenset(chr(code) for first, last in _RANGES for code in range(first, last + 1))
"""Format characters that hide or turn around what is written.

The joiners and marks that scripts need (U+200C to U+200F, U+061C) and the soft hyphen are none of them.
"""

_NO_LETTER = re.compile(r"[\W_]+")
_NO_ASCII_LETTER = bytes(code for code in range(128) if not chr(code).isalnum())
LAYOUT = str.maketrans(dict.fromkeys("\n\r\t\u2028\u2029", " "))
"""Lays a text out on one line: line breaks, of whatever kind, and tabs hide nothing."""


def first_hidden(text: str) -> str | None:
    """Return the first character that no text may have: a control, a lone surrogate, a hidden or unknown one."""
    if text.isprintable() and (text.isascii() or HIDDEN.isdisjoint(text)):  # nearly always; the search takes longer
        return None
    return next((char for char in text if is_hidden(char)), None)


def is_hidden(char: str) -> bool:
    """Tell whether no text may have a character."""
    return char in HIDDEN or unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn")


def shown(text: str) -> str:
    """Return a text for a terminal: what cannot be seen is written as its code, for a terminal might obey it."""
    if first_hidden(text) is None:
        return text
    return "".join(f"\\u{ord(char):04x}" if is_hidden(char) else char for char in text)


def letters(text: str) -> str:
    """Return the letters and digits of a text, by which it is known however it is set; of ligatures their letters."""
    if text.isascii():  # most of a book; the rest takes three times as long
        return text.lower().encode().translate(None, _NO_ASCII_LETTER).decode()
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text)).casefold()


def named(char: str) -> str:
    """Return code and name of a character, for a message."""
    unnamed = "a control character" if unicodedata.category(char) == "Cc" else "no character"
    return f"U+{ord(char):04X} ({unicodedata.name(char, unnamed).lower()})"


def capital(text: str, language: str) -> str:
    """Let a text begin a line as a language does it: ``Visit of …``, in Turkish ``İzmir …``."""
    options = icu.U_TITLECASE_WHOLE_STRING | icu.U_TITLECASE_NO_LOWERCASE | icu.U_TITLECASE_NO_BREAK_ADJUSTMENT
    return str(icu.CaseMap.toTitle(icu.Locale(language.replace("-", "_")), options, text))


def with_particle(particle: str | None, family: str | None) -> str:
    """Return a family name with what stands before it: de la Vega, al-Sadat, d’Ormesson."""
    if particle and family and particle[-1] in "-‐’'ʼ":
        return particle + family
    return " ".join(filter(None, (particle, family)))


def characters_of(pattern: str) -> str:
    """Return the characters of a set in Unicode's notation, ``[:Script=Thai:]``, as a regular expression lists them."""
    ranges = icu.UnicodeSet(pattern).ranges()
    return "".join(f"{re.escape(first)}-{re.escape(last)}" for first, last in ranges)


def json_lines(value: object, indent: int = 1) -> str:
    """Return a value as JSON in lines that people can read. Python's own writer takes five times as long for that."""
    return f"{to_json(value, indent=indent).decode()}\n"
