"""Read the tables of a tagged PDF from its structure tree."""

from __future__ import annotations

import re
from pathlib import Path

from bilateral_workshop.readback.model import BuiltCell, BuiltRow, BuiltTable
from sphinx_typst_pdf.readback import Element, read_structure

_CITATION = re.compile(r"\[((?:\d+(?:, )?)+)\]")


def tagged_pdf_tables(book: Path) -> dict[str, BuiltTable]:
    """Return the tables of a PDF that have an id, by that id. Columns are called by their headings."""
    return structure_tables(read_structure(book))


def structure_tables(structure: Element) -> dict[str, BuiltTable]:
    """Return the same from a structure tree that has been read."""
    tables = [_table(element) for element in structure.all("Table") if element.id]
    return {table.label: table for table in tables}


def _table(element: Element) -> BuiltTable:
    heads = [_tidy(cell.text) for head in element.all("THead") for cell in head.all("TH")]
    rows = [row for body in element.all("TBody") for row in body.all("TR")]
    caption = " ".join(_tidy(part.text) for part in element.all("Caption"))
    return BuiltTable(
        element.id or "",
        re.sub(r"^\S+\s[\d.]*\d", "", caption).strip(),
        {head: head for head in heads},
        tuple(BuiltRow(None, dict(zip(heads, map(_cell, row.children), strict=True))) for row in rows),
    )


def _cell(element: Element) -> BuiltCell:
    text = _tidy(element.text)
    sources = tuple(number for group in _CITATION.findall(text) for number in group.split(", "))
    marks = tuple(figure.alt or "" for figure in element.all("Figure"))
    return BuiltCell(_CITATION.sub("", text), marks, sources)


def _tidy(text: str) -> str:
    """Fold white space, and leave out word joiners, which nobody sees."""
    return " ".join(text.replace("\u2060", "").split())
