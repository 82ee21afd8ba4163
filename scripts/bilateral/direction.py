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


@cache
def _other(direction: Direction) -> re.Pattern[str]:
    """Return what goes the other way in a text: words of a name or a quotation; commas end it, and so do numbers."""
    right, left, marks = (characters_of(signs) for signs in ("[[:bc=R:][:bc=AL:]]", "[:bc=L:]", "[:M:]"))
    if direction == "rtl":  # a phrase in Latin letters may have commas and numbers
        return re.compile(rf"[{left}](?:[^{right}]*[{left}])?[{marks}]*")
    within = rf"[\s{marks}{characters_of('[[:Quotation_Mark:][:Dash:]]')}.׳״]*"
    return re.compile(rf"[{right}](?:{within}[{right}])*[{marks}]*")


def runs_of(text: str, direction: Direction) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text in a direction, each with whether it goes the other way."""
    end = 0
    for found in () if text.isascii() and direction == "ltr" else _other(direction).finditer(text):
        if found.start() > end:
            yield text[end : found.start()], False
        yield found[0], True
        end = found.end()
    if end < len(text):
        yield text[end:], False


def isolated(text: str, direction: Direction) -> str:
    """Return a text with Unicode's signs around what goes the other way, for where no markup can say it."""
    return "".join(f"{ISOLATE}{piece}{END}" if other else piece for piece, other in runs_of(text, direction))
