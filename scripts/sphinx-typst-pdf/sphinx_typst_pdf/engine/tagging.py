"""The structure tree of a finished book: row headers, languages, and pictures in the line, which Typst leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from sphinx_typst_pdf.engine.layout import Table
from sphinx_typst_pdf.engine.trees import extend_names

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


def elements(book: Pdf, *kinds: str) -> dict[str, list[Any]]:
    """Return the elements of these kinds in the order of the book; those inside others come after them."""
    found: dict[str, list[Any]] = {kind: [] for kind in kinds}
    waiting = [book.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        below = [kid for kid in kids(element) if isinstance(kid, Dictionary) and Name.S in kid]
        waiting += reversed(below)
        kind = str(element.get(Name.S))
        if kind in found:
            found[kind].append(element)
    return found


def kids(element: Any) -> list[Any]:
    """Return what stands directly in an element."""
    found = element.get(Name.K)
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
    rows = [kid for kid in kids(table) if kid.get(Name.S) == Name.TR]  # so it is in a table without a header
    bodies = [kid for kid in kids(table) if kid.get(Name.S) == Name.TBody]
    for body in [rows, *map(kids, bodies)]:
        for row in body:
            cells, column = [], 0
            for element in kids(row):
                while taken.get(column, 0) > 0:
                    taken[column] -= 1
                    column += 1
                attributes = _table_attributes(element)
                cells.append(_Cell(column, element, attributes))
                wide, tall = int(attributes.get(Name.ColSpan, 1)), int(attributes.get(Name.RowSpan, 1))
                if tall > 1:
                    taken.update(dict.fromkeys(range(column, column + wide), tall - 1))
                column += wide
            for rest in [place for place in taken if place >= column and taken[place] > 0]:
                taken[rest] -= 1
            yield cells


def _attributes(element: Any) -> list[Any]:
    found = element.get(Name.A)
    return [] if found is None else list(found) if isinstance(found, Array) else [found]


def _table_attributes(cell: Any) -> Any:
    """Return what a cell says of itself as a part of a table; Typst says it of every cell."""
    return next((part for part in _attributes(cell) if part.get(Name.O) == Name.Table), Dictionary())


def _head_row(cells: list[_Cell], stubs: int, prefix: str, ids: dict[str, Any]) -> None:
    """Make the first cells header cells; the others name them among their headers."""
    heads = []
    for column, cell, attributes in cells:
        if column < stubs:
            cell.S = Name.TH
            attributes.Scope = Name.Row
            cell.ID = String(f"{prefix}-{column}")
            ids[str(cell.ID)] = cell
            heads.append(cell.ID)
        elif Name.Headers in attributes:
            attributes.Headers = Array([*attributes.Headers, *heads])


def _language_of(element: Any) -> str:
    """Return the language of an element: its own, or that of the nearest one around it."""
    while Name.Lang not in element and Name.P in element:
        element = element.P
    return str(element.get(Name.Lang, ""))


def tag_languages(book: Pdf) -> None:
    """Put an element that names the language around each piece of content that does so itself.

    Typst says the language where the text is drawn; a program that follows the structure tree would not hear of it.
    """
    root = book.Root.StructTreeRoot
    for whole in kids(root):
        if Name.Lang not in whole:
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
                if part.get(Name.O) == Name.Layout:
                    part.Placement = Name.Inline


def say_pictures(book: Pdf) -> None:
    """Let programs that take out text find the alternative of a picture in a line, in brackets, if it has text in it.

    What is drawn without text has no place in the text of a page: such programs pass over it. The words stand around a
    sign, where the font is known that tells where in the line they belong.
    """
    parents = pikepdf.NumberTree(book.Root.StructTreeRoot.ParentTree)
    for page in book.pages:
        content = page.Contents.read_bytes()
        if not PICTURE.search(content):
            continue
        owners = parents[int(page.obj.StructParents)]

        def said(found: re.Match[bytes], owners: Any = owners) -> bytes:
            """Put the words around the sign."""
            figure = owners[int(found["number"])]
            if figure.get(Name.S) != Name.Figure or str(figure.P.S) not in LINES:
                return found[0]
            words = String(f"({pikepdf.Object.parse(found['words'])})").unparse()
            return found[1] + b"/Span<</ActualText" + words + b">>BDC " + found["sign"] + b" EMC"

        page.Contents = book.make_stream(PICTURE.sub(said, content))


def _replace(owner: Any, number: int, page: Any, span: Any) -> None:
    """Put ``span`` in the place of the marked content ``number`` of ``page``."""
    family = kids(owner)
    for index, kid in enumerate(family):
        on_page = owner.get(Name.Pg)
        if isinstance(kid, Dictionary) and kid.get(Name.Type) == Name.MCR and int(kid.MCID) == number:
            if kid.get(Name.Pg, on_page).objgen == page.objgen:
                family[index] = span
                break
        elif isinstance(kid, int) and kid == number and on_page.objgen == page.objgen:
            family[index] = span
            break
    owner.K = Array(family)
