"""Diplomatic and consular posts, and their heads."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, ClassVar

from pydantic import Field

from bilateral.content import Cell, Mention, Text, filled, joined
from bilateral.dates import Edtf
from bilateral.dating import date_of
from bilateral.kinds.kind import (
    DATE,
    SOURCES,
    STANDING,
    Cells,
    Data,
    Found,
    Kind,
    Line,
    Moment,
    TableKind,
    columns,
    filters,
    once,
    select,
)
from bilateral.messages import say
from bilateral.model import Link, Record, vocabulary
from bilateral.model.base import Dated, EventId, Party, PersonId, PlaceId, PlainText
from bilateral.problems import KeyPath, Problem, format_path
from bilateral.query import Query

MISSION_KINDS = vocabulary(
    "mission-kinds",
    "What a post is.",
    "accreditation",
    "honorary consulate",
    "embassy",
    "legation",
    "consulate general",
    "consulate",
    "permanent mission",
    "liaison office",
    "trade office",
    "interests section",
    "cultural institute",
    "military attaché",
)
RANKS = vocabulary(
    "head-ranks",
    "The rank of the head of a post.",
    "ambassador",
    "minister",
    "chargé d'affaires",
    "consul general",
    "consul",
    "honorary consul",
)
CHANGES = vocabulary("mission-changes", "What changed in a post.", "opened", "closed", "re-opened", "moved", "raised")


class Head(Dated):
    """One head of a mission."""

    person: PersonId = Field(description="Who.")
    date: Edtf = Field(description="When in the post.")
    rank: Annotated[str, RANKS] | None = Field(None, description="The rank of the head.")
    attested: bool = Field(False, description="True where only a date in the post is known, not the period.")
    credentials: EventId | None = Field(None, description="The presentation of credentials.")
    sources: tuple[Link, ...] = Field((), description="Sources of the post.")


class Change(Dated):
    """One change in the life of a post."""

    change: Annotated[str, CHANGES] = Field(description="What changed.")
    date: Edtf = Field(description="When.")
    seat: PlaceId | None = Field(None, description="Where it moved to.")
    kind: Annotated[str, MISSION_KINDS] | None = Field(None, description="What it was raised to.")
    sources: tuple[Link, ...] = Field((), description="Sources of the change.")


class Mission(Dated, Record):
    """A diplomatic or consular post, or an accreditation from a third country."""

    prefix: ClassVar[str] = "mission"
    kind: Annotated[str, MISSION_KINDS] = Field(description="Kind of post.")
    title: PlainText = Field(description="Name of the post.")
    from_: Party = Field(alias="from", description="Sending country, or organisation.")
    to: Party = Field(description="Receiving country, or organisation.")
    seat: PlaceId | None = Field(None, description="City of the post, where known.")
    date: Edtf = Field(description="Period of the post.")
    changes: tuple[Change, ...] = Field((), description="What changed in it, in order of time.")
    heads: tuple[Head, ...] = Field((), description="Its heads, in order of time.")


def is_open(mission: Mission, date: Edtf) -> bool:
    """Tell whether a post is open on a date: in its period, and not closed since it was last opened."""
    shut = False
    for change in mission.changes:
        if change.date.earliest <= date.latest and change.change in {"opened", "re-opened", "closed"}:
            shut = change.change == "closed"
    return mission.date.overlaps(date) and not shut


def _rows(cells: Cells, query: Query) -> Found:
    """One row a post."""
    for mission in select(cells, Mission, query, MISSION_KINDS):
        yield (
            mission.id,
            {
                "title": cells.title(mission, mission.title),
                "from": cells.party(mission.from_),
                "to": cells.party(mission.to),
                "seat": cells.mentions([mission.seat] if mission.seat else []),
                "period": cells.dated(mission.date, mission),
                "kind": cells.word(MISSION_KINDS, mission.kind),
                "changes": joined([_dated_change(cells, change) for change in mission.changes]),
                **cells.rests(mission),
            },
        )


def _change(cells: Cells, change: Change) -> Cell:
    """Write a change: ``moved to Süd``, ``raised to embassy``."""
    to: Cell = cells.word(MISSION_KINDS, change.kind) if change.kind else ()
    to = (cells.mention(change.seat),) if change.seat else to
    done = cells.word(CHANGES, change.change)
    return filled(say(cells.locale, "{change} to {goal}"), change=done, goal=to) if to else done


def _dated_change(cells: Cells, change: Change) -> Cell:
    return (*_change(cells, change), Text(", "), *cells.dated(change.date, change))


def _moments(mission: Mission, cells: Cells) -> Iterator[Moment]:
    """Yield its period and its changes."""
    yield from once(mission, cells)
    for change in mission.changes:
        yield Moment(change.date, change, what=(Text(": "), *_change(cells, change)), links=change.sources)


def _in_order(mission: Mission, path: KeyPath, volume: Data) -> Iterator[Problem]:
    """REL011: changes stand in the order of time."""
    for index, (before, after) in enumerate(pairwise(mission.changes), 1):
        if after.date.latest < before.date.earliest:
            place = (*path, "changes", index)
            message = f"{format_path(place)}: {after.date} stands after {before.date}; put them in the order of time"
            yield volume.document.problem(place, "REL011", message)


def _head_rows(cells: Cells, query: Query) -> Found:
    """One row a head of a post."""
    for mission in select(cells, Mission, Query(from_=query.from_, to=query.to, kind=query.kind), MISSION_KINDS):
        if query.parent and mission.id != query.parent:
            continue
        for head in mission.heads:
            event = cells.volume.records[head.credentials] if head.credentials else None
            presented = date_of(event) if event else None
            credentials: Cell = ()
            if event is not None and presented is not None:
                (when,) = cells.date(presented)
                credentials = (Mention(event.id, when.text, order=when.order),)
            yield (
                mission.id,
                {
                    "person": (cells.mention(head.person),),
                    "mission": (cells.mention(mission.id),),
                    "rank": cells.word(RANKS, head.rank) if head.rank else (),
                    "date": cells.dated(head.date, head, attested=head.attested),
                    "credentials": credentials,
                    **cells.judged(mission, head.sources),
                },
            )


def _lines(mission: Mission, volume: Data) -> Iterator[Line]:
    """Yield a line from the sending country to the seat, or from a seat abroad to the receiving country."""
    if mission.to not in volume.countries:
        return
    resides = volume.city(mission.seat) if mission.seat else None
    abroad = resides is not None and volume.places[resides].country != mission.to
    sender = volume.countries.get(mission.from_)
    start = resides if abroad else sender.seat_at(mission.date) if sender else None
    yield Line(start, volume.countries[mission.to].seat_at(mission.date) if abroad else resides, mission.kind)


MISSIONS = Kind(
    name="missions",
    model=Mission,
    about="Posts and accreditations.",
    word="Mission",
    thing="GovernmentOffice",
    example="""
- id: mission-xn-legation
  kind: legation
  title: Legation of Northland in Southland
  from: XN
  to: XS
  seat: place-sud
  date: 1901-05/..
  changes:
  - {change: moved, date: 1902, seat: place-old-harbour, sources: [{source: gazette, stance: supports, locator: p. 8}]}
  - {change: raised, date: 1904-21, kind: embassy}
  heads:
  - person: person-ccc-cy
    rank: minister
    date: 1901-05-09/1903
    credentials: event-credentials-ccc
    sources: [{source: gazette, stance: supports, locator: p. 8}]
  sources: [{source: gazette, stance: supports, locator: p. 8}]
""",
    facet=MISSION_KINDS,
    vocabularies=(MISSION_KINDS, RANKS, CHANGES),
    parts=frozenset({"heads", "changes"}),
    rules=(_in_order,),
    tables={
        "missions": TableKind(
            summary="Posts and accreditations.",
            columns=columns(
                ("title", "Post"),
                ("from", "Of"),
                ("to", "To"),
                ("seat", "Seat"),
                ("period", "Period"),
                STANDING,
                SOURCES,
            ),
            empty="No mission is recorded.",
            rows=_rows,
            filters=filters("from_", "to", "kind", "ids"),
            extra=columns(("kind", "Kind"), ("changes", "Changes")),
        ),
        "heads": TableKind(
            summary="Heads of posts.",
            columns=columns(
                ("person", "Head"),
                ("mission", "Post"),
                DATE,
                ("credentials", "Credentials presented"),
                STANDING,
                SOURCES,
            ),
            rows=_head_rows,
            filters=filters("from_", "to", "kind", "parent"),
            extra=columns(("rank", "Rank")),
            parent="missions",
            orders=("file",),
            home=False,
        ),
    },
    moments=_moments,
    timeline=True,
    places=lambda mission: [mission.seat] if mission.seat else [],
    mapped=True,
    lines=_lines,
    line_kinds=lambda volume: volume.words(MISSION_KINDS),
)
