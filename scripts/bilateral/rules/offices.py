"""People hold an office at the date at which a record shows them acting, for their own country."""

from __future__ import annotations

from collections.abc import Iterator

from bilateral.dates import Edtf
from bilateral.model import Consultation, Record, Visit
from bilateral.offices import terms_at
from bilateral.problems import KeyPath, Problem, format_path
from bilateral.volume import Volume


def held_at_date(volume: Volume) -> Iterator[Problem]:
    """REL013, REL014: everyone who acts in a visit or in consultations holds one office at its date."""
    for path, record, date in _acts(volume):
        for place, person_id in _actors(record, path):
            terms = terms_at(volume.people[person_id], date)
            if len(terms) == 1:
                continue
            where = f"{format_path(place)}: {person_id}"
            if terms:
                offices = " and ".join(f"{term.office} ({term.date})" for term in terms)
                message = f"{where} holds {offices} at {date}; make the date or the terms more exact"
                yield volume.document.problem(place, "REL014", message)
            else:
                held = ", ".join(f"{term.office} ({term.date})" for term in volume.people[person_id].terms) or "none"
                message = f"{where} holds no office at {date}; offices: {held}; correct the date or add the term"
                yield volume.document.problem(place, "REL013", message)


def own_country(volume: Volume) -> Iterator[Problem]:
    """REL018: visitors act for the country that a visit comes from, hosts for the one that it goes to."""
    for path, record in volume.located:
        if not isinstance(record, Visit):
            continue
        sides = {"visitors": record.from_, "accompanied": record.from_, "met": record.to}
        for field, code in sides.items():
            for index, person_id in enumerate(getattr(record, field)):
                own = volume.people[person_id].country
                if own is not None and own != code:
                    place = (*path, field, index)
                    message = (
                        f"{format_path(place)}: {person_id} is of {own}, not of {code}; correct the person or the side"
                    )
                    yield volume.document.problem(place, "REL018", message)


def _acts(volume: Volume) -> Iterator[tuple[KeyPath, Visit | Consultation, Edtf]]:
    for path, record in volume.located:
        if isinstance(record, Visit | Consultation):
            yield path, record, record.date


def _actors(record: Record, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    for field in ("visitors", "accompanied", "met", "chairs", "people"):
        for index, person_id in enumerate(getattr(record, field, ())):
            yield (*path, field, index), person_id
