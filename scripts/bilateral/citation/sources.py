"""The sources of the book as records in CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from pybtex.database import Person

from bilateral.bibliography import Source
from bilateral.citation.record import Item
from bilateral.evidence import Evidence, sources_of
from bilateral.model.base import Stance
from bilateral.volume import Volume

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DOES: dict[Stance, str] = {"supports": "Supports", "contradicts": "Contradicts", "context": "Gives context for"}
_DATE = re.compile(r"(?:(?:(?P<day>\d{1,2}) )?(?P<month>[A-Za-z]+) )?(?P<year>\d{4})")


def source_items(volume: Volume, keys: Iterable[str]) -> list[Item]:
    """Return the records of these sources."""
    return [_item(volume.sources[key]) for key in keys]


def evidence_items(volume: Volume, found: Sequence[Evidence], title: str) -> list[Item]:
    """Return the records of the sources of a part of the book, in the order of the bibliography.

    Each says in a note what the source does for the part, which is called ``title``, and where in it.
    """
    notes: dict[str, list[str]] = {}
    for one in found:
        places = f": {', '.join(one.locators)}" if one.locators else ""
        notes.setdefault(one.source, []).append(f"{_DOES[one.stance]} ‘{title}’{places}")
    items = source_items(volume, sources_of(found, volume))
    return [item | {"annote": "; ".join(notes[item["id"]])} for item in items]


def _item(source: Source) -> Item:
    fields = {name: text.replace("{", "").replace("}", "") for name, text in source.fields.items()}
    item: Item = {
        "id": source.key,
        "type": "webpage" if "url" in fields else "document",
        "title": source.title,
        "language": source.language,
    }
    if source.authors:
        item["author"] = [_name(Person(author)) for author in source.authors]
    if issued := _issued(f"{fields.get('month', '')} {fields.get('year', '')}".strip()):
        item["issued"] = issued
    names = {"container-title": "howpublished", "note": "note", "URL": "url"}
    return item | {name: fields[field] for name, field in names.items() if field in fields}


def _name(person: Person) -> dict[str, str]:
    """Return a name as CSL has it; one without a given name is that of a group."""
    given = " ".join([*person.first_names, *person.middle_names])
    family = " ".join([*person.prelast_names, *person.last_names]).replace("{", "").replace("}", "")
    return {"family": family, "given": given} if given else {"literal": family}


def _issued(text: str) -> dict[str, Any] | None:
    """Return a date such as "26 January 2022"; in brackets it is not printed in the source, but inferred."""
    match = _DATE.fullmatch(text.strip("[]"))
    month = (match["month"] or "").lower() if match else ""
    if match is None or (month and month not in _MONTHS):
        return {"literal": text} if text else None
    parts = [int(match["year"])]
    parts += [_MONTHS.index(month) + 1] if month else []
    parts += [int(match["day"])] if match["day"] else []
    return {"date-parts": [parts], **({"circa": True} if text.startswith("[") else {})}
