"""The standing of a statement, computed from the sources linked to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from bilateral import fields
from bilateral.messages import N_, say
from bilateral.model import Link, Record
from bilateral.model.base import Standing
from bilateral.volume import Volume

WEAKEST = "D"
"""The grade of sources that alone can only dispute a statement."""
STANDINGS: tuple[Standing, ...] = get_args(Standing)
SYMBOLS: dict[Standing, str] = {"confirmed": "●", "partly": "◐", "disputed": "◆", "contradicted": "×", "reported": "○"}
NAMES: dict[Standing, str] = {
    "confirmed": N_("confirmed"),
    "partly": N_("partly confirmed"),
    "disputed": N_("disputed"),
    "contradicted": N_("contradicted"),
    "reported": N_("no independent source"),
}


def standing_name(standing: Standing, locale: str) -> str:
    """Write a standing in words."""
    return say(locale, NAMES[standing])


def standing_of_links(links: Iterable[Link], base: str | None, volume: Volume) -> Standing:
    """Judge one statement by its links; ``base`` is the source that the statement comes from.

    - contradicted: a source of a grade better than D contradicts the whole of it, and none bears it out;
    - disputed: sources stand against each other over the whole, or only sources of grade D contradict it;
    - partly: a source bears out, or contradicts, only a part of it;
    - confirmed: an independent source bears out the whole and none contradicts;
    - reported: no independent source bears on it.

    A source counts only where it is neither the base nor a copy of it.
    """
    counted = [link for link in links if base is None or not depends(link.source, base, volume)]
    against = [link for link in counted if link.stance == "contradicts" and not link.part]
    if against:
        refuted = any(volume.sources[link.source].grade != WEAKEST for link in against)
        borne_out = any(link.stance == "supports" for link in counted)
        return "contradicted" if refuted and not borne_out else "disputed"
    if any(link.stance == "contradicts" for link in counted):
        return "partly"
    supports = [link for link in counted if link.stance == "supports"]
    if not supports:
        return "reported"
    return "confirmed" if any(not link.part for link in supports) else "partly"


def standing_of_part(links: Iterable[Link], volume: Volume) -> Standing:
    """Judge what is not a numbered fact (a milestone, a value, a record without facts) by its links.

    The base source of a register cannot confirm it either.
    """
    bases = [register.source for register in volume.file.registers if register.source]
    counted = [link for link in links if not any(depends(link.source, base, volume) for base in bases)]
    return standing_of_links(counted, None, volume)


def depends(key: str, base: str, volume: Volume) -> bool:
    """Tell whether a source is ``base``, a copy of it, or a copy of a copy."""
    seen: set[str] = set()
    following: str | None = key
    while following is not None and following not in seen:
        if following == base:
            return True
        seen.add(following)
        following = volume.sources[following].base
    return False


def standing_of_fact(number: str, volume: Volume) -> Standing:
    """Judge one numbered fact."""
    return standing_of_links(volume.facts[number][1].sources, register_source(number, volume), volume)


def standing_of_record(record: Record, volume: Volume) -> Standing:
    """Judge a record by the facts that count, or by all its other sources where none does.

    Without either, the record is reported.
    """
    found = {standing_of_fact(fact.fact, volume) for fact in record.facts if fact.counts}
    if not found:
        own = (link for path, link in fields.links(record, ()) if path[0] != "facts")
        return standing_of_part(own, volume)
    return combined(found)


def standing_of_value(record: Record, links: Iterable[Link], volume: Volume) -> Standing:
    """Judge a value that a record holds: by the facts of the record where there are any, else by its own sources."""
    if record.facts:
        return standing_of_record(record, volume)
    return standing_of_part((*links, *record.sources), volume)


def combined(found: Iterable[Standing]) -> Standing:
    """Return the standing of several statements together.

    Equal standings give the same; else one that is disputed or contradicted makes the whole disputed, and any other
    mixture makes it partly confirmed.
    """
    different = set(found)
    if len(different) == 1:
        return different.pop()
    return "disputed" if different & {"disputed", "contradicted"} else "partly"


def register_source(number: str, volume: Volume) -> str | None:
    """Return the base source of the register that ``number`` belongs to."""
    return next((reg.source for reg in volume.file.registers if reg.letter == number[0]), None)
