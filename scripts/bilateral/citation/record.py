"""The record of the book and of each of its parts, in CSL-JSON: all citations are written from it.

Source: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bilateral.anchors import permanent_address
from bilateral.model import Edition

Item = dict[str, Any]
"""A record in CSL-JSON."""

_WRITTEN = ("chapter", "section", "table", "figure")


@dataclass(frozen=True)
class Part:
    """A part of the book that has an anchor.

    ``kind`` is "chapter", "section", "table" or "figure"; for a record it is the name of its collection, such as
    "visits". ``number`` is that of the section, or of the section that holds the table or the record; it is "" where
    there is none. ``title`` is plain text.
    """

    anchor: str
    kind: str
    title: str
    number: str


def item_of(edition: Edition, part: Part | None = None) -> Item:
    """Return the CSL-JSON item of ``part``, or of the whole book."""
    book = f"{edition.title}: {edition.subtitle}"
    day = edition.published.earliest
    item: Item = {
        "author": [{"literal": author} for author in edition.authors],
        "edition": edition.edition,
        "version": edition.version,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "language": edition.language,
    }
    if part is None:
        item |= {"id": edition.name, "type": "book", "title": book, "URL": edition.address}
        item["abstract"] = edition.description
        if edition.keywords:
            item["keyword"] = ", ".join(edition.keywords)
        return item
    item |= {
        "id": part.anchor,
        "type": "chapter" if part.kind in _WRITTEN else "entry-encyclopedia",
        "title": part.title,
        "container-title": book,
        "URL": permanent_address(edition, part.anchor),
    }
    if part.number:
        item["section"] = part.number
    return item
