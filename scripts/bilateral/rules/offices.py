"""People hold an office at the date at which a record shows them acting."""

from __future__ import annotations

from collections.abc import Iterator

from bilateral.dates import Edtf
from bilateral.dating import date_of
from bilateral.offices import at_once, terms_at
from bilateral.problems import KeyPath, Problem, format_path
from bilateral.volume import Volume


def held_at_date(volume: Volume) -> Iterator[Problem]:
    """REL013, REL014: of everyone who acts in a visit or in consultations, the office at its date is known."""
    for place, person_id, date in _acts(volume):
        person = volume.people[person_id]
        terms = terms_at(person, date)
        unknown = not terms and any(term.date is None for term in person.terms)
        if (terms and at_once(terms)) or unknown or person.private:
            continue
        where = f"{format_path(place)}: {person_id}"
        if terms:
            offices = " and ".join(f"{term.office} ({term.date})" for term in terms)
            message = f"{where} holds {offices} in turn at {date}; make the date or the terms more exact"
            yield volume.document.problem(place, "REL014", message)
        else:
            held = ", ".join(f"{term.office} ({term.date})" for term in person.terms) or "none"
            message = f"{where} holds no office at {date}; offices: {held}; correct the date or add the term"
            yield volume.document.problem(place, "REL013", message)


def _acts(volume: Volume) -> Iterator[tuple[KeyPath, str, Edtf]]:
    """Yield each person who acts in a record, with the place that says so and the date."""
    for path, record, kind in volume.located_kinds():
        date = date_of(record)
        if date is None:
            continue
        for field in kind.acts:
            for index, person_id in enumerate(getattr(record, field)):
                yield (*path, field, index), person_id, date
