"""The standing of a statement, computed from the sources linked to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from bilateral import fields
from bilateral.model import Link, Record
from bilateral.volume import Volume

Standing = Literal["confirmed", "partly", "disputed", "reported"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
SYMBOLS: dict[Standing, str] = {"confirmed": "●", "partly": "◐", "disputed": "◆", "reported": "○"}
NAMES: dict[Standing, str] = {
    "confirmed": "confirmed",
    "partly": "partly confirmed",
    "disputed": "disputed",
    "reported": "reported by the article alone",
}


def standing_of_links(links: Iterable[Link], base: str | None, volume: Volume) -> Standing:
    """Judge one statement by its links; ``base`` is the source that the statement comes from.

    - disputed: a source contradicts the whole of it;
    - partly: a source bears out, or contradicts, only a part of it;
    - confirmed: an independent source bears out the whole and none contradicts;
    - reported: no independent source bears on it.

    A source counts only where it is neither the base nor a copy of it.
    """
    counted = [link for link in links if base is None or not _depends(link.source, base, volume)]
    if any(link.stance == "contradicts" and not link.part for link in counted):
        return "disputed"
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
    counted = [link for link in links if not any(_depends(link.source, base, volume) for base in bases)]
    return standing_of_links(counted, None, volume)


def _depends(key: str, base: str, volume: Volume) -> bool:
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

    One disputed fact makes the record disputed; facts of different standing make it partly confirmed.
    """
    found = {standing_of_fact(fact.fact, volume) for fact in record.facts if fact.counts}
    if not found:
        own = (link for path, link in fields.links(record, ()) if path[0] != "facts")
        return standing_of_part(own, volume)
    if "disputed" in found:
        return "disputed"
    return found.pop() if len(found) == 1 else "partly"


def register_source(number: str, volume: Volume) -> str | None:
    """Return the base source of the register that ``number`` belongs to."""
    return next((reg.source for reg in volume.file.registers if reg.letter == number[0]), None)


def source_keys(record: Record, volume: Volume) -> tuple[str, ...]:
    """Return the keys of all sources of a record and of its parts, in the order of the bibliography."""
    keys: set[str] = set()
    for fact in record.facts:
        keys.update(fact_source_keys(fact.fact, volume))
    keys.update(link.source for _, link in fields.links(record, ()))
    return tuple(sorted(keys, key=lambda key: volume.sources[key].number))


def fact_source_keys(number: str, volume: Volume) -> tuple[str, ...]:
    """Return the keys of the sources of one fact, the base source of its register among them."""
    base = register_source(number, volume)
    keys = {link.source for link in volume.facts[number][1].sources} | ({base} if base else set())
    return tuple(sorted(keys, key=lambda key: volume.sources[key].number))
