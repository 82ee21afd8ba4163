"""Write which characters the fonts in Typst's wheel have: ``python -m bilateral_workshop.glyphs``.

The compiler does not tell; its fonts lie in its library as they are.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import icu
import typst
from fontTools.ttLib import TTFont, TTLibError

from bilateral.glyphs import OWN

BEGINS = re.compile(rb"(?:OTTO|\x00\x01\x00\x00)\x00[\x08-\x20].{6}[A-Z][A-Z0-9/ ]{3}", re.DOTALL)
"""How a font begins: its format, a number of tables, and the name of the first."""
NAME = 4
"""The number of the full name of a font."""
TEXT = ("Libertinus Serif", "NewComputerModern10")
"""The fonts that text is set in: the others are those of code and of formulas."""
SIGNS = {"Zyyy", "Zinh", "Zzzz"}
"""What is of no script."""
LONGEST = 4_000_000
"""Bytes of a font at the most."""


def ranges() -> str:
    """Return the characters as lines of code points, single or as a range."""
    (library,) = Path(typst.__file__).parent.glob("_typst*.so")
    found = {point for font in fonts_in(library) for point in _counted(font)}
    return "".join(f"{span}\n" for span in spans(found - set(range(0x80))))


def _counted(font: TTFont) -> set[int]:
    """Return the characters for which a text is set in a font: signs, and of fonts for text the letters.

    Arabic that only the font of code has would be set in that, and Devanagari in that of formulas.
    """
    points = set(font.getBestCmap())
    if font["name"].getDebugName(NAME).startswith(TEXT):
        return points
    return {point for point in points if icu.Script.getScript(chr(point)).getShortName() in SIGNS}


def fonts_in(library: Path) -> Iterator[TTFont]:
    """Yield the fonts that lie in a library of code."""
    content = library.read_bytes()
    for match in BEGINS.finditer(content):
        try:
            font = TTFont(io.BytesIO(content[match.start() :][:LONGEST]), lazy=True)
            font.getBestCmap(), font["name"]
        except (TTLibError, KeyError, AttributeError, AssertionError, TypeError):
            continue  # other bytes that look so
        yield font


def spans(points: set[int]) -> list[str]:
    """Return code points in hexadecimal digits, single or as a range."""
    found: list[list[int]] = []
    for point in sorted(points):
        if found and found[-1][1] == point - 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return [f"{first:04X}-{last:04X}" if last > first else f"{first:04X}" for first, last in found]


if __name__ == "__main__":
    OWN.write_text(ranges(), "ascii")
