"""Visits between the two countries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from bilateral.content import Cell, Text, joined
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
from bilateral.model.base import CountryCode, EventId, MembershipId, PersonId, PlaceId, PlainText
from bilateral.offices import office_at
from bilateral.problems import KeyPath, Problem, format_path
from bilateral.query import Query

VISIT = "visit"
"""What a map calls the line of a visit."""
VISIT_FORMS = vocabulary(
    "visit-forms", "The form of a visit.", "official visit", "working visit", "visit", "attendance at a summit"
)


class Visit(Record):
    """A visit of office holders of one country to another."""

    prefix: ClassVar[str] = "visit"
    form: Annotated[str, VISIT_FORMS] = Field(description="The form of the visit.")
    from_: CountryCode = Field(alias="from", description="Country of the visitors.")
    to: CountryCode = Field(description="Country visited.")
    date: Edtf = Field(description="When.")
    visitors: tuple[PersonId, ...] = Field(min_length=1, description="The visitors, first in rank first.")
    accompanied: tuple[PersonId, ...] = Field((), description="Office holders who came along.")
    met: tuple[PersonId, ...] = Field((), description="Office holders of the country visited whom they met.")
    places: tuple[PlaceId, ...] = Field((), description="Places visited, where known.")
    occasion: EventId | None = Field(None, description="The event that the visit was for.")
    purpose: PlainText | None = Field(None, description="Aims and talks, in a few words.")
    relies_on: tuple[MembershipId, ...] = Field((), description="Memberships that must be in force at the date.")


def _mention(visit: Visit, volume: Data) -> str:
    """Write a visit as a noun phrase: ``visit of Acting President Artūras Paulauskas to Guadalajara``."""
    person = volume.people[visit.visitors[0]]
    office = office_at(person, visit.date)
    goal = volume.mention(visit.places[0] if visit.places else visit.to)
    return f"visit of {f'{office} ' if office else ''}{person.name} to {goal}"


def _listed(visit: Visit, volume: Data) -> str:
    """Write a visit in a list, where visits by the same person must be distinguished."""
    return f"{_mention(visit, volume)}, {visit.date.earliest.year}"


def _rows(cells: Cells, query: Query) -> Found:
    """One row a visit."""
    for visit in select(cells, Visit, query, VISIT_FORMS, "form"):
        yield (
            visit.id,
            {
                "visitors": joined([cells.officer(key, visit.date) for key in visit.visitors]),
                "date": cells.date(visit.date),
                "goal": cells.mentions(visit.places) or cells.party(visit.to),
                "form": cells.word(VISIT_FORMS, visit.form),
                "programme": _programme(cells, visit),
                **cells.rests(visit),
            },
        )


def _programme(cells: Cells, visit: Visit) -> Cell:
    parts: list[Cell] = []
    if visit.occasion:
        parts.append((cells.mention(visit.occasion),))
    if visit.met:
        met = joined([cells.officer(key, visit.date) for key in visit.met], ", ")
        parts.append((Text("met "), *met))
    if visit.accompanied:
        company = joined([cells.officer(key, visit.date) for key in visit.accompanied], ", ")
        parts.append((Text("with "), *company))
    if visit.purpose:
        parts.append((Text(visit.purpose),))
    return joined(parts)


def _lines(visit: Visit, volume: Data) -> Iterator[Line]:
    """Yield a line to each place; a country alone is no place that could be drawn."""
    yield from (Line(volume.countries[visit.from_].seat, place, VISIT) for place in visit.places)


def _own_country(visit: Visit, path: KeyPath, volume: Data) -> Iterator[Problem]:
    """REL018: visitors act for the country that a visit comes from, hosts for the one that it goes to."""
    sides = {"visitors": visit.from_, "accompanied": visit.from_, "met": visit.to}
    for field, code in sides.items():
        for index, person_id in enumerate(getattr(visit, field)):
            own = volume.people[person_id].country
            if own is not None and own != code:
                place = (*path, field, index)
                message = f"{format_path(place)}: {person_id} is of {own}, not of {code}"
                yield volume.document.problem(place, "REL018", f"{message}; correct the person or the side")


VISITS = Kind(
    name="visits",
    model=Visit,
    about="Visits between the two countries.",
    word="Visit",
    example="""
- id: visit-bbb-1903
  form: attendance at a summit
  from: XS
  to: XN
  date: 1903-09
  visitors: [person-bbb-bo]
  met: [person-aaa-zoe]
  places: [place-nord]
  occasion: event-league-council
  purpose: postage and harbours
  sources: [{source: gazette, stance: supports, locator: p. 9}]
""",
    mention=_mention,
    listed=_listed,
    facet=VISIT_FORMS,
    facet_field="form",
    vocabularies=(VISIT_FORMS,),
    acts=("visitors", "accompanied", "met"),
    rules=(_own_country,),
    tables={
        "visits": TableKind(
            summary="Visits, by direction.",
            columns=columns(
                ("visitors", "Visitor"),
                DATE,
                ("goal", "To"),
                ("programme", "Occasion, talks and company"),
                STANDING,
                SOURCES,
            ),
            rows=_rows,
            filters=filters("from_", "to", "ids"),
            extra=columns(("form", "Form")),
            order="date",
        )
    },
    moments=once,
    timeline=True,
    mapped=True,
    lines=_lines,
    line_kinds=lambda _: [VISIT],
    broad=True,
)
