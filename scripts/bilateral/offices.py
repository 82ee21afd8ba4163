"""Which office a person holds at a date, and its title."""

from __future__ import annotations

from bilateral.dates import Edtf
from bilateral.messages import say
from bilateral.model import Person, Term


def terms_at(person: Person, date: Edtf) -> tuple[Term, ...]:
    """Return the terms that share a day with ``date``.

    Where several do, only those that cover the whole of ``date``, if there are such: a day decides between
    an office that ended and one that began in the same year. Offices held beside another give way to it.
    """
    dated = [(term, term.date) for term in person.terms if term.date]
    sharing = tuple(term for term, held in dated if held.overlaps(date))
    covering = tuple(term for term, held in dated if held.earliest <= date.earliest and date.latest <= held.latest)
    found = covering or sharing
    return tuple(term for term in found if not term.beside) or found


def office_title(term: Term, locale: str) -> str:
    """Write the title of an office as printed before a name: ``Acting President``."""
    return say(locale, "Acting {office}", office=term.office) if term.acting else term.office


def office_at(person: Person, date: Edtf, locale: str) -> str | None:
    """Return the title of the one office that the person held at ``date``, or None."""
    terms = terms_at(person, date)
    return office_title(terms[0], locale) if len(terms) == 1 else None
