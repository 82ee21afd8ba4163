"""Typst code from Python values. Text becomes string literals, in which no sign of Typst's has any power."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

NONCHARACTERS = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
UNPRINTABLE = re.compile(rf"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff{NONCHARACTERS}]")
"""What no font has: control characters, halves of surrogate pairs, byte order marks, numbers that are no characters."""
LINE_ENDS = re.compile(r"[\x0b\x0c\x85\u2028\u2029]")
"""What Typst takes for the end of a line, beside the usual."""

BREAK = "\u200b"
"""Where a line may be broken: the template takes it out, so that nobody copies it from the PDF."""
JOINT = re.compile(r"(?<=[/\\.,;:_=&?#@()\[\]{}|+*~%<>!-])(?=[^\W_])|(?<=[a-z])(?=[A-Z])|(?<=\w{4})(?=[(\[{<])")
"""Where a name, an address or a line of code is broken best: after a sign, between words that are written as one."""
UNBROKEN = re.compile(rf"[^\s{BREAK}]{{20}}(?=[^\s{BREAK}]{{3}})")
"""The beginning of what has no joint for so long that it is broken anywhere."""


@cache
def _longer(longest: int) -> re.Pattern[str]:
    """Return what finds all that is longer than so many characters, without a space; most texts have nothing."""
    return re.compile(rf"[^\s{BREAK}]{{{longest + 1},}}")


def breakable(text: str, longest: int) -> str:
    """Return a text in which what is longer than so many characters, without a space, may be broken."""
    if len(text) <= longest:
        return text
    return _longer(longest).sub(lambda run: UNBROKEN.sub(rf"\g<0>{BREAK}", JOINT.sub(BREAK, run[0])), text)


def string(text: str) -> str:
    """Return ``text`` as a string literal on one line; what cannot be printed becomes a replacement character."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    if not text.isprintable():
        text = LINE_ENDS.sub(" ", UNPRINTABLE.sub("\ufffd", text))
        text = text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
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
