"""How wide the words of a picture are in the font that it is drawn with, which a reader's machine may not have."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from html import unescape
from pathlib import Path

TABLE = Path(__file__).with_name("widths.txt")
"""Widths in thousandths of the size, plain and bold; ``python -m bilateral_workshop.widths`` writes them."""
_TEXT = re.compile(r"<text (?P<attributes>[^>]*)>(?:[^<]+|(?:<tspan[^>]*>[^<]+</tspan>)+)</text>")
_LINE = re.compile(r"<(?P<name>text|tspan)(?P<attributes>[^>]*)>(?P<words>[^<]+)")
"""A text in one line, or one of the lines of a text."""
_BETWEEN = '<tspan font-size="0"> </tspan>'
"""A space between two lines for whoever takes the words out of a picture; it has no width, and moves nothing."""
_SIZE = re.compile(r'font-size="([\d.]+)px"')


def with_widths(svg: str) -> str:
    """Return a picture whose words take the room that was measured for them, in whatever font, and are words apart.

    An embedded font would weigh more than the picture, and words as outlines could not be read out, copied or found.
    """
    return _TEXT.sub(_with_width, svg)


def width_of(words: str, size: float, *, bold: bool) -> float | None:
    """Return the width of words; nothing where the font lacks one of their characters."""
    total = 0
    for sign in words:
        if unicodedata.category(sign) == "Cf":  # signs of direction
            continue
        if sign not in _widths():
            return None
        total += _widths()[sign][bold]
    return total * size / 1000


def _with_width(match: re.Match[str]) -> str:
    size = _SIZE.search(match["attributes"])
    bold = 'font-weight="bold"' in match["attributes"]

    def line(found: re.Match[str]) -> str:
        width = width_of(unescape(found["words"]), float(size[1]), bold=bold) if size else None
        if not width:
            return found[0]
        length = f'textLength="{width:.1f}" lengthAdjust="spacingAndGlyphs"'
        return f"<{found['name']} {length}{found['attributes']}>{found['words']}"

    return _LINE.sub(line, match[0]).replace("</tspan><tspan", f"</tspan>{_BETWEEN}<tspan")


@cache
def _widths() -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for line in TABLE.read_text("ascii").splitlines():
        plain, bold, *ranges = line.split()
        for span in ranges:
            first, _, last = span.partition("-")
            for point in range(int(first, 16), int(last or first, 16) + 1):
                found[chr(point)] = (int(plain), int(bold))
    return found
