"""A description as a record in CSL-JSON, from which the citations of all styles and formats are written.

Source: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html
"""

from __future__ import annotations

from bilateral.bibliography import Item, escaped
from bilateral.citation.description import Description
from bilateral.model import Contributor


def item_of(described: Description) -> Item:
    """Return the CSL-JSON item of the book, or of a part of it."""
    day, part, book = described.published, described.part, described.book
    item: Item = {
        "id": described.name,
        "type": "book" if part is None else "chapter" if part.is_written else "entry-encyclopedia",
        "title": described.full_title,
        "edition": described.edition,
        "version": described.version,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "language": described.language,
        "URL": described.address,
    }
    for role, contributor in described.contributors:
        item.setdefault(role, []).append(_name(contributor))
    if book is not None:
        item["container-title"] = book.full_title
    if part is not None and part.number:
        item["section"] = part.number
    if described.summary:
        item["abstract"] = described.summary
    if described.keywords:
        item["keyword"] = ", ".join(described.keywords)
    return {name: escaped(value) if isinstance(value, str) else value for name, value in item.items()}


def _name(contributor: Contributor) -> dict[str, str]:
    if contributor.name:
        return {"literal": contributor.name}
    parts = {
        "family": contributor.family,
        "given": contributor.given,
        "non-dropping-particle": contributor.particle,
        "suffix": contributor.suffix,
    }
    return {key: text for key, text in parts.items() if text}
