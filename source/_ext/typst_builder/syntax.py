"""Typst code from Python values. Text becomes string literals, in which no sign of Typst's has any power."""

from __future__ import annotations

import re
from collections.abc import Iterable

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
"""What no font and no XML document can hold: control characters, halves of surrogate pairs, byte order marks."""


def string(text: str) -> str:
    """Return ``text`` as a string literal on one line; what cannot be printed becomes a replacement character."""
    text = UNPRINTABLE.sub("\ufffd", text)
    for char, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = text.replace(char, escape)
    return f'"{text}"'


def array(items: Iterable[str]) -> str:
    """Return code for an array of the items, which are code."""
    return f"({''.join(f'{item}, ' for item in items)})"


def strings(texts: Iterable[str]) -> str:
    """Return code for an array of strings."""
    return array(string(text) for text in texts)


def dictionary(pairs: dict[str, str]) -> str:
    """Return code for a dictionary whose values are code."""
    return f"({', '.join(f'{string(key)}: {value}' for key, value in pairs.items()) or ':'})"


def optional(text: str | None) -> str:
    """Return code for a string or none."""
    return "none" if text is None else string(text)


def literal(value: object) -> str:
    """Return code for a value of a setting: texts, numbers, truth values, nothing, lists and dictionaries.

    Raises:
        TypeError: for anything else.

    """
    match value:
        case None:
            return "none"
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case str():
            return string(value)
        case list() | tuple():
            return array(literal(item) for item in value)
        case dict():
            return dictionary({str(key): literal(item) for key, item in value.items()})
    raise TypeError(f"{type(value).__name__} has no counterpart in Typst")
