"""Read the tables of a PDF whose cells are pieces of marked content that name their row, record and column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bilateral_workshop.readback.model import BuiltCell, BuiltRow, BuiltTable
from sphinx_typst_pdf.readback import MarkedContentDevice

_CITATION = re.compile(r"\[((?:\d+,?)+)\]")
SYMBOLS = "●◐◆×○"
LIGATURES = {ord("ﬀ"): "ff", ord("ﬁ"): "fi", ord("ﬂ"): "fl", ord("ﬃ"): "ffi", ord("ﬄ"): "ffl"}
"""One glyph may stand for several letters."""


@dataclass
class _Piece:
    """One cell: where it belongs and the text drawn in it, a line break where the line changes."""

    row: str
    record: str
    column: str
    text: list[str] = field(default_factory=list)
    line: float | None = None


class _CellDevice(MarkedContentDevice[_Piece]):
    """Collect the characters drawn between the beginning and the end of each cell."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[_Piece] = []

    def piece(self, tag: str, properties: dict[str, Any]) -> _Piece | None:
        """Begin a cell."""
        if tag != "Cell":
            return None
        row, record, column = (_string(properties[key]) for key in ("Row", "Record", "Column"))
        self.pieces.append(_Piece(row, record, column))
        return self.pieces[-1]

    def draw(self, piece: _Piece, character: str, baseline: float) -> None:
        """Note a character."""
        baseline = round(baseline, 1)
        if piece.line is not None and baseline != piece.line:
            piece.text.append("\n")
        piece.line = baseline
        piece.text.append(character)


def pdf_tables(book: Path) -> dict[str, BuiltTable]:
    """Return the record tables of a PDF, by label. Texts are without white space; the PDF has only positions."""
    device = _CellDevice()
    device.read(book)
    rows: dict[str, dict[str, BuiltRow]] = {}
    for piece in device.pieces:
        label, _, number = piece.row.rpartition(":")
        row = rows.setdefault(label, {}).setdefault(number, BuiltRow(piece.record or None, {}))
        row.cells[piece.column] = _cell("".join(piece.text))
    return {label: BuiltTable(label, "", {}, tuple(found.values())) for label, found in rows.items()}


def _cell(raw: str) -> BuiltCell:
    text = "".join(raw.translate(LIGATURES).split())
    sources = tuple(number for group in _CITATION.findall(text) for number in group.split(","))
    text = _CITATION.sub("", text)
    marks = tuple(char for char in text if char in SYMBOLS)
    return BuiltCell("".join(char for char in text if char not in SYMBOLS), marks, sources)


def _string(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
