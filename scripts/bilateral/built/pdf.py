"""Read the tables of a PDF whose cells are pieces of marked content that name their row, record and column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.psparser import PSLiteral

from bilateral.built.model import BuiltCell, BuiltRow, BuiltTable

_CITATION = re.compile(r"\[((?:\d+,?)+)\]")
SYMBOLS = "●◐◆○"
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


class _CellDevice(PDFTextDevice):
    """Collect the characters drawn between the beginning and the end of each cell."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.pieces: list[_Piece] = []
        self._open: list[_Piece | None] = []

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        """Need nothing of a page."""

    def end_page(self, page: PDFPage) -> None:
        """Need nothing of a page."""

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        """Begin a cell, or go deeper in one."""
        if tag.name == "Cell" and isinstance(props, dict):
            piece = _Piece(_string(props["Row"]), _string(props["Record"]), _string(props["Column"]))
            self.pieces.append(piece)
            self._open.append(piece)
        else:
            self._open.append(None)

    def end_tag(self) -> None:
        """End what was begun last."""
        if self._open:
            self._open.pop()

    def render_char(  # noqa: PLR0917  (pdfminer's signature)
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        """Note a character and return how far it moves the pen."""
        piece = next((piece for piece in reversed(self._open) if piece is not None), None)
        if piece is not None:
            baseline = round(matrix[5], 1)
            if piece.line is not None and baseline != piece.line:
                piece.text.append("\n")
            piece.line = baseline
            piece.text.append(font.to_unichr(cid))
        return float(font.char_width(cid) * fontsize * scaling)


def pdf_tables(book: Path) -> dict[str, BuiltTable]:
    """Return the record tables of a PDF, by label. Texts are without white space; the PDF has only positions."""
    rows: dict[str, dict[str, BuiltRow]] = {}
    for piece in _pieces(book):
        label, _, number = piece.row.rpartition(":")
        row = rows.setdefault(label, {}).setdefault(number, BuiltRow(piece.record or None, {}))
        row.cells[piece.column] = _cell("".join(piece.text))
    return {label: BuiltTable(label, "", {}, tuple(found.values())) for label, found in rows.items()}


def _pieces(book: Path) -> Iterator[_Piece]:
    manager = PDFResourceManager()
    device = _CellDevice(manager)
    interpreter = PDFPageInterpreter(manager, device)
    with book.open("rb") as stream:
        for page in PDFPage.get_pages(stream):
            interpreter.process_page(page)
    return iter(device.pieces)


def _cell(raw: str) -> BuiltCell:
    text = "".join(raw.translate(LIGATURES).split())
    sources = tuple(number for group in _CITATION.findall(text) for number in group.split(","))
    text = _CITATION.sub("", text)
    marks = tuple(char for char in text if char in SYMBOLS)
    return BuiltCell("".join(char for char in text if char not in SYMBOLS), marks, sources)


def _string(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
