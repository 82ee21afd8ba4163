"""Political consultations and meetings of office holders."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from bilateral.content import Cell, Text, filled, joined
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
from bilateral.messages import say
from bilateral.model import Record, vocabulary
from bilateral.model.base import Dated, EventId, PersonId, PlaceId, PlainText
from bilateral.query import Query

TALKS_FORMS = vocabulary(
    "consultation-forms",
    "The form of talks.",
    "political consultations",
    "meeting",
    "session of a joint commission",
    "telephone call",
)


class Consultation(Dated, Record):
    """Political consultations or a meeting of office holders, at home or elsewhere."""

    prefix: ClassVar[str] = "consultation"
    form: Annotated[str, TALKS_FORMS] = Field(description="The form of the talks.")
    title: PlainText = Field(description="What it was, as a noun phrase without the date.")
    date: Edtf | None = Field(None, description="When, where known.")
    chairs: tuple[PersonId, ...] = Field((), description="Who chaired it.")
    people: tuple[PersonId, ...] = Field((), description="Who else took part.")
    places: tuple[PlaceId, ...] = Field((), description="Where.")
    occasion: EventId | None = Field(None, description="The event in whose margins it was held.")
    purpose: PlainText | None = Field(None, description="Aims and talks, in a few words.")


def _rows(cells: Cells, query: Query) -> Found:
    """One row a round of talks."""
    for talks in select(cells, Consultation, query, TALKS_FORMS, "form"):
        yield (
            talks.id,
            {
                "title": cells.title(talks, talks.title),
                "date": cells.when(talks),
                "place": cells.mentions(talks.places),
                "people": _participants(cells, talks),
                "purpose": (Text(talks.purpose),) if talks.purpose else (),
                **cells.rests(talks),
            },
        )


def _participants(cells: Cells, talks: Consultation) -> Cell:
    chair = say(cells.locale, "{person} (chair)")
    chairs = [filled(chair, person=cells.officer(key, talks.date)) for key in talks.chairs]
    return joined([*chairs, *(cells.officer(key, talks.date) for key in talks.people)])


CONSULTATIONS = Kind(
    name="consultations",
    model=Consultation,
    about="Consultations and meetings.",
    word="Talks",
    thing="Event",
    example="""
- id: consultation-post
  form: political consultations
  title: Consultations on the post
  date: 1903-09-04
  chairs: [person-bbb-bo]
  people: [person-aaa-zoe]
  places: [place-nord]
  purpose: postage
  sources: [{source: gazette, stance: supports, locator: p. 9}]
""",
    facet=TALKS_FORMS,
    facet_field="form",
    vocabularies=(TALKS_FORMS,),
    acts=("chairs", "people"),
    tables={
        "consultations": TableKind(
            summary="Political consultations and meetings.",
            columns=columns(("title", "Talks"), DATE, ("place", "Place"), ("people", "Taking part"), STANDING, SOURCES),
            empty="No talks are recorded.",
            rows=_rows,
            filters=filters("kind", "ids"),
            extra=columns(("purpose", "Purpose")),
            order="date",
        )
    },
    moments=even_undated,
    timeline=True,
    mapped=True,
)
