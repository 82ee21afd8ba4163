"""Find text that stands outside its column: beyond the edges of the page's text, or in the next column of a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf

from sphinx_typst_pdf.readback.arrays import listed
from sphinx_typst_pdf.readback.structure import Content, TextDevice

TOLERANCE = 1.0
"""Points that a letter may reach over an edge, as a serif of a letter in italics does."""
HANGING = ",.;:-\u00ad\u2010\u2013\u2014'\u2018\u2019\"\u201c\u201d"
"""What a typesetter lets hang over the edge of a paragraph."""
ELSEWHERE = ("/Table", "/Note")
"""What stands in a cell and is no part of its column: a table has columns of its own, a note is at the foot."""
Key = tuple[int, int]


class Outside(NamedTuple):
    """A piece of text that reaches over an edge."""

    page: int
    text: str


@dataclass
class _Extent:
    """How far a piece of marked content reaches to the left and to the right, and what is drawn in it."""

    left: float = float("inf")
    right: float = float("-inf")
    text: str = ""
    upright: bool = True


class ExtentDevice(TextDevice):
    """Measure each numbered piece of marked content, beside collecting its text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[Key, _Extent] = {}

    def locate(self, piece: Content, character: str, edges: tuple[float, float], *, upright: bool) -> None:
        """Extend a piece by a character, save what may hang over an edge."""
        if piece.number is None:
            return
        extent = self.found.setdefault((self.page, piece.number), _Extent())
        extent.text += character
        if character.strip() and character not in HANGING:
            extent.left, extent.right = min(extent.left, edges[0]), max(extent.right, edges[1])
            extent.upright = extent.upright and upright


def outside_columns(book: Path, left: float, right: float, device: ExtentDevice) -> list[Outside]:
    """Return text of a tagged PDF outside its column, in the order of pages; the page's text lies between two edges.

    ``device`` has read the PDF.
    """
    found = {
        Outside(page, extent.text.strip())
        for (page, _number), extent in device.found.items()
        if extent.left < left - TOLERANCE or extent.right > right + TOLERANCE
        if extent.text.strip()
    }
    with pikepdf.open(book) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        for table in _elements(pdf.Root.StructTreeRoot, "/Table"):
            found |= set(_outside_cells(table, pages, device.found))
    return sorted(found)


def _outside_cells(table: Any, pages: dict[Any, int], extents: dict[Key, _Extent]) -> Iterator[Outside]:
    """Yield text that reaches into the next column, which begins where its leftmost text does on each page.

    Tables that are turned are left out.
    """
    cells = [
        (column, wide, key)
        for column, wide, cell in _grid(table)
        for key in _contents(cell, None, pages)
        if key in extents and extents[key].text.strip() and extents[key].upright
    ]
    begins: dict[tuple[int, int], float] = {}
    for column, _wide, (page, number) in cells:
        left = extents[page, number].left
        begins[page, column] = min(begins.get((page, column), left), left)
    for column, wide, key in cells:
        after = [left for (page, other), left in begins.items() if page == key[0] and other >= column + wide]
        if after and extents[key].right > min(after) + TOLERANCE:
            yield Outside(key[0], extents[key].text.strip())


def _grid(table: Any) -> Iterator[tuple[int, int, Any]]:
    """Yield each cell with the column that it begins in, and how many it takes; columns are counted with row spans."""
    taken: dict[int, int] = {}
    for row in _rows(table):
        column = 0
        for cell in _kids(row):
            if not isinstance(cell, pikepdf.Dictionary) or str(cell.get("/S")) not in ("/TD", "/TH"):
                continue
            while taken.get(column, 0) > 0:
                column += 1
            spans = [part for part in listed(cell.get("/A")) if "/ColSpan" in part or "/RowSpan" in part]
            wide = max([int(part.get("/ColSpan", 1)) for part in spans], default=1)
            tall = max([int(part.get("/RowSpan", 1)) for part in spans], default=1)
            yield column, wide, cell
            taken.update(dict.fromkeys(range(column, column + wide), tall))
            column += wide
        taken = {column: rows - 1 for column, rows in taken.items() if rows > 1}


def _rows(node: Any) -> Iterator[Any]:
    for kid in _kids(node):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if str(kid.S) == "/TR":
                yield kid
            elif str(kid.S) in ("/THead", "/TBody", "/TFoot"):
                yield from _rows(kid)


def _contents(node: Any, page: int | None, pages: dict[Any, int]) -> Iterator[Key]:
    """Yield page and number of the marked content in an element, without that of tables and notes inside it."""
    page = pages[node.Pg.objgen] if "/Pg" in node else page
    for kid in _kids(node):
        if isinstance(kid, int):
            yield page or 0, kid
        elif isinstance(kid, pikepdf.Dictionary) and str(kid.get("/Type")) == "/MCR":
            yield (pages[kid.Pg.objgen] if "/Pg" in kid else page or 0), int(kid.MCID)
        elif isinstance(kid, pikepdf.Dictionary) and "/S" in kid and str(kid.S) not in ELSEWHERE:
            yield from _contents(kid, page, pages)


def _elements(node: Any, kind: str) -> Iterator[Any]:
    for kid in _kids(node):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if str(kid.S) == kind:
                yield kid
            yield from _elements(kid, kind)


def _kids(node: Any) -> list[Any]:
    return listed(node.get("/K"))
