"""Movements of people, families, buildings and associations."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from bilateral.content import Text, joined
from bilateral.dates import Edtf
from bilateral.kinds.kind import DATE, SOURCES, STANDING, Cells, Found, Kind, TableKind, columns, filters, once, select
from bilateral.model import Record, vocabulary
from bilateral.model.base import Dated, PersonId, PlaceId, PlainText
from bilateral.query import Query

COMMUNITY_KINDS = vocabulary(
    "community-kinds",
    "What a record of the community is.",
    "migration",
    "family",
    "site",
    "association",
    "congregation",
    "school",
    "newspaper",
)


class Community(Dated, Record):
    """A movement of people, a family, a building or a body of the community."""

    prefix: ClassVar[str] = "community"
    kind: Annotated[str, COMMUNITY_KINDS] = Field(description="What it is.")
    title: PlainText = Field(description="What it is, as a noun phrase without the date.")
    date: Edtf | None = Field(None, description="When, where known.")
    people: tuple[PersonId, ...] = Field((), description="People of it.")
    places: tuple[PlaceId, ...] = Field((), description="Where.")
    summary: PlainText | None = Field(None, description="What is known, in a sentence or two.")


def _rows(cells: Cells, query: Query) -> Found:
    """One row a movement of people, a family, a building or an association."""
    for item in select(cells, Community, query, COMMUNITY_KINDS):
        yield (
            item.id,
            {
                "title": cells.title(item, item.title),
                "date": cells.dated(item.date, item),
                "place": cells.mentions(item.places),
                "summary": joined([(Text(item.summary),) if item.summary else (), cells.mentions(item.people)], " "),
                **cells.rests(item),
            },
        )


COMMUNITY = Kind(
    name="community",
    model=Community,
    about="Migration, families, buildings, associations.",
    word="Community",
    example="""
- id: community-choir
  kind: association
  title: Choir of the Northerners
  date: 1904/..
  people: [person-ccc-cy]
  places: [place-sud]
  summary: Founded in the Old Harbour.
  sources: [{source: story-retold, stance: supports, locator: chapter 2}]
""",
    facet=COMMUNITY_KINDS,
    vocabularies=(COMMUNITY_KINDS,),
    tables={
        "community": TableKind(
            summary="Migration, families, buildings, associations.",
            columns=columns(
                ("title", "Subject"), DATE, ("place", "Place"), ("summary", "What is known"), STANDING, SOURCES
            ),
            empty="Nothing is recorded of migration, families, buildings or associations.",
            rows=_rows,
            filters=filters("kind", "ids"),
        )
    },
    moments=once,
    timeline=True,
)
