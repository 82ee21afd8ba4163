"""Dated happenings."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from bilateral.content import joined
from bilateral.dates import Edtf
from bilateral.kinds.kind import (
    DATE,
    SOURCES,
    STANDING,
    Cells,
    Found,
    Kind,
    TableKind,
    columns,
    even_undated,
    filters,
    select,
)
from bilateral.model import Record, vocabulary
from bilateral.model.base import Dated, MembershipId, Party, PersonId, PlaceId, PlainText
from bilateral.query import Query

EVENT_KINDS = vocabulary(
    "event-kinds",
    "What an event is.",
    "recognition",
    "relations",
    "statehood",
    "occupation",
    "credentials",
    "appointment",
    "election",
    "commemoration",
    "multilateral",
    "correspondence",
    "journey",
    "culture",
    "education",
    "sport",
    "travel rules",
    "legislation",
    "vote",
    "legal case",
    "incident",
)


class Event(Dated, Record):
    """One dated happening."""

    prefix: ClassVar[str] = "event"
    kind: Annotated[str, EVENT_KINDS] = Field(description="What kind of event it is.")
    title: PlainText = Field(description="What happened, as a noun phrase without the date.")
    date: Edtf | None = Field(None, description="When it happened, where known.")
    parties: tuple[Party, ...] = Field((), description="Countries and organisations that acted.")
    people: tuple[PersonId, ...] = Field((), description="People who took part.")
    places: tuple[PlaceId, ...] = Field((), description="Where it happened.")
    relies_on: tuple[MembershipId, ...] = Field((), description="Memberships that must be in force at the date.")


def _rows(cells: Cells, query: Query) -> Found:
    """One row an event."""
    for event in select(cells, Event, query, EVENT_KINDS):
        yield (
            event.id,
            {
                "title": cells.title(event, event.title),
                "date": cells.when(event),
                "place": cells.mentions(event.places),
                "people": joined([cells.officer(key, event.date) for key in event.people]),
                **cells.rests(event),
            },
        )


EVENTS = Kind(
    name="events",
    model=Event,
    about="Dated happenings.",
    word="Event",
    thing="Event",
    example="""
- id: event-credentials-ccc
  kind: credentials
  title: Presentation of credentials by Cy Ccc
  date: 1901-05-09
  as_written: "26 April 1901, Old Style"
  parties: [XN, XS]
  people: [person-ccc-cy]
  sources: [{source: gazette, stance: supports, locator: p. 8}]
- id: event-league-council
  kind: multilateral
  title: Council of the League of Two
  date: 1903-09-01/1903-09-05
  parties: [org-league]
  places: [place-nord]
  relies_on: [membership-xn-post]
  sources: [{source: gazette, stance: supports, locator: p. 9}]
""",
    facet=EVENT_KINDS,
    vocabularies=(EVENT_KINDS,),
    tables={
        "events": TableKind(
            summary="Dated happenings.",
            columns=columns(("title", "Event"), DATE, ("place", "Place"), STANDING, SOURCES),
            empty="No event is recorded.",
            rows=_rows,
            filters=filters("kind", "ids"),
            extra=columns(("people", "People")),
            order="date",
        )
    },
    moments=even_undated,
    timeline=True,
    mapped=False,
)
