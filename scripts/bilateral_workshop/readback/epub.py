"""Read the tables of an e-book."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from lxml import html

from bilateral_workshop.readback.html import tables_in
from bilateral_workshop.readback.model import BuiltTable


def epub_tables(book: Path) -> dict[str, BuiltTable]:
    """Return the record tables of every page of the e-book, by label."""
    found: dict[str, BuiltTable] = {}
    with ZipFile(book) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".xhtml"):
                page = html.document_fromstring(archive.read(name))
                found.update({table.label: table for table in tables_in(page)})
    return found
