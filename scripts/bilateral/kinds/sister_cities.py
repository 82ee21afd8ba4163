"""Partnerships of cities and regions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from bilateral.content import Text
from bilateral.dates import Edtf
from bilateral.kinds.kind import (
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
from bilateral.locales import listing
from bilateral.model import Record, vocabulary
from bilateral.model.base import Dated, PlaceId, PlainText
from bilateral.query import Query

PARTNERSHIPS = vocabulary(
    "partnership-kinds", "What joins the places.", "sister cities", "sister regions", "partner ports"
)


class SisterCities(Dated, Record):
    """A partnership of two or more cities, regions or ports."""

    prefix: ClassVar[str] = "sister"
    kind: Annotated[str, PARTNERSHIPS] = Field(description="What joins the places.")
    places: tuple[PlaceId, ...] = Field(min_length=2, description="The partners.")
    date: Edtf | None = Field(None, description="Since when, as an interval, where known.")
    summary: PlainText | None = Field(None, description="What is known of it, in a few words.")


def _mention(partners: SisterCities, volume: Data) -> str:
    """Write a partnership by its partners: ``Nörd and Süd``."""
    return listing([volume.mention(key) for key in partners.places], volume.locale)


def _rows(cells: Cells, query: Query) -> Found:
    """One row a partnership."""
    for partners in select(cells, SisterCities, query, PARTNERSHIPS):
        yield (
            partners.id,
            {
                "partners": cells.mentions(partners.places),
                "kind": cells.word(PARTNERSHIPS, partners.kind),
                "period": cells.dated(partners.date, partners),
                "summary": (Text(partners.summary),) if partners.summary else (),
                **cells.rests(partners),
            },
        )


def _lines(partners: SisterCities, _: Data) -> Iterator[Line]:
    """Yield a line from the first partner to each other."""
    first, *others = partners.places
    yield from (Line(first, other, partners.kind) for other in others)


SISTER_CITIES = Kind(
    name="sister_cities",
    model=SisterCities,
    about="Partnerships of cities and regions.",
    word="Sister cities",
    example="""
- id: sister-nord-sud
  kind: sister cities
  places: [place-nord, place-sud]
  date: 1906/..
  summary: The schools of the two cities write to each other.
  sources: [{source: gazette, stance: supports, locator: p. 13}]
""",
    mention=_mention,
    facet=PARTNERSHIPS,
    vocabularies=(PARTNERSHIPS,),
    tables={
        "sister-cities": TableKind(
            summary="Partnerships of cities and regions.",
            columns=columns(
                ("partners", "Partners"), ("period", "Period"), ("summary", "What is known"), STANDING, SOURCES
            ),
            empty="No partnership of cities is recorded.",
            rows=_rows,
            filters=filters("kind", "ids"),
            extra=columns(("kind", "Kind")),
        )
    },
    moments=once,
    timeline=True,
    mapped=True,
    lines=_lines,
    line_kinds=lambda volume: volume.words(PARTNERSHIPS),
)
