"""What Typst does not write: named destinations, and what the structure tree needs."""

from __future__ import annotations

import io
from pathlib import Path
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, Pdf

from typst_builder.tagging import Table, head_rows, place_pictures, tag_languages

HEADROOM = 4.0
"""Points above a destination that a reader sees: a line does not stick to the edge of the window."""


class Anchor(NamedTuple):
    """A named destination: page from 1, and the distance in points from the page's left and upper edge."""

    name: str
    page: int
    x: float
    y: float


class Layout(NamedTuple):
    """Where things are in a book; the tables are in the order of the book."""

    anchors: list[Anchor]
    tables: list[Table]


def finish(pdf: bytes, layout: Layout, target: Path) -> None:
    """Add to a PDF what Typst has left out, and put it in the place of ``target`` when it is whole.

    Equal input gives equal bytes.
    """
    with pikepdf.open(io.BytesIO(pdf)) as book:
        name_destinations(book, layout.anchors)
        head_rows(book, layout.tables)
        tag_languages(book)
        place_pictures(book)
        if "/Suspects" in book.Root.MarkInfo:
            del book.Root.MarkInfo["/Suspects"]  # says what is assumed anyway, and makes Poppler complain
        beside = target.with_name(f".{target.name}.part")
        book.save(beside, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    beside.replace(target)


def name_destinations(book: Pdf, anchors: list[Anchor]) -> None:
    """Add named destinations beside those of headings, which Typst names by their labels."""
    if Name.Names not in book.Root:
        book.Root.Names = Dictionary()
    names = book.Root.Names
    tree = NameTree(names.Dests) if Name.Dests in names else NameTree.new(book)
    pages = [(page.obj, float(page.mediabox[3])) for page in book.pages]
    for anchor in anchors:
        page, height = pages[anchor.page - 1]
        tree[anchor.name] = Array([page, Name.XYZ, round(anchor.x, 2), round(height - anchor.y + HEADROOM, 2), 0])
    names.Dests = tree.obj
