"""People with the offices that they held."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from bilateral.content import Cell, Text, joined
from bilateral.kinds.kind import PERSON, SOURCES, Cells, Data, Found, Kind, TableKind, columns, filters
from bilateral.locales import is_sorted_as_said
from bilateral.messages import say
from bilateral.model import Person, Term
from bilateral.offices import at_once, office_title
from bilateral.problems import KeyPath, Problem, format_path
from bilateral.query import Query


def _rows(cells: Cells, query: Query) -> Found:
    """One row a person."""
    for person in chosen_people(cells, query):
        language = _language(person, cells.volume)
        about: Cell = (Text(person.about),) if person.about else ()
        offices = [_term(cells, term) for term in person.terms]
        written = say(cells.locale, "also written {names}", names=", ".join(person.variants))
        variants: Cell = (Text(written),) if person.variants else ()
        native: Cell = (Text(" ("), Text(person.native, language), Text(")")) if person.native else ()
        yield (
            person.id,
            {
                "name": (*cells.title(person, sort_name(person, cells.volume)), *native),
                "lived": cells.dated(person.lived, person),
                "country": cells.party(person.country) if person.country else (),
                "offices": joined([joined([*offices, variants]), about], ". "),
                "sources": cells.sources(person),
            },
        )


def chosen_people(cells: Cells, query: Query) -> list[Person]:
    """Return the people that a query asks for."""
    return [
        person
        for person in cells.volume.of(Person)
        if (not query.from_ or person.country == query.from_) and (not query.ids or person.id in query.ids)
    ]


def _term(cells: Cells, term: Term) -> Cell:
    of = cells.volume.countries[term.country].name if term.country else None
    body = cells.mention(term.organisation).text if term.organisation else of
    office = Text(f"{office_title(term, cells.locale)}{f' ({body})' if body else ''}")
    return cells.marked(joined([(office,), cells.dated(term.date, term, attested=term.attested)], ", "), term.sources)


def _held_once(person: Person, path: KeyPath, volume: Data) -> Iterator[Problem]:
    """REL026: terms in one office follow each other; another office may be held beside it."""
    dated = [(index, term) for index, term in enumerate(person.terms) if term.date and not term.attested]
    for (_, one), (index, other) in combinations(dated, 2):
        same = (one.office, one.country, one.organisation) == (other.office, other.country, other.organisation)
        if same and at_once([one, other]):
            place = (*path, "terms", index)
            message = f"{format_path(place)}: {person.id} is {one.office} twice at once ({one.date} and {other.date})"
            yield volume.document.problem(place, "REL026", f"{message}; correct a date, or make them one term")


def sort_name(person: Person, volume: Data) -> str:
    """Return the name as an index has it: by the family name, or by the given one where its language looks for that."""
    return person.name_as_said if is_sorted_as_said(_language(person, volume)) else person.sort_name


def _language(person: Person, volume: Data) -> str | None:
    return person.language or (volume.countries[person.country].language if person.country else None)


PEOPLE = Kind(
    name="people",
    model=Person,
    about="People with their offices.",
    word="Person",
    thing="Person",
    example="""
- id: person-ccc-cy
  given: Cy
  family: Ccc
  country: XN
  lived: 1860/1931
  about: Wrote a diary.
  terms:
  - office: Envoy
    country: XN
    date: 1901-05-02/..
    sources: [{source: harbour-log, stance: supports, locator: entry for 2 May}]
- {id: person-ddd-dai, given: Dai, family: Ddd, family_first: true, native: Δδδ Δάι, language: el, private: true}
- id: person-eee-eva
  given: Eva
  patronymic: Ivanovna
  particle: von
  family: Eee
  nobility: Countess
  terms:
  - {office: Minister for Posts, country: XS, date: 1904/1906}
  - {office: Chair of the Harbour Board, country: XS, date: 1904/1906}
  - {office: Member of the Library, country: XS, date: 1904/1906, beside: true}
  - {office: Party Secretary, country: XS}
""",
    mention=lambda person, _: person.name,
    language=_language,
    sorted_as=sort_name,
    attendant=True,
    rules=(_held_once,),
    indexed=True,
    headword=lambda person: person.family or person.given or "",
    tables={
        "people": TableKind(
            summary="People with their offices.",
            columns=columns(PERSON, ("country", "Country"), ("offices", "Offices and terms"), SOURCES),
            empty="No person is recorded.",
            rows=_rows,
            filters=filters("from_", "ids"),
            extra=columns(("lived", "Lived")),
            order="name",
        )
    },
)
