"""Style sheets of a book that is written from right to left: those of the others, mirrored.

Reading systems of e-books know ``left`` and ``right`` alone, and not all of them the words of CSS for both directions.
"""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx

from bilateral.direction import direction_of

SIDES = {"left": "right", "right": "left"}
_RULE = re.compile(r"(?P<selector>[^{}]*)\{[^{}]*\}")
_KEPT = re.compile(r"math|\.align-(?:left|right)")
_SIDE = re.compile(r"(?<=-)(?:left|right)(?=\s*[-:])|(?<=[\s;{:])(?:left|right)(?=\s*[:;}])")
_SHORTHAND = re.compile(r"(?<![-\w])(?P<name>margin|padding|inset|border-width)(?P<colon>:\s*)(?P<values>[^;{}]+)")
_VALUE = re.compile(r"(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+")
FOUR = 4


def is_mirrored(app: Sphinx) -> bool:
    """Tell whether the book is written from right to left."""
    return direction_of(app.config.language) == "rtl"


def static_folder(app: Sphinx, folder: Path) -> Path:
    """Return a folder of static files, or the mirror of it that a book which is written from right to left takes."""
    if not is_mirrored(app):
        return folder
    mirror = Path(app.doctreedir, "mirrored", *folder.parts[-2:])
    mirror.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        text = file.read_text("utf-8")
        (mirror / file.name).write_text(mirrored(text) if file.suffix == ".css" else text, "utf-8")
    return mirror


def mirrored(css: str) -> str:
    """Return a style sheet with its sides exchanged: those of properties, of values, and of four widths.

    Formulas are written from left to right in any book, and what an author puts to a side stays there.
    """
    return _RULE.sub(lambda rule: rule[0] if _KEPT.search(rule["selector"]) else _exchanged(rule[0]), css)


def _exchanged(rule: str) -> str:
    return _SHORTHAND.sub(_turned, _SIDE.sub(lambda side: SIDES[side[0]], rule))


def _turned(match: re.Match[str]) -> str:
    values = _VALUE.findall(match["values"])
    if len(values) != FOUR:
        return match[0]
    top, right, bottom, left = values
    return f"{match['name']}{match['colon']}{top} {left} {bottom} {right}"
