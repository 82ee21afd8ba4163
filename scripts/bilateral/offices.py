"""Which office a person holds at a date."""

from __future__ import annotations

from bilateral.dates import Edtf
from bilateral.model import Person, Term


def terms_at(person: Person, date: Edtf) -> tuple[Term, ...]:
    """Return the terms that share a day with ``date``.

    Where several do, only those that cover the whole of ``date``, if there are such: a day decides between
    an office that ended and one that began in the same year.
    """
    sharing = tuple(term for term in person.terms if term.date.overlaps(date))
    covering = tuple(
        term for term in sharing if term.date.earliest <= date.earliest and date.latest <= term.date.latest
    )
    return covering or sharing
