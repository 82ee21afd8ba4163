"""Write which characters the fonts in Typst's wheel have: ``python -m bilateral_workshop.glyphs``.

The compiler does not tell; its fonts lie in its library as they are.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import typst
from fontTools.ttLib import TTFont, TTLibError

from bilateral.glyphs import OWN

BEGINS = re.compile(rb"OTTO\x00|\x00\x01\x00\x00\x00[\x08-\x20]")
"""How a font begins: its format, and a number of tables."""
LONGEST = 4_000_000
"""Bytes of a font at the most."""


def ranges() -> str:
    """Return the characters as lines of code points, single or as a range."""
    (library,) = Path(typst.__file__).parent.glob("_typst*.so")
    content = library.read_bytes()
    found: set[int] = set()
    for match in BEGINS.finditer(content):
        try:
            found |= set(TTFont(io.BytesIO(content[match.start() :][:LONGEST]), lazy=True).getBestCmap())
        except (TTLibError, KeyError, AttributeError, AssertionError, TypeError):
            continue  # other bytes that look so
    lines: list[list[int]] = []
    for point in sorted(found - set(range(0x80))):
        if lines and lines[-1][1] == point - 1:
            lines[-1][1] = point
        else:
            lines.append([point, point])
    return "".join(f"{first:04X}-{last:04X}\n" if last > first else f"{first:04X}\n" for first, last in lines)


if __name__ == "__main__":
    OWN.write_text(ranges(), "ascii")
