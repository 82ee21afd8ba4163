"""What a part of the book is about, as a record of its own: an agreement is cited as such, and a figure by its data."""

from __future__ import annotations

from typing import Any

from bilateral.anchors import DATA, RELATIONS
from bilateral.bibliography import Item
from bilateral.citation.description import Description
from bilateral.citation.record import item_of
from bilateral.dates import Edtf
from bilateral.kinds.agreements import Agreement
from bilateral.kinds.series import Series
from bilateral.volume import Volume


def thing_of(described: Description, volume: Volume) -> Item | None:
    """Return the record of what a part is about; None where the part is cited alone."""
    part = described.part
    record = volume.records.get(part.anchor) if part else None
    if isinstance(record, Agreement):
        return _treaty(record, volume)
    if described.book is not None and part is not None and (part.kind == "figure" or isinstance(record, Series)):
        return _data(described.book, part.anchor, part.title)
    return None


def _treaty(agreement: Agreement, volume: Volume) -> Item:
    steps = {milestone.step: milestone for milestone in reversed(agreement.milestones)}
    item: Item = {
        "id": agreement.id,
        "type": "treaty",
        "title": agreement.title,
        "author": [{"literal": volume.mention(party)} for party in agreement.parties],
    }
    if signed := steps.get("signed"):
        item["issued"] = _date(signed.date)
        if signed.place:
            item["event-place"] = volume.mention(signed.place)
    if in_force := steps.get("in-force"):
        item["status"] = f"in force {in_force.date}"
    if agreement.numbers:
        item["number"] = "; ".join(agreement.numbers)
    for publication in agreement.publications[:1]:
        item["container-title"] = publication.name
        addresses = (volume.sources[link.source].item.get("URL") for link in publication.sources)
        if address := next(filter(None, addresses), ""):
            item["URL"] = address
    return item


def _date(date: Edtf) -> dict[str, Any]:
    """Return one date as CSL-JSON has it; others in the words of EDTF."""
    if date.end is not None or date.precision not in ("day", "month", "year"):
        return {"literal": str(date)}
    day = date.earliest
    return {"date-parts": [[day.year, day.month, day.day][: ("year", "month", "day").index(date.precision) + 1]]}


def _data(book: Description, anchor: str, title: str) -> Item:
    """Return the record of the book's data, of which a figure or a series is a part."""
    item = item_of(book)
    kept = ("author", "editor", "version", "issued", "language")
    return {
        "id": f"{anchor}-data",
        "type": "dataset",
        "title": f"{book.title}: the data",
        "note": f"The data of ‘{title}’",
        "URL": f"{book.address}{DATA}/{RELATIONS}",
        **{name: item[name] for name in kept if name in item},
    }
