"""What a part of the book is about, as a record of its own: an agreement is cited as such, and a figure by its data."""

from __future__ import annotations

from bilateral.anchors import RELATIONS
from bilateral.bibliography import Item, escaped
from bilateral.citation.description import Description
from bilateral.citation.record import item_of
from bilateral.formats.folders import DATA
from bilateral.kinds.kind import DATASET
from bilateral.messages import say
from bilateral.volume import Volume


def thing_of(described: Description, volume: Volume) -> Item | None:
    """Return the record of what a part is about; None where the part is cited alone."""
    part = described.part
    record = volume.records.get(part.anchor) if part else None
    kind = volume.kind_of(record) if record else None
    if record and kind and kind.cited:
        told = {"id": record.id, **kind.cited(record, volume)}
        return {name: escaped(value) if isinstance(value, str) else value for name, value in told.items()}
    if described.book is not None and part is not None and (part.drawn or (kind and kind.thing == DATASET)):
        return _data(described.book, part.anchor, part.title)
    return None


def _data(book: Description, anchor: str, title: str) -> Item:
    """Return the record of the book's data, of which a figure or a series is a part."""
    item = item_of(book)
    kept = ("author", "editor", "version", "issued", "language")
    return {
        "id": f"{anchor}-data",
        "type": "dataset",
        "title": escaped(say(book.locale, "{title}: the data", title=book.title)),
        "note": escaped(say(book.locale, "The data of ‘{title}’", title=title)),
        "URL": f"{book.address}{DATA}/{RELATIONS}",
        **{name: item[name] for name in kept if name in item},
    }
