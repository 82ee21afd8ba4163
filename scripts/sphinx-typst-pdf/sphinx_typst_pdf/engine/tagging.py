"""The structure tree of a finished book: row headers, languages, and pictures in the line, which Typst leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from sphinx_typst_pdf.engine.layout import Table
from sphinx_typst_pdf.engine.trees import entry, extend_names

LANGUAGE = re.compile(rb"/Span\s*<<\s*/MCID (\d+)\s*/Lang\s*\(([^)]*)\)\s*>>\s*BDC")
STRING = rb"\((?:\\.|[^\\()])*\)"
PICTURE = re.compile(
    rb"(/Span\s*<<\s*/MCID (?P<number>\d+)\s*(?:/Lang\s*\([^)]*\)\s*)?"
    rb"/Alt\s*(?P<words>%(string)s|<[0-9A-Fa-f]*>)\s*>>\s*BDC(?:(?!EMC)[^()])*?BT[^()]*)(?P<sign>%(string)s\s*Tj)"
    % {b"string": STRING},
    re.DOTALL,
)
"""A picture with an alternative, up to the first sign in it."""
LINES = {"/P", "/Span", "/Em", "/Strong", "/Link", "/TD", "/TH", "/Lbl", "/LBody", "/Caption"}
"""Elements whose text is a line, or may be one."""


TH, ROW = Name.TH, Name.Row


def kids(element: Any) -> list[Any]:
    """Return what stands directly in an element."""
    found = entry(element, "/K")
    return [] if found is None else list(found) if isinstance(found, Array) else [found]


def head_rows(book: Pdf, found: list[Any], tables: list[Table]) -> None:
    """Make header cells of the cells that head their rows, and give each table the id that is its name."""
    ids: dict[str, Any] = {}
    for number, (element, table) in enumerate(zip(found, tables, strict=True)):
        if table.name:
            element.ID = String(table.name)
            ids[table.name] = element
        if table.stubs:
            for row, cells in enumerate(_grid(element)):
                _head_row(cells, table.stubs, f"row-{number}-{row}", ids)
    if ids:
        extend_names(book.Root.StructTreeRoot, Name.IDTree, ids)


class _Cell(NamedTuple):
    """A cell: the column it begins in, and what it says of itself as a part of a table."""

    column: int
    element: Any
    attributes: Any


def _grid(table: Any) -> Iterator[list[_Cell]]:
    """Yield the body rows of a table; columns are counted with the cells that reach down from rows above."""
    taken: dict[int, int] = {}
    rows = [kid for kid in kids(table) if entry(kid, "/S") == "/TR"]  # so it is in a table without a header
    bodies = [kid for kid in kids(table) if entry(kid, "/S") == "/TBody"]
    for body in [rows, *map(kids, bodies)]:
        for row in body:
            cells, column = [], 0
            for element in kids(row):
                while taken.get(column, 0) > 0:
                    taken[column] -= 1
                    column += 1
                attributes = _table_attributes(element)
                cells.append(_Cell(column, element, attributes))
                wide, tall = int(entry(attributes, "/ColSpan", 1)), int(entry(attributes, "/RowSpan", 1))
                if tall > 1:
                    taken.update(dict.fromkeys(range(column, column + wide), tall - 1))
                column += wide
            for rest in [place for place in taken if place >= column and taken[place] > 0]:
                taken[rest] -= 1
            yield cells


def _attributes(element: Any) -> list[Any]:
    found = entry(element, "/A")
    return [] if found is None else list(found) if isinstance(found, Array) else [found]


def _table_attributes(cell: Any) -> Any:
    """Return what a cell says of itself as a part of a table; Typst says it of every cell."""
    return next((part for part in _attributes(cell) if entry(part, "/O") == "/Table"), Dictionary())


def _head_row(cells: list[_Cell], stubs: int, prefix: str, ids: dict[str, Any]) -> None:
    """Make the first cells header cells; the others name them among their headers."""
    heads = []
    for column, cell, attributes in cells:
        if column < stubs:
            name = f"{prefix}-{column}"
            cell.S = TH
            attributes.Scope = ROW
            cell.ID = head = String(name)
            ids[name] = cell
            heads.append(head)
        elif "/Headers" in attributes:
            attributes.Headers = Array([*attributes.Headers, *heads])


def _language_of(element: Any) -> str:
    """Return the language of an element: its own, or that of the nearest one around it."""
    while "/Lang" not in element and "/P" in element:
        element = element.P
    return str(entry(element, "/Lang", ""))


def tag_languages(book: Pdf) -> None:
    """Put an element that names the language around each piece of content that does so itself.

    Typst says the language where the text is drawn; a program that follows the structure tree would not hear of it.
    """
    root = book.Root.StructTreeRoot
    for whole in kids(root):
        if "/Lang" not in whole:
            whole.Lang = book.Root.Lang
    parents = pikepdf.NumberTree(root.ParentTree)
    for page in book.pages:
        found = LANGUAGE.findall(page.Contents.read_bytes())
        if not found:
            continue
        owners = parents[int(page.obj.StructParents)]
        for number, language in ((int(number), language.decode("ascii")) for number, language in found):
            owner = owners[number]
            if _language_of(owner) == language:
                continue
            span = book.make_indirect(
                Dictionary(Type=Name.StructElem, S=Name.Span, P=owner, K=number, Pg=page.obj, Lang=String(language))
            )
            _replace(owner, number, page.obj, span)
            owners[number] = span


def place_pictures(figures: list[Any]) -> None:
    """Let pictures that stand in a line be read in it: Typst says of every picture that it is a block."""
    for figure in figures:
        if str(figure.P.S) in LINES:
            for part in _attributes(figure):
                if entry(part, "/O") == "/Layout":
                    part.Placement = Name.Inline


def say_pictures(book: Pdf) -> None:
    """Let programs that take out text find the alternative of a picture in a line, in brackets, if it has text in it.

    What is drawn without text has no place in the text of a page: such programs pass over it. The words stand around a
    sign, where the font is known that tells where in the line they belong.
    """
    parents = pikepdf.NumberTree(book.Root.StructTreeRoot.ParentTree)
    for page in book.pages:
        content = page.Contents.read_bytes()
        if b"/Alt" not in content:
            continue
        owners = parents[int(page.obj.StructParents)]

        def said(found: re.Match[bytes], owners: Any = owners) -> bytes:
            """Put the words around the sign."""
            figure = owners[int(found["number"])]
            if entry(figure, "/S") != "/Figure" or str(figure.P.S) not in LINES:
                return found[0]
            words = _in_brackets(found["words"])
            return found[1] + b"/Span<</ActualText" + words + b">>BDC " + found["sign"] + b" EMC"

        content, pictures = PICTURE.subn(said, content)
        if pictures:
            page.Contents = book.make_stream(content)


@cache
def _in_brackets(words: bytes) -> bytes:
    """Return a string of a content stream in brackets; a book has few, each of them often."""
    return String(f"({pikepdf.Object.parse(words)})").unparse()


def _replace(owner: Any, number: int, page: Any, span: Any) -> None:
    """Put ``span`` in the place of the marked content ``number`` of ``page``."""
    family = kids(owner)
    for index, kid in enumerate(family):
        on_page = entry(owner, "/Pg")
        if isinstance(kid, Dictionary) and entry(kid, "/Type") == "/MCR" and int(kid.MCID) == number:
            if entry(kid, "/Pg", on_page).objgen == page.objgen:
                family[index] = span
                break
        elif isinstance(kid, int) and kid == number and on_page.objgen == page.objgen:
            family[index] = span
            break
    owner.K = Array(family)
