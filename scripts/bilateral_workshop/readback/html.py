"""Read the tables of a web book, and of any page of XHTML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

from bilateral_workshop.readback.model import BuiltCell, BuiltRow, BuiltTable

_SOURCE = "source-"


def html_tables(folder: Path) -> dict[str, BuiltTable]:
    """Return the record tables of every page below ``folder``, by label."""
    pages = sorted(folder.rglob("*.html"))
    return {table.label: table for page in pages for table in tables_in(html.parse(str(page)).getroot())}


def tables_in(page: etree._Element) -> Iterator[BuiltTable]:
    """Yield the record tables of one page."""
    for table in page.iter("table"):
        if "record-table" not in _classes(table):
            continue
        heads = {_column(cell): _text(cell) for cell in _below(table, "thead", "th")}
        rows = tuple(_row(row) for body in table.iter("tbody") for row in body.iter("tr"))
        caption = next((span for span in table.iter("span") if "caption-text" in _classes(span)), None)
        yield BuiltTable(_label(table), "" if caption is None else _text(caption), heads, rows)


def _below(table: etree._Element, part: str, tag: str) -> Iterator[etree._Element]:
    for element in table.iter(part):
        yield from element.iter(tag)


def _label(table: etree._Element) -> str:
    """Return the anchor of a table; in the e-book its caption has it."""
    return next((str(named.get("id")) for named in (table, *table.iter("caption")) if named.get("id")), "")


def _row(row: etree._Element) -> BuiltRow:
    anchors = (span.get("id") for span in row.iter("span") if "record-anchor" in _classes(span))
    named = (str(name) for name in (row.get("id"), *anchors) if name)
    record = next((name for name in named if "." not in name), None)  # others name the row by its number
    return BuiltRow(record, {_column(cell): _cell(cell) for cell in row if cell.tag in ("th", "td")})


def _cell(cell: etree._Element) -> BuiltCell:
    links = [str(link.get("href", "")) for link in cell.iter("a") if "cite" not in _classes(link)]
    fragments = [link.partition("#")[2] for link in links]
    marks = [str(span.get("aria-label")) for span in cell.iter("span") if "standing" in _classes(span)]
    return BuiltCell(
        _text(cell),
        tuple(marks),
        tuple(name.removeprefix(_SOURCE) for name in fragments if name.startswith(_SOURCE)),
        tuple(name for name in fragments if not name.startswith(_SOURCE)),
    )


def _text(element: etree._Element) -> str:
    return " ".join("".join(_strings(element)).split())


def _strings(element: etree._Element) -> Iterator[str]:
    """Yield the text below an element, without marks, citations, link signs, column labels and links to citations."""
    if _classes(element) & {"standing", "citations", "headerlink", "cite", "column-label"}:
        return
    yield element.text or ""
    for child in element:
        yield from _strings(child)
        yield child.tail or ""


def _column(cell: etree._Element) -> str:
    return next((name.removeprefix("col-") for name in sorted(_classes(cell)) if name.startswith("col-")), "")


def _classes(element: etree._Element) -> set[str]:
    return set(str(element.get("class", "")).split())
