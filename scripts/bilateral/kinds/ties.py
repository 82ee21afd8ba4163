"""What else joins two countries: routes, exhibitions, programmes, exercises, relief, decorations, monuments."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, ClassVar

from pydantic import Field

from bilateral.content import Text, joined
from bilateral.dates import Edtf
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
from bilateral.model import Record, vocabulary
from bilateral.model.base import Dated, OrganisationId, Party, PersonId, PlaceId, PlainText
from bilateral.query import Query

TIES = vocabulary(
    "tie-kinds",
    "What a tie is.",
    "flight",
    "shipping line",
    "railway",
    "pipeline",
    "border crossing",
    "cultural event",
    "exhibition",
    "sports event",
    "education programme",
    "science programme",
    "military cooperation",
    "exercise",
    "disaster relief",
    "decoration",
    "monument",
    "street",
    "stamp",
    "translation",
    "film",
    "business",
    "chamber of commerce",
    "friendship society",
    "parliamentary group",
    "development project",
    "arms delivery",
    "military base",
)


ROUTES = frozenset({"flight", "shipping line", "railway", "pipeline"})
"""Ties that a map draws, from each of their places to the next."""


class Tie(Dated, Record):
    """Something that joins two countries and that no other kind holds."""

    prefix: ClassVar[str] = "tie"
    kind: Annotated[str, TIES] = Field(description="What it is.")
    title: PlainText = Field(description="What it is, as a noun phrase without the date.")
    date: Edtf | None = Field(None, description="When, where known.")
    parties: tuple[Party, ...] = Field((), description="Countries and organisations that take part.")
    bodies: tuple[OrganisationId, ...] = Field((), description="Bodies that carry it.")
    people: tuple[PersonId, ...] = Field((), description="People of it; of a decoration, who is honoured.")
    places: tuple[PlaceId, ...] = Field((), description="Where; of a route, from where to where.")
    summary: PlainText | None = Field(None, description="What is known, in a sentence or two.")


def _rows(cells: Cells, query: Query) -> Found:
    """One row a tie."""
    for tie in select(cells, Tie, query, TIES):
        yield (
            tie.id,
            {
                "title": cells.title(tie, tie.title),
                "kind": cells.word(TIES, tie.kind),
                "date": cells.dated(tie.date, tie),
                "place": cells.mentions(tie.places),
                "who": joined([cells.parties(tie.parties), cells.mentions(tie.bodies), cells.mentions(tie.people)]),
                "summary": (Text(tie.summary),) if tie.summary else (),
                **cells.rests(tie),
            },
        )


def _lines(tie: Tie, _: Data) -> Iterator[Line]:
    """Yield the legs of a route."""
    if tie.kind in ROUTES:
        yield from (Line(start, end, tie.kind) for start, end in pairwise(tie.places))


TIES_KIND = Kind(
    name="ties",
    model=Tie,
    about="Routes, exhibitions, programmes, exercises, relief, decorations, monuments and the like.",
    word="Tie",
    example="""
- id: tie-steamer
  kind: shipping line
  title: Steamer between the capitals
  date: 1905-21/..
  parties: [XN, XS]
  bodies: [org-post]
  people: [person-ddd-dai]
  places: [place-nord, place-sud]
  summary: It carries letters and passengers twice a year.
  sources: [{source: gazette, stance: supports, locator: p. 15}]
""",
    facet=TIES,
    vocabularies=(TIES,),
    tables={
        "ties": TableKind(
            summary="What else joins the countries.",
            columns=columns(
                ("title", "Subject"), DATE, ("place", "Place"), ("summary", "What is known"), STANDING, SOURCES
            ),
            empty="Nothing else is recorded.",
            rows=_rows,
            filters=filters("kind", "ids"),
            extra=columns(("kind", "Kind"), ("who", "Taking part")),
        )
    },
    moments=once,
    timeline=True,
    mapped=False,
    lines=_lines,
    line_kinds=lambda volume: volume.words(TIES),
)
