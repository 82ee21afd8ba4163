"""The sources of the book as records in CSL-JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bilateral.bibliography import Item, escaped
from bilateral.evidence import Evidence, sources_of
from bilateral.messages import N_, say
from bilateral.model.base import Stance
from bilateral.volume import Volume

_DOES: dict[Stance, str] = {
    "supports": N_("Supports ‘{title}’"),
    "contradicts": N_("Contradicts ‘{title}’"),
    "context": N_("Gives context for ‘{title}’"),
}


def source_items(volume: Volume, keys: Iterable[str]) -> list[Item]:
    """Return the records of these sources."""
    return [volume.sources[key].item for key in keys]


def evidence_items(volume: Volume, found: Sequence[Evidence], title: str) -> list[Item]:
    """Return the records of the sources of a part of the book, in the order of the bibliography.

    Each says in a note what the source does for the part, which is called ``title``, and where in it.
    """
    notes: dict[str, list[str]] = {}
    for one in found:
        places = f": {', '.join(one.locators)}" if one.locators else ""
        said = say(volume.locale, _DOES[one.stance], title=title)
        notes.setdefault(one.source, []).append(escaped(f"{said}{places}"))
    items = source_items(volume, sources_of(found, volume))
    return [item | {"annote": "; ".join(notes[item["id"]])} for item in items]
