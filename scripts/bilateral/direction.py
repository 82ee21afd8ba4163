"""Directions of writing: which one a language has, and text of the other one, kept apart from what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal

import icu

from bilateral.text import characters_of

Direction = Literal["ltr", "rtl"]
ISOLATE, RIGHT_TO_LEFT, END = "\u2068", "\u2067", "\u2069"
"""Unicode's signs around text that has a direction of its own, of its first letter or given, and after it."""


@lru_cache(maxsize=256)
def direction_of(language: str) -> Direction:
    """Return the direction of a language, of the script that its tag names or that it is mostly written in."""
    script = icu.Locale.addLikelySubtags(icu.Locale(language.replace("-", "_"))).getScript()
    return "rtl" if script and icu.Script(icu.Script.getCode(script)[0]).isRightToLeft() else "ltr"


PAIRS = {"(": ")", "[": "]", "{": "}", "“": "”", "«": "»", "„": "“"}
_GLUED = rf"[#*%°`@&+/~_^={characters_of('[[:Sc:]&[:bc=ET:]]')}]*"
_NUMBER = r"\d(?:[\d.,:/–-]*\d)?"


@cache
def _other(direction: Direction) -> re.Pattern[str]:
    """Return what goes the other way in a text: words of a name or a quotation; commas end it.

    Numbers end what goes to the left. What goes to the right keeps the one that it ends with: F01, p. 5, version 1.0.
    """
    right, left, marks = (characters_of(signs) for signs in ("[[:bc=R:][:bc=AL:]]", "[:bc=L:]", "[:M:]"))
    if direction == "rtl":  # a phrase in Latin letters may have commas and numbers
        letters = characters_of("[[[:bc=R:][:bc=AL:]]&[:L:]]")
        words = rf"{_GLUED}(?:{_NUMBER})?[{left}](?:[^{right}]*[{left}])?[{marks}]*"
        return re.compile(rf"{words}{_GLUED}(?:\.?\s?{_GLUED}{_NUMBER}{_GLUED}(?!\w|[.,:/–-]\d|\s*[{letters}]))?")
    within = rf"[\s{marks}{characters_of('[[:Quotation_Mark:][:Dash:]]')}.׳״]*"
    return re.compile(rf"[{right}](?:{within}[{right}])*[{marks}]*")


def runs_of(text: str, direction: Direction) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text in a direction, each with whether it goes the other way."""
    end = 0
    for found in () if text.isascii() and direction == "ltr" else _other(direction).finditer(text):
        first, last = _with_pairs(text, *found.span())
        if first > end:
            yield text[end:first], False
        yield text[first:last], True
        end = last
    if end < len(text):
        yield text[end:], False


def _with_pairs(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where a run begins and ends with the brackets and quotation marks whose other half is within it."""
    for opening, closing in PAIRS.items():
        inside = text[start:end]
        more = inside.count(opening) - inside.count(closing)
        if more > 0 and (found := re.match(rf"[^\w\s]*?{re.escape(closing)}", text[end:])):
            end += found.end()
        elif more < 0 and text[:start].endswith(opening):
            start -= 1
    return start, end


def isolated(text: str, direction: Direction) -> str:
    """Return a text with Unicode's signs around what goes the other way, for where no markup can say it."""
    return "".join(f"{ISOLATE}{piece}{END}" if other else piece for piece, other in runs_of(text, direction))
