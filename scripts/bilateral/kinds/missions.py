"""Diplomatic and consular posts, and their heads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from bilateral.content import Cell, Mention
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
    TableKind,
    columns,
    filters,
    once,
    select,
)
from bilateral.model import Link, Record, vocabulary
from bilateral.model.base import AlsoDated, CountryCode, EventId, PersonId, PlaceId, PlainText, Strict
from bilateral.query import Query

MISSION_KINDS = vocabulary("mission-kinds", "What a post is.", "accreditation", "honorary consulate", "embassy")


class Head(Strict):
    """One head of a mission."""

    person: PersonId = Field(description="Who.")
    date: Edtf = Field(description="When in the post.")
    attested: bool = Field(False, description="True where only a date in the post is known, not the period.")
    credentials: EventId | None = Field(None, description="The presentation of credentials.")
    sources: tuple[Link, ...] = Field((), description="Sources of the post.")


class Mission(Record):
    """A diplomatic or consular post, or an accreditation from a third country."""

    prefix: ClassVar[str] = "mission"
    kind: Annotated[str, MISSION_KINDS] = Field(description="Kind of post.")
    title: PlainText = Field(description="Name of the post.")
    from_: CountryCode = Field(alias="from", description="Sending country.")
    to: CountryCode = Field(description="Receiving country.")
    seat: PlaceId | None = Field(None, description="City of the post, where known.")
    date: Edtf = Field(description="Period of the post.")
    also_dated: tuple[AlsoDated, ...] = Field((), description="Other opening dates that sources give.")
    heads: tuple[Head, ...] = Field((), description="Its heads, in order of time.")


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
                "period": cells.dated(mission.date, mission.also_dated),
                **cells.rests(mission),
            },
        )


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
                    "date": cells.date(head.date, attested=head.attested),
                    "credentials": credentials,
                    **cells.judged(head.sources),
                },
            )


def _lines(mission: Mission, volume: Data) -> Iterator[Line]:
    """Yield a line from the sending country to the seat, or from a seat abroad to the receiving country."""
    resides = volume.city(mission.seat) if mission.seat else None
    abroad = resides is not None and volume.places[resides].country != mission.to
    start = resides if abroad else volume.countries[mission.from_].seat
    yield Line(start, volume.countries[mission.to].seat if abroad else resides, mission.kind)


MISSIONS = Kind(
    name="missions",
    model=Mission,
    about="Posts and accreditations.",
    word="Mission",
    example="""
- id: mission-xn-legation
  kind: embassy
  title: Legation of Northland in Southland
  from: XN
  to: XS
  seat: place-sud
  date: 1901-05/..
  heads:
  - person: person-ccc-cy
    date: 1901-05-09/1903
    credentials: event-credentials-ccc
    sources: [{source: gazette, stance: supports, locator: p. 8}]
  sources: [{source: gazette, stance: supports, locator: p. 8}]
""",
    facet=MISSION_KINDS,
    vocabularies=(MISSION_KINDS,),
    parts=frozenset({"heads"}),
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
            rows=_rows,
            filters=filters("from_", "to", "kind", "ids"),
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
            parent="missions",
            orders=("file",),
            home=False,
        ),
    },
    moments=once,
    timeline=True,
    places=lambda mission: [mission.seat] if mission.seat else [],
    mapped=True,
    lines=_lines,
    line_kinds=lambda volume: volume.words(MISSION_KINDS),
)
