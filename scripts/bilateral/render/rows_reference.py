"""Rows of the tables for looking things up: the index of persons, facts, sources."""

from __future__ import annotations

from bilateral import evidence
from bilateral.bibliography import GRADES
from bilateral.content import Cite, Column, FactLink, Mention, SectionLink, Text, joined
from bilateral.fields import references
from bilateral.kinds.kind import Found
from bilateral.kinds.people import chosen_people
from bilateral.query import Query, choose
from bilateral.render.context import Context
from bilateral.render.evidence import cited
from bilateral.render.text import language_of, mention_text, sort_text
from bilateral.standing import STANDINGS, standing_of_fact
from bilateral.text import capital
from bilateral.volume import Volume

APART = Text("\u00a0")
"""What stands between a number and its mark, which are not divided."""


def person_index(context: Context, query: Query) -> Found:
    """One row a person who appears in a record."""
    appearing = appearances(context.volume)
    for person in chosen_people(context, query):
        keys = appearing.get(person.id, ())
        if keys:
            language = language_of(person, context.volume)
            name = Mention(person.id, sort_text(person, context.volume), language, order=person.reading)
            records = joined([(_listed(context, key),) for key in keys])
            yield person.id, {"name": (name,), "records": records}


def _listed(context: Context, key: str) -> Mention:
    """Return a mention for a list, where records that are mentioned alike must be distinguished."""
    record = context.volume.records[key]
    kind = context.volume.kind_of(record)
    text = kind.listed(record, context.volume) if kind.listed else mention_text(record, context.volume)
    return Mention(key, capital(text, context.locale), language_of(record, context.volume))


def appearances(volume: Volume) -> dict[str, tuple[str, ...]]:
    """Return for each person the ids of the records that name the person, in the order of the file."""
    found: dict[str, dict[str, None]] = {}
    for path, record in volume.located:
        for _, key, ref in references(record, path):
            if "people" in ref.collections:
                found.setdefault(key, {})[record.id] = None
    return {key: tuple(records) for key, records in found.items()}


def facts(context: Context, query: Query) -> Found:
    """One row a numbered fact; ``kind`` filters by standing.

    Mark and section stand with the number: columns for them would take their room from statements and sources.
    """
    wanted = [choose("kind", kind, list(STANDINGS)) for kind in query.kind]
    for number, (_, fact) in context.volume.facts.items():
        standing = standing_of_fact(number, context.volume)
        if (query.register and number[0] != query.register) or (wanted and standing not in wanted):
            continue
        yield (
            None,
            {
                "number": (FactLink(number), APART, *context.mark(standing), Text(" "), SectionLink(fact.section)),
                "statement": (Text(fact.statement),),
                "finding": (Text(fact.finding),) if fact.finding else (),
                "sources": cited(evidence.of_fact(number, context.volume), context.volume, located=True),
            },
        )


def registers(context: Context, query: Query) -> tuple[Column, ...]:  # noqa: ARG001  (all of them, whatever is asked)
    """Return a column for each register."""
    return tuple(Column(register.letter, register.title) for register in context.volume.file.registers)


def standings(context: Context, query: Query) -> Found:
    """One row a standing, one column a register."""
    del query  # the table takes no filter
    registers = [register.letter for register in context.volume.file.registers]
    found = [(number[0], standing_of_fact(number, context.volume)) for number in context.volume.facts]
    for standing in STANDINGS:
        counts = {letter: (Text(str(found.count((letter, standing)))),) for letter in registers}
        yield None, {"standing": context.mark(standing, named=True), **counts}


def source_register(context: Context, query: Query) -> Found:
    """One row a grade; the bibliography says of each source what grade it has and how much of it was seen."""
    del query  # the table takes no filter
    for grade in GRADES:
        keys = tuple(key for key, source in context.volume.sources.items() if source.grade[0] == grade)
        if keys:
            yield None, {"grade": (Text(grade),), "sources": (Cite(keys),)}
