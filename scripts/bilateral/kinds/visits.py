"""Visits between the two countries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from bilateral.content import Cell, Text, filled, joined
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
    even_undated,
    filters,
    select,
)
from bilateral.locales import listing
from bilateral.messages import N_, say
from bilateral.model import Person, Record, vocabulary
from bilateral.model.base import (
    CountryCode,
    Dated,
    EventId,
    MembershipId,
    Party,
    PersonId,
    PlaceId,
    PlainText,
)
from bilateral.offices import office_at
from bilateral.problems import KeyPath, Problem, format_path
from bilateral.query import Query

VISIT = N_("visit")
"""What a map calls the line of a visit."""
VISIT_FORMS = vocabulary(
    "visit-forms",
    "The form of a visit.",
    "official visit",
    "working visit",
    "visit",
    "attendance at a summit",
    "state visit",
    "private visit",
    "transit",
)


class Leg(Dated):
    """One part of a journey."""

    date: Edtf | None = Field(None, description="When, where known.")
    country: CountryCode | None = Field(None, description="Country, where it is not the one visited.")
    places: tuple[PlaceId, ...] = Field((), description="Places, where known.")
    purpose: PlainText | None = Field(None, description="What it was for, in a few words.")


class Visit(Dated, Record):
    """A visit of office holders of one country to another."""

    prefix: ClassVar[str] = "visit"
    form: Annotated[str, VISIT_FORMS] = Field(description="The form of the visit.")
    from_: Party = Field(alias="from", description="Country or organisation of the visitors.")
    to: Party = Field(description="Country or organisation visited.")
    date: Edtf | None = Field(None, description="When, where known.")
    visitors: tuple[PersonId, ...] = Field((), description="The visitors of equal rank; or there is a delegation.")
    delegation: PlainText | None = Field(
        None, description="Visitors as a body, as a noun phrase: a delegation of twelve members of parliament."
    )
    accompanied: tuple[PersonId, ...] = Field((), description="Office holders who came along.")
    met: tuple[PersonId, ...] = Field((), description="Office holders of the country visited whom they met.")
    places: tuple[PlaceId, ...] = Field((), description="Places visited, where known.")
    legs: tuple[Leg, ...] = Field((), description="The parts of the journey, in order of time, where they are told.")
    occasion: EventId | None = Field(None, description="The event that the visit was for.")
    purpose: PlainText | None = Field(None, description="Aims and talks, in a few words.")
    relies_on: tuple[MembershipId, ...] = Field((), description="Memberships that must be in force at the date.")


def _goals(visit: Visit) -> tuple[str, ...]:
    """Return all places of a visit, or the country or organisation where none is told."""
    of_legs = (key for leg in visit.legs for key in leg.places or filter(None, [leg.country]))
    return tuple(dict.fromkeys([*visit.places, *of_legs])) or (visit.to,)


def _mention(visit: Visit, volume: Data) -> str:
    """Write a visit as a noun phrase: ``visit of Acting President Artūras Paulauskas to Guadalajara``."""
    locale = volume.locale
    who = [_visitor(volume.people[key], visit.date, locale) for key in visit.visitors]
    visitors = listing([*who, *filter(None, [visit.delegation])], locale)
    goals = listing([volume.mention(key) for key in _goals(visit)], locale)
    return say(locale, "visit of {visitors} to {places}", visitors=visitors, places=goals)


def _visitor(person: Person, date: Edtf | None, locale: str) -> str:
    office = office_at(person, date, locale) if date else None
    return f"{office} {person.name}" if office else person.name


def _listed(visit: Visit, volume: Data) -> str:
    """Write a visit in a list, where visits by the same person must be distinguished."""
    when = str(visit.date.earliest.year) if visit.date else say(volume.locale, "undated")
    return f"{volume.mention(visit.id)}, {when}"


def _rows(cells: Cells, query: Query) -> Found:
    """One row a visit."""
    for visit in select(cells, Visit, query, VISIT_FORMS, "form"):
        body: Cell = (Text(visit.delegation),) if visit.delegation else ()
        yield (
            visit.id,
            {
                "visitors": joined([*(cells.officer(key, visit.date) for key in visit.visitors), body]),
                "date": cells.when(visit),
                "goal": joined([_goal(cells, key) for key in _goals(visit)]),
                "form": cells.word(VISIT_FORMS, visit.form),
                "programme": _programme(cells, visit),
                **cells.rests(visit),
            },
        )


def _goal(cells: Cells, key: str) -> Cell:
    return (cells.mention(key),) if key in cells.volume.places else cells.party(key)


def _programme(cells: Cells, visit: Visit) -> Cell:
    parts: list[Cell] = []
    if visit.occasion:
        parts.append((cells.mention(visit.occasion),))
    if visit.met:
        met = joined([cells.officer(key, visit.date) for key in visit.met], ", ")
        parts.append(filled(say(cells.locale, "met {people}"), people=met))
    if visit.accompanied:
        company = joined([cells.officer(key, visit.date) for key in visit.accompanied], ", ")
        parts.append(filled(say(cells.locale, "with {people}"), people=company))
    if visit.purpose:
        parts.append((Text(visit.purpose),))
    parts += [_leg(cells, leg) for leg in visit.legs]
    return joined(parts)


def _leg(cells: Cells, leg: Leg) -> Cell:
    where = joined([_goal(cells, key) for key in leg.places or filter(None, [leg.country])], ", ")
    what: Cell = (Text(leg.purpose),) if leg.purpose else ()
    return joined([where, cells.dated(leg.date, leg), what], ", ")


def _lines(visit: Visit, volume: Data) -> Iterator[Line]:
    """Yield a line to each place; a country or an organisation alone is no place that could be drawn."""
    start = volume.countries[visit.from_].seat_at(visit.date) if visit.from_ in volume.countries else None
    visit_word = say(volume.locale, VISIT)
    yield from (Line(start, key, visit_word) for key in _places(visit, volume))


def _places(visit: Visit, volume: Data) -> list[str]:
    return [key for key in _goals(visit) if key in volume.places]


def _own_country(visit: Visit, path: KeyPath, volume: Data) -> Iterator[Problem]:
    """REL018: visitors act for the country that a visit comes from, hosts for the one that it goes to.

    A person of a state acts for the one that has taken its place too, and one of the latter for the former.
    """
    sides = {"visitors": visit.from_, "accompanied": visit.from_, "met": visit.to}
    for field, code in sides.items():
        for index, person_id in enumerate(getattr(visit, field)):
            own = volume.people[person_id].country
            if own in {None, code} or code not in volume.countries:
                continue
            if own in volume.countries[code].continues or code in volume.countries[str(own)].continues:
                continue
            place = (*path, field, index)
            message = f"{format_path(place)}: {person_id} is of {own}, not of {code}"
            yield volume.document.problem(place, "REL018", f"{message}; correct the person or the side")


def _somebody(visit: Visit, path: KeyPath, volume: Data) -> Iterator[Problem]:
    """REL023: a visit has visitors."""
    if not visit.visitors and not visit.delegation:
        message = f"{format_path(path)}: nobody travels; name 'visitors' or a 'delegation'"
        yield volume.document.problem(path, "REL023", message)


VISITS = Kind(
    name="visits",
    model=Visit,
    about="Visits between the two countries.",
    word="Visit",
    thing="Event",
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
- id: visit-ddd-eee-1905
  form: state visit
  from: XS
  to: XN
  date: "[1905-05,1905-06]"
  visitors: [person-eee-eva, person-ddd-dai]
  legs:
  - {date: 1905-05, country: XN, places: [place-nord], purpose: the council}
  - {country: XW}
  sources: [{source: gazette, stance: supports, locator: p. 13}]
- id: visit-deputies
  form: visit
  from: XN
  to: XS
  delegation: a delegation of twelve members of parliament
  sources: [{source: gazette, stance: supports, locator: p. 14}]
""",
    mention=_mention,
    listed=_listed,
    facet=VISIT_FORMS,
    facet_field="form",
    vocabularies=(VISIT_FORMS,),
    acts=("visitors", "accompanied", "met"),
    rules=(_own_country, _somebody),
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
            empty="No visit is recorded.",
            rows=_rows,
            filters=filters("from_", "to", "ids"),
            extra=columns(("form", "Form")),
            order="date",
        )
    },
    moments=even_undated,
    timeline=True,
    places=lambda visit: [*visit.places, *(key for leg in visit.legs for key in leg.places)],
    mapped=True,
    lines=_lines,
    line_kinds=lambda volume: [say(volume.locale, VISIT)],
    broad=True,
)
