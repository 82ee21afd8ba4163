"""The fonts of a PDF: which characters its codes stand for, and how wide they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

from sphinx_typst_pdf.readback.arrays import listed

UNKNOWN = "\ufffd"
SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
PIECE = re.compile(rb"<([0-9A-Fa-f\s]*)>|([\[\]])")
LEFTWARDS = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""A letter of a script that is written from right to left."""
THOUSAND = 1000
"""Units of a font in its own size."""


class Font:
    """A font: the text of each code of a string, and its width as a part of the size."""

    def __init__(self, font: Any) -> None:
        self.wide = str(font.get("/Subtype")) == "/Type0"
        self._characters = dict(_characters(font.ToUnicode.read_bytes())) if "/ToUnicode" in font else {}
        own = font.DescendantFonts[0] if self.wide else font
        self._widths = _cid_widths(own) if self.wide else _widths(own)
        self._default = float(own.get("/DW", THOUSAND)) / THOUSAND if self.wide else 0.0
        descriptor = own.get("/FontDescriptor")
        self.ascent = float(descriptor.get("/Ascent", 0)) / THOUSAND if descriptor is not None else 0.0

    def codes(self, text: bytes) -> Iterator[tuple[int, str, float]]:
        """Yield each code of a string with its text and its width."""
        known = self._characters
        for code in self._split(text):
            character = known.get(code, UNKNOWN) if known or self.wide else chr(code)
            yield code, character, self._widths.get(code, self._default)

    def characters(self, text: bytes) -> list[str]:
        """Return the text of each code; where nobody asks for widths, that takes a third of the time."""
        known = self._characters
        if not known and not self.wide:
            return list(text.decode("latin-1"))
        return [known.get(code, UNKNOWN) for code in self._split(text)]

    def _split(self, text: bytes) -> Sequence[int]:
        return [(a << 8) | b for a, b in zip(text[::2], text[1::2], strict=False)] if self.wide else text


def _characters(table: bytes) -> Iterator[tuple[int, str]]:
    """Yield the codes in a ToUnicode table, each with its text."""
    for kind, body in SECTION.findall(table):
        pieces = [sign or bytes.fromhex(digits.decode("ascii")) for digits, sign in PIECE.findall(body)]
        if kind == b"bfchar":
            for code, text in zip(pieces[::2], pieces[1::2], strict=False):
                yield int.from_bytes(code, "big"), _text(text)
        else:
            yield from _ranges(pieces)


def _ranges(pieces: list[bytes]) -> Iterator[tuple[int, str]]:
    """Yield the codes of ranges: of each, the first text is given, or all are."""
    rest = iter(pieces)
    for low in rest:
        first, last, text = int.from_bytes(low, "big"), int.from_bytes(next(rest), "big"), next(rest)
        if text == b"[":
            for code in range(first, last + 1):
                yield code, _text(next(rest))
            next(rest)
        else:
            number, size = int.from_bytes(text, "big"), len(text)
            for code in range(first, last + 1):
                yield code, _text((number + code - first).to_bytes(size, "big"))


def _text(code: bytes) -> str:
    return code.decode("utf-16-be", "replace")


def _widths(font: Any) -> dict[int, float]:
    """Return the widths of a font whose codes are single bytes; those of type 3 are in units of its matrix."""
    unit = float(font.FontMatrix[0]) if "/FontMatrix" in font else 1 / THOUSAND
    first = int(font.get("/FirstChar", 0))
    return {code: float(width) * unit for code, width in enumerate(listed(font.get("/Widths")), first)}


def _cid_widths(font: Any) -> dict[int, float]:
    """Return the widths of a font with codes of two bytes: a first code and a list, or two codes and one width."""
    found: dict[int, float] = {}
    rest = iter(listed(font.get("/W")))
    for item in rest:
        first, second = int(item), next(rest)
        if isinstance(second, pikepdf.Array):
            found.update((first + number, float(width) / THOUSAND) for number, width in enumerate(second))
        else:
            found.update(dict.fromkeys(range(first, int(second) + 1), float(next(rest)) / THOUSAND))
    return found
