"""Rows of the tables for looking things up: people, places, bodies, facts, sources."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError

from bilateral import evidence
from bilateral.bibliography import GRADES
from bilateral.collation import collation_key
from bilateral.fields import references
from bilateral.model import Person, Term, Visit
from bilateral.render.content import Cell, Cite, FactLink, Mark, Mention, SectionLink, Text, joined
from bilateral.render.context import Context, capitalised
from bilateral.render.evidence import cited
from bilateral.render.query import Query, choose
from bilateral.render.rows_records import Found
from bilateral.render.text import format_date, language_of, office_title, sort_name
from bilateral.standing import STANDINGS, standing_of_fact, standing_of_part
from bilateral.volume import Volume


def people(context: Context, query: Query) -> Found:
    """One row a person."""
    for person in _people(context, query):
        about: Cell = (Text(person.about),) if person.about else ()
        offices = [_term(context, term) for term in person.terms]
        variants: Cell = (Text(f"also written {', '.join(person.variants)}"),) if person.variants else ()
        yield (
            person.id,
            {
                "name": _sort_name(context, person),
                "country": context.party(person.country) if person.country else (),
                "offices": joined([joined([*offices, variants]), about], ". "),
                "sources": context.sources(person),
            },
        )


def _term(context: Context, term: Term) -> Cell:
    seen = "attested " if term.attested else ""
    of = context.volume.countries[term.country].name if term.country else None
    body = context.mention(term.organisation).text if term.organisation else of
    text = f"{office_title(term)}{f' ({body})' if body else ''}, {seen}{format_date(term.date, context.locale)}"
    standing = standing_of_part(term.sources, context.volume)
    return (Text(text),) if standing == "confirmed" else (Text(text), Mark(standing))


def _people(context: Context, query: Query) -> list[Person]:
    found = [
        person
        for person in context.volume.file.people
        if (not query.from_ or person.country == query.from_) and (not query.ids or person.id in query.ids)
    ]
    return sorted(found, key=lambda person: collation_key(sort_name(person)))


def _sort_name(context: Context, person: Person) -> Cell:
    return (Text(sort_name(person), language_of(person, context.volume)),)


def person_index(context: Context, query: Query) -> Found:
    """One row a person who appears in a record."""
    appearing = appearances(context.volume)
    for person in _people(context, query):
        keys = appearing.get(person.id, ())
        if keys:
            name = Mention(person.id, sort_name(person), language_of(person, context.volume))
            records = joined([(_listed(context, key),) for key in keys])
            yield person.id, {"name": (name,), "records": records}


def _listed(context: Context, key: str) -> Mention:
    """Return a mention for a list, where visits by the same person must be distinguished."""
    mention, record = capitalised(context.mention(key)), context.volume.records[key]
    if isinstance(record, Visit):
        mention = Mention(key, f"{mention.text}, {record.date.earliest.year}", mention.language)
    return mention


def appearances(volume: Volume) -> dict[str, tuple[str, ...]]:
    """Return for each person the ids of the records that name the person, in the order of the file."""
    found: dict[str, dict[str, None]] = {}
    for path, record in volume.located:
        for _, key, ref in references(record, path):
            if "people" in ref.collections:
                found.setdefault(key, {})[record.id] = None
    return {key: tuple(records) for key, records in found.items()}


def places(context: Context, query: Query) -> Found:
    """One row a place, by name."""
    chosen = [
        place
        for place in context.volume.file.places
        if (not query.from_ or place.country == query.from_) and (not query.ids or place.id in query.ids)
    ]
    for place in sorted(chosen, key=lambda place: collation_key(place.name)):
        within: Cell = (Text(" in "), context.mention(place.within)) if place.within else ()
        names = [
            (Text(name, language), Text(f" ({language_name(language, context.locale)})"))
            for language, name in place.names.items()
        ]
        yield (
            place.id,
            {
                "name": (*context.title(place, place.name), *within),
                "names": joined(list(names)),
                "country": context.party(place.country),
            },
        )


def organisations(context: Context, query: Query) -> Found:
    """One row an organisation, by name."""
    for body in sorted(context.volume.file.organisations, key=lambda body: collation_key(body.name)):
        if not query.ids or body.id in query.ids:
            abbreviation: Cell = (Text(body.abbreviation),) if body.abbreviation else ()
            yield body.id, {"name": context.title(body, body.name), "abbreviation": abbreviation}


def countries(context: Context, query: Query) -> Found:
    """One row a country, by name."""
    for country in sorted(context.volume.file.countries, key=lambda country: collation_key(country.name)):
        if not query.ids or country.id in query.ids:
            yield country.id, {"name": context.title(country, country.name), "code": (Text(country.code),)}


def facts(context: Context, query: Query) -> Found:
    """One row a numbered fact; ``kind`` filters by standing."""
    wanted = [choose("kind", kind, list(STANDINGS)) for kind in query.kind]
    for number, (_, fact) in context.volume.facts.items():
        standing = standing_of_fact(number, context.volume)
        if (query.register and number[0] != query.register) or (wanted and standing not in wanted):
            continue
        yield (
            None,
            {
                "number": (FactLink(number),),
                "statement": (Text(fact.statement),),
                "finding": (Text(fact.finding),) if fact.finding else (),
                "standing": context.mark(standing),
                "section": (SectionLink(fact.section),),
                "sources": cited(evidence.of_fact(number, context.volume), context.volume, located=True),
            },
        )


def standings(context: Context, query: Query) -> Found:
    """One row a standing, one column a register."""
    del query  # the table takes no filter
    registers = [register.letter for register in context.volume.file.registers]
    found = [(number[0], standing_of_fact(number, context.volume)) for number in context.volume.facts]
    for standing in STANDINGS:
        counts = {letter: (Text(str(found.count((letter, standing)))),) for letter in registers}
        yield None, {"standing": context.mark(standing, named=True), **counts}


def source_register(context: Context, query: Query) -> Found:
    """One row a source; ``kind`` filters by grade."""
    numbers: dict[str, list[str]] = {}
    for number, (_, fact) in context.volume.facts.items():
        for link in fact.sources:
            if number not in numbers.setdefault(link.source, []):
                numbers[link.source].append(number)
    wanted = [choose("kind", kind, list(GRADES)) for kind in query.kind]
    for source in context.volume.sources.values():
        if wanted and source.grade[0] not in wanted:
            continue
        yield (
            None,
            {
                "title": (Text(source.title, _other(source.title_language, context)),),
                "number": (Cite((source.key,)),),
                "grade": (_grade(source.grade),),
                "language": (Text(language_name(source.language, context.locale)),),
                "seen": (Text(source.seen),),
                "facts": joined(
                    [*_whole_registers(context, source.key), _fact_links(numbers.get(source.key, []))], "; "
                ),
            },
        )


def _grade(grade: str) -> Text:
    """Write a grade with a minus sign; A+ comes before A, and A before A−."""
    letter, shade = grade[0], grade[1:]
    return Text(grade.replace("-", "−"), order=f"{letter}{('+', '', '-').index(shade)}")


def _whole_registers(context: Context, key: str) -> list[Cell]:
    """Return the first and last number of each register that comes from a source."""
    letters = [register.letter for register in context.volume.file.registers if register.source == key]
    numbers = [[number for number in context.volume.facts if number[0] == letter] for letter in letters]
    return [(FactLink(found[0]), Text("–"), FactLink(found[-1])) for found in numbers if found]


def _fact_links(numbers: list[str]) -> Cell:
    return joined([(FactLink(number),) for number in numbers], ", ")


def _other(language: str, context: Context) -> str | None:
    return None if language == context.volume.edition.language else language


@lru_cache(maxsize=256)
def language_name(code: str, locale: str) -> str:
    """Write the name of a language; the code itself where the locale data has no name."""
    try:
        return Locale.parse(code, sep="-").get_language_name(locale) or code
    except (UnknownLocaleError, ValueError):
        return code
