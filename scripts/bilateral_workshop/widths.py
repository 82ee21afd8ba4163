"""Write how wide characters are in the font that pictures are measured with: ``python -m bilateral_workshop.widths``.

The font lies in the library that draws them as it is. A script that joins its letters has no widths of single ones.
"""

from __future__ import annotations

from pathlib import Path

import vl_convert
from fontTools.ttLib import TTFont

from bilateral.pictures.canvas import FONT
from bilateral.pictures.widths import TABLE
from bilateral_workshop.glyphs import fonts_in, spans

SPACED = (*range(0x20, 0x7F), *range(0xA0, 0x530), *range(0x5D0, 0x5F0), *range(0x1E00, 0x2000), *range(0x2000, 0x2600))
"""Latin, Greek, Cyrillic and Hebrew letters, and signs."""


def table() -> str:
    """Return a line for each pair of widths: plain, bold, and the characters that have them."""
    (library,) = Path(vl_convert.__file__).parent.glob("vl_convert*.so")
    faces = {str(font["name"].getBestSubFamilyName()): font for font in fonts_in(library) if _is_ours(font)}
    plain, bold = (_widths(faces[name]) for name in ("Regular", "Bold"))
    found: dict[tuple[int, int], set[int]] = {}
    for point in plain.keys() & bold.keys() & set(SPACED):
        found.setdefault((plain[point], bold[point]), set()).add(point)
    return "".join(f"{plain} {bold} {' '.join(spans(points))}\n" for (plain, bold), points in sorted(found.items()))


def _is_ours(font: TTFont) -> bool:
    return str(font["name"].getBestFamilyName()) == FONT


def _widths(font: TTFont) -> dict[int, int]:
    unit = 1000 / font["head"].unitsPerEm
    return {point: round(font["hmtx"][name][0] * unit) for point, name in font.getBestCmap().items()}


if __name__ == "__main__":
    TABLE.write_text(table(), "ascii")
