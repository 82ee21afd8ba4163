"""Terms of office beside the visits and talks that fell into them."""

from __future__ import annotations

from bilateral.dates import Edtf
from bilateral.dating import date_of
from bilateral.kinds.kind import kind_word
from bilateral.messages import N_, say, say_many
from bilateral.model import Record
from bilateral.offices import office_title
from bilateral.pictures.marks import Dated, in_order, touches
from bilateral.pictures.picture import Picture, Request
from bilateral.pictures.rows import described, rows_of
from bilateral.query import choose
from bilateral.render import QueryError, format_date, record_title
from bilateral.standing import standing_of_part, standing_of_record
from bilateral.volume import Volume

OFFICE = N_("Term of office")


def terms(volume: Volume, request: Request, locale: str) -> Picture:
    """Draw the terms of the people who travelled or were met, and their visits and talks, in the order of time."""
    found = ((record, kind, date_of(record)) for _, record, kind in volume.located_kinds() if kind.acts)
    acting = [(record, kind, date) for record, kind, date in found if date]
    taking = {key for record, kind, _ in acting for field in kind.acts for key in getattr(record, field)}
    wanted = {choose("ids", key, list(volume.people)) for key in request.ids} or taking
    office = say(locale, OFFICE)
    marks = [
        Dated(
            person.id,
            office,
            f"{person.name}, {office_title(term, locale)}",
            term.date,
            format_date(term.date, locale),
            standing_of_part(term.sources, volume),
        )
        for person in volume.people.values()
        if person.id in wanted
        for term in person.terms
        if term.date and not term.attested
    ]
    marks += [_journey(record, kind_word(kind, locale), date, volume, locale) for record, kind, date in acting]
    marks = in_order([mark for mark in marks if request.period is None or touches(mark.date, request.period)])
    if not marks:
        raise QueryError("nothing is left to draw; widen 'ids' or 'period'")
    offices = sum(mark.kind == office for mark in marks)
    visits = len(marks) - offices
    alt = say(
        locale,
        "{offices}, and {visits}, in the order of time.",
        offices=say_many(locale, "{number} term of office", "{number} terms of office", offices),
        visits=say_many(locale, "{number} visit or talks", "{number} visits and talks", visits),
    )
    return Picture(
        rows_of(marks, request.width, locale),
        alt,
        described(marks, locale),
        tuple(dict.fromkeys(m.record for m in marks)),
    )


def _journey(record: Record, word: str, date: Edtf, volume: Volume, locale: str) -> Dated:
    title = record_title(record, volume)
    standing = standing_of_record(record, volume)
    return Dated(record.id, word, title, date, format_date(date, locale), standing)
