"""The structure tree of a book that is set, from its beginning to its end."""

from __future__ import annotations

from typing import Any, NamedTuple

from pikepdf import Pdf

from sphinx_typst_pdf.engine.tagging import kids
from sphinx_typst_pdf.engine.trees import entry

ELSEWHERE = {"/Note", "/TOC"}
"""Elements that stand apart from the flow of the text: other editions have them in other places."""
DRAWN = {"/Figure", "/Formula"}
"""Elements whose text is drawn, and told otherwise in other editions; what they are called is text."""


class ReadingOrder(NamedTuple):
    """What stands in a book, in the order in which it is read; what is inside something else comes after that.

    ``contents`` are the numbers of the marked contents on each page that belong to the flow of the text.
    """

    tables: list[Any]
    figures: list[Any]
    contents: list[list[int]]


def reading_order(book: Pdf) -> ReadingOrder:
    """Walk through the structure tree of a book, once: each element is an object that has to be looked up."""
    pages = {page.obj.objgen: number for number, page in enumerate(book.pages)}
    order = ReadingOrder([], [], [[] for _ in pages])
    _walk(book.Root.StructTreeRoot, pages, None, order, flows=True)
    return order


def _walk(
    element: Any, pages: dict[tuple[int, int], int], page: int | None, order: ReadingOrder, *, flows: bool
) -> None:
    kind = str(entry(element, "/S", ""))
    if kind == "/Table":
        order.tables.append(element)
    elif kind == "/Figure":
        order.figures.append(element)
    flows = flows and kind not in ELSEWHERE
    told = flows and kind not in DRAWN
    if (own := entry(element, "/Pg")) is not None:
        page = pages[own.objgen]
    for kid in kids(element):
        if isinstance(kid, int):
            if told and page is not None:
                order.contents[page].append(kid)
        elif "/S" in kid:
            _walk(kid, pages, page, order, flows=flows)
        elif told and (number := entry(kid, "/MCID")) is not None:
            own = entry(kid, "/Pg")
            at = page if own is None else pages[own.objgen]
            if at is not None:
                order.contents[at].append(int(number))
