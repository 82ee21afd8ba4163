"""What Typst does not write: named destinations, and what the structure tree needs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from sphinx_typst_pdf.engine.layout import Anchor, Layout
from sphinx_typst_pdf.engine.reading_order import ReadingOrder
from sphinx_typst_pdf.engine.tagging import head_rows, place_pictures, say_pictures, tag_languages
from sphinx_typst_pdf.engine.trees import entry, extend_names

INSIDE = "book:"
"""How the address of a link begins that stays in the book; its label follows."""
HEADROOM = 4.0
"""Points above a destination that a reader sees: a line does not stick to the edge of the window."""


def finish(
    book: Pdf,
    order: ReadingOrder,
    layout: Layout,
    target: Path,
    *,
    creator: str = "",
    metadata: Mapping[str, str | list[str]] | None = None,
) -> list[str]:
    """Add to a PDF what Typst has left out, and put it in the place of ``target`` when it is whole.

    Equal input gives equal bytes. Returns warnings.
    """
    warnings: list[str] = []
    name_destinations(book, layout.anchors, layout.names)
    link_inside(book, layout.names, layout.titles)
    if len(order.tables) == len(layout.tables):
        head_rows(book, order.tables, layout.tables)
    else:
        count = f"{len(order.tables)} tables are in the PDF and {len(layout.tables)} in the documents"
        warnings.append(f"{count}; row headers are left out")
    place_pictures(order.figures)
    tag_languages(book)
    say_pictures(book)
    if creator:
        name_creator(book, creator)
    if metadata:
        with book.open_metadata(set_pikepdf_as_editor=False) as told:  # as editor, pikepdf notes the day and hour
            told.update(metadata)
    if "/Suspects" in book.Root.MarkInfo:
        del book.Root.MarkInfo["/Suspects"]  # says what is assumed anyway, and makes Poppler complain
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.part")
    book.save(beside, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    beside.replace(target)
    return warnings


def name_creator(book: Pdf, creator: str) -> None:
    """Name the program that has made the book before Typst, in both places where a PDF says it."""
    both = f"{creator}, {book.docinfo[Name.Creator]}"
    with book.open_metadata(set_pikepdf_as_editor=False) as metadata:  # as editor, pikepdf notes the day and hour
        metadata["xmp:CreatorTool"] = both
    book.docinfo[Name.Creator] = both


def name_destinations(book: Pdf, anchors: list[Anchor], names: dict[str, list[str]]) -> None:
    """Add named destinations; those that Typst has made are named by labels, which are no names of ours."""
    if Name.Names not in book.Root:
        book.Root.Names = Dictionary()
    pages = [(page.obj, float(page.mediabox[3])) for page in book.pages]
    found = {}
    for anchor in anchors:
        page, height = pages[anchor.page - 1]
        place = [page, Name.XYZ, round(anchor.x, 2), round(height - anchor.y + HEADROOM, 2), 0]
        found[anchor.name] = Array(place)
    extend_names(book.Root.Names, Name.Dests, found, {label for label, own in names.items() if own != [label]})


def link_inside(book: Pdf, names: dict[str, list[str]], titles: dict[str, str]) -> None:
    """Let links that stay in the book lead to named destinations, and say where, instead of to addresses of our own."""
    for page in book.pages:
        for annotation in entry(page, "/Annots", ()):
            label = _label(annotation)
            found = names.get(label, [])
            if found:
                annotation.Dest = String(found[0])
                annotation.Contents = String(titles.get(label, found[0]))
                if "/A" in annotation:
                    del annotation.A


def _label(annotation: Any) -> str:
    """Return the label that a link leads to: one of ours has an address, one of Typst's own contents a destination."""
    address = entry(entry(annotation, "/A", {}), "/URI")
    if address is not None:
        label = bytes(address).decode("utf-8", "replace")
        return label.removeprefix(INSIDE) if label.startswith(INSIDE) else ""
    place = entry(annotation, "/Dest")
    return str(place) if isinstance(place, String) else ""
