"""Terms of office beside the visits and talks that fell into them."""

from __future__ import annotations

from bilateral.model import Consultation, Visit
from bilateral.pictures.marks import Dated, in_order, touches
from bilateral.pictures.picture import Picture, Request
from bilateral.pictures.rows import described, rows_of
from bilateral.render import QueryError, format_date, person_name, record_title
from bilateral.render.query import choose
from bilateral.render.text import office_title
from bilateral.standing import standing_of_part, standing_of_record
from bilateral.volume import Volume

OFFICE, VISIT, TALKS = "Term of office", "Visit", "Talks"


def terms(volume: Volume, request: Request, locale: str) -> Picture:
    """Draw the terms of the people who travelled or were met, and their visits and talks, in the order of time."""
    taking = {key for record in volume.file.visits for key in (*record.visitors, *record.accompanied, *record.met)} | {
        key for record in volume.file.consultations for key in (*record.chairs, *record.people)
    }
    wanted = {choose("ids", key, list(volume.people)) for key in request.ids} or taking
    marks = [
        Dated(
            person.id,
            OFFICE,
            f"{person_name(person)}, {office_title(term)}",
            term.date,
            format_date(term.date, locale),
            standing_of_part(term.sources, volume),
        )
        for person in volume.file.people
        if person.id in wanted
        for term in person.terms
        if not term.attested
    ]
    marks += [_journey(record, VISIT, volume, locale) for record in volume.file.visits]
    marks += [_journey(record, TALKS, volume, locale) for record in volume.file.consultations]
    marks = in_order([mark for mark in marks if request.period is None or touches(mark.date, request.period)])
    if not marks:
        raise QueryError("nothing is left to draw; widen 'ids' or 'period'")
    offices = sum(mark.kind == OFFICE for mark in marks)
    alt = f"{offices} terms of office, and {len(marks) - offices} visits and talks, in the order of time."
    return Picture(rows_of(marks, request.width), alt, described(marks), tuple(dict.fromkeys(m.record for m in marks)))


def _journey(record: Visit | Consultation, kind: str, volume: Volume, locale: str) -> Dated:
    title = record_title(record, volume)
    standing = standing_of_record(record, volume)
    return Dated(record.id, kind, title, record.date, format_date(record.date, locale), standing)
