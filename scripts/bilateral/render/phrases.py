"""The words that each role prints, as content; pure, so that a later build can ask whether they changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from bilateral import evidence
from bilateral.chapters import Sentence
from bilateral.content import Cell, Cite, Mark, Mention, Text
from bilateral.counts import CountError, count
from bilateral.dates import Edtf, parse_edtf
from bilateral.dating import date_of
from bilateral.kinds.series import SERIES, UNITS, Series, amount
from bilateral.model import Record
from bilateral.offices import office_at
from bilateral.problems import Problem, did_you_mean
from bilateral.quantities import knows_words, spelled
from bilateral.render.evidence import cited
from bilateral.render.text import format_date, language_of, mention_text
from bilateral.standing import STANDINGS, combined, standing_of_fact
from bilateral.volume import Volume

ROLES = frozenset({"fact", "mark", "source", "rec", "office", "date", "count", "value"})


class PhraseError(ValueError):
    """The target of a role is not in the data; the message names it and proposes another."""


def phrase(kind: str, target: str, title: str | None, volume: Volume, locale: str) -> Cell:
    """Return the content of the role ``kind`` for ``target``; ``title`` are words of the author's own.

    Raises:
        PhraseError: where the target does not exist.

    """
    key, _, at = (part.strip() for part in target.partition("@"))
    match kind:
        case "fact":
            return _facts(tuple(part.strip() for part in target.split(",")), volume)
        case "mark":
            if target not in STANDINGS:
                raise PhraseError(f"no standing '{target}'{did_you_mean(target, STANDINGS) or ''}")
            return (Mark(target),)
        case "source":
            return _sources(tuple(part.strip() for part in target.split(",")), volume)
        case "rec":
            record = _record(key, volume)
            return (
                Mention(
                    record.id, title or mention_text(record, volume), None if title else language_of(record, volume)
                ),
            )
        case "office":
            return _office(key, at, title, volume)
        case "date":
            return _date(key, at, title, volume, locale)
        case "count":
            return _count(target, volume)
        case "value":
            return _value(key, at, title, volume, locale)
        case _:
            raise PhraseError(f"no role '{kind}'")


def judge_roles(volume: Volume, sentences: Iterable[Sentence]) -> Iterator[Problem]:
    """PRO005: each role finds in the data what it prints."""
    for sentence in sentences:
        for role in sentence.roles:
            if role.name in ROLES and role.piece is not None:
                try:
                    phrase(role.name, role.target.strip(), role.title or None, volume, volume.locale)
                except PhraseError as error:
                    place = sentence.block.place_of(role)
                    yield Problem(sentence.file, *place, "PRO005", f"'{role.name}': {error}")


def _record(key: str, volume: Volume) -> Record:
    if key not in volume.records:
        raise PhraseError(f"no record '{key}' in the data{did_you_mean(key, volume.records) or '; add it there'}")
    return volume.records[key]


def _office(key: str, at: str, title: str | None, volume: Volume) -> Cell:
    _record(key, volume)
    if key not in volume.people:
        raise PhraseError(f"'{key}' is not a person")
    person = volume.people[key]
    if not at:
        raise PhraseError(f"add '@' and a record or a date: {key} @ 2002-01")
    if at in volume.records:
        date = date_of(volume.records[at])
        if date is None:
            raise PhraseError(f"'{at}' after '@' has no date")
    else:
        try:
            date = parse_edtf(at)
        except ValueError as error:
            raise PhraseError(f"'{at}' after '@' is neither a record nor a date: {error}") from None
    office = office_at(person, date, volume.locale) if date else None
    if office is None:
        held = ", ".join(f"{term.office} ({term.date})" for term in person.terms) or "none"
        raise PhraseError(f"{key} holds no single office at {date}; offices: {held}")
    return Text(f"{office} "), Mention(person.id, title or person.name, language_of(person, volume))


def _date(key: str, at: str, title: str | None, volume: Volume, locale: str) -> Cell:
    record = _record(key, volume)
    if at:
        found = [date for name, date in volume.kind_of(record).dates(record) if name == at]
        if not found:
            raise PhraseError(f"'{key}' has no milestone '{at}'")
        date: Edtf | None = found[0]
    else:
        date = date_of(record)
    if date is None:
        raise PhraseError(f"'{key}' has no date")
    return (Mention(record.id, title or format_date(date, locale)),)


def _value(key: str, at: str, title: str | None, volume: Volume, locale: str) -> Cell:
    record = _record(key, volume)
    if volume.kind_of(record) is not SERIES:
        raise PhraseError(f"'{key}' is not a series")
    series = cast("Series", record)
    points = [point for point in series.points if not at or point.date.text == at]
    if not points:
        dates = ", ".join(point.date.text for point in series.points)
        raise PhraseError(f"'{key}' has no value at '{at}'; values at: {dates}")
    return (Mention(series.id, title or amount(series, points[0], locale, volume.word(UNITS, series.unit))),)


def _count(question: str, volume: Volume) -> Cell:
    try:
        number = count(question, volume)
    except CountError as error:
        raise PhraseError(str(error)) from None
    return (Text(spelled(number) if knows_words(volume.edition.language) else str(number)),)


def _sources(keys: tuple[str, ...], volume: Volume) -> Cell:
    for key in keys:
        if key not in volume.sources:
            raise PhraseError(f"no source '{key}' in the bibliography{did_you_mean(key, volume.sources)}")
    return (Cite(tuple(sorted(keys, key=lambda key: volume.sources[key].number))),)


def _facts(numbers: tuple[str, ...], volume: Volume) -> Cell:
    for number in numbers:
        if number not in volume.facts:
            raise PhraseError(f"no fact '{number}' in the data{did_you_mean(number, volume.facts)}")
    found = [item for number in numbers for item in evidence.of_fact(number, volume)]
    standings = {standing_of_fact(number, volume) for number in numbers}
    standing = combined(standings)
    cite = cited(found, volume)
    return cite if standing == "confirmed" else (*cite, Mark(standing))
