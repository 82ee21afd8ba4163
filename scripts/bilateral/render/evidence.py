"""Evidence in words: supporting sources first, then what contradicts, then what only gives context."""

from __future__ import annotations

from collections.abc import Iterable

from bilateral.bibliography import Source
from bilateral.content import Cell, Cite, Text, filled, joined
from bilateral.evidence import Evidence, by_stance
from bilateral.messages import N_, say
from bilateral.model.base import Stance
from bilateral.translation import left_as
from bilateral.volume import Volume

LEADS: dict[Stance, str] = {"contradicts": N_("against {sources}"), "context": N_("see also {sources}")}
"""What is said of the sources of a stance."""


def cited(found: Iterable[Evidence], volume: Volume, *, located: bool = False) -> Cell:
    """Return citations by stance, ``located`` with the places in each source; nothing where there is no evidence."""
    groups = by_stance(found, volume)
    return joined([_group(stance, group, volume, located=located) for stance, group in groups.items()])


def _group(stance: Stance, group: list[Evidence], volume: Volume, *, located: bool) -> Cell:
    """Return the citations of a stance; sources with the same places in them, or with none, are cited together."""
    places: dict[Cell, list[str]] = {}
    for evidence in group:
        words = [place_in(volume.sources[evidence.source], locator) for locator in evidence.locators if located]
        place = ", ".join(filter(None, words))
        said = (Text(left_as(words, f" {place}")),) if place else ()
        places.setdefault(said, []).append(evidence.source)
    sources = joined([(Cite(tuple(keys)), *said) for said, keys in places.items()])
    return filled(say(volume.locale, LEADS[stance]), sources=sources) if stance in LEADS else sources


def place_in(source: Source, locator: str) -> str:
    """Return what a locator says beyond the part of the source that was seen, which the bibliography says once."""
    return left_as([locator], f": {locator}: ".replace(f": {source.seen}: ", ": ", 1)[2:-2])
