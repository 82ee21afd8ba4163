"""Which sources bear on a statement or a record, and whether each supports, contradicts, or gives context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, get_args

from bilateral import fields
from bilateral.messages import say
from bilateral.model import Fact, Link, Record
from bilateral.model.base import Stance
from bilateral.standing import register_source
from bilateral.translation import left_as, locale_for
from bilateral.volume import Volume

STANCES: tuple[Stance, ...] = get_args(Stance)
"""In the order in which they are printed."""
_OPPOSITE: dict[Stance, Stance] = {"supports": "contradicts", "contradicts": "supports", "context": "context"}


class Evidence(NamedTuple):
    """A source with its stance, and the places in it that bear on the matter."""

    source: str
    stance: Stance
    locators: tuple[str, ...] = ()


def of_links(links: Iterable[Link], locale: str) -> list[Evidence]:
    """Return the evidence of source links, each with its locator and the part that it bears on."""
    return [Evidence(link.source, link.stance, tuple(filter(None, [_located(link, locale)]))) for link in links]


def _located(link: Link, locale: str) -> str:
    part = say(locale_for(link.part, locale), "for {part}", part=link.part) if link.part else ""
    return left_as([link.part or "", link.locator], ": ".join(filter(None, [part, link.locator])))


def of_fact(number: str, volume: Volume) -> list[Evidence]:
    """Return the evidence of a numbered fact; the source that its register comes from states it."""
    base = register_source(number, volume)
    found = of_links(volume.facts[number][1].sources, volume.locale)
    if base and base not in {evidence.source for evidence in found}:
        found.append(Evidence(base, "supports"))
    return found


def of_record(record: Record, volume: Volume) -> list[Evidence]:
    """Return the evidence of a record: of its facts, and of its own links with their locators.

    Where a statement errs and the record follows the sources (``counts: false``), the sources that contradict the
    statement support the record; those that bear on a part of the statement alone give context. Locators of facts and
    of parts with tables of their own are printed there.
    """
    parts = volume.kind_of(record).parts
    found = [evidence for fact in record.facts for evidence in _for_record(fact, volume)]
    for path, link in fields.links(record, ()):
        if path[0] != "facts":
            found += [Evidence(link.source, link.stance)] if path[0] in parts else of_links([link], volume.locale)
    return found


def _for_record(fact: Fact, volume: Volume) -> Iterator[Evidence]:
    whole = {link.source for link in fact.sources if not link.part}
    errs = any(link.stance == "contradicts" for link in fact.sources if not link.part)
    base = register_source(fact.fact, volume)
    for evidence in of_fact(fact.fact, volume):
        stance = evidence.stance
        if not fact.counts:
            turned = errs and evidence.source in {*whole, base}
            stance = _OPPOSITE[stance] if turned else "context"
        yield Evidence(evidence.source, stance)


def sources_of(found: Iterable[Evidence], volume: Volume) -> tuple[str, ...]:
    """Return the keys of the sources, each once, in the order of the bibliography."""
    keys = {evidence.source for evidence in found}
    return tuple(sorted(keys, key=lambda key: volume.sources[key].number))


def by_stance(found: Iterable[Evidence], volume: Volume) -> dict[Stance, list[Evidence]]:
    """Group evidence by stance, each source once in a group, in the order of the bibliography.

    A source that supports or contradicts is not repeated for its context.
    """
    groups: dict[Stance, dict[str, dict[str, None]]] = {stance: {} for stance in STANCES}
    for evidence in found:
        groups[evidence.stance].setdefault(evidence.source, {}).update(dict.fromkeys(evidence.locators))
    for source, locators in list(groups["context"].items()):
        for stance in ("supports", "contradicts"):
            if source in groups[stance] and not locators:
                groups["context"].pop(source, None)
    return {
        stance: [
            Evidence(source, stance, tuple(group[source]))
            for source in sorted(group, key=lambda source: volume.sources[source].number)
        ]
        for stance, group in groups.items()
        if group
    }
