"""Which offices a person holds at a date, and their title."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from bilateral.dates import Edtf
from bilateral.locales import listing
from bilateral.messages import say
from bilateral.model import Person, Term


def terms_at(person: Person, date: Edtf) -> tuple[Term, ...]:
    """Return the terms that share a day with ``date``.

    Where several do, only those that cover the whole of ``date``, if there are such: a day decides between
    an office that ended and one that began in the same year. Offices by which nobody is named give way to others.
    """
    dated = [(term, term.date) for term in person.terms if term.date]
    sharing = tuple(term for term, held in dated if held.overlaps(date))
    covering = tuple(term for term, held in dated if held.earliest <= date.earliest and date.latest <= held.latest)
    found = covering or sharing
    return tuple(term for term in found if not term.beside) or found


def at_once(terms: Iterable[Term]) -> bool:
    """Tell whether each of some terms was held beside each other for certain; else one may have followed another."""
    dates = [term.date for term in terms if term.date]
    return not any(one.ends_before(other) or other.ends_before(one) for one, other in combinations(dates, 2))


def office_title(term: Term, locale: str) -> str:
    """Write the title of an office as printed before a name: ``Acting President``."""
    return say(locale, "Acting {office}", office=term.office) if term.acting else term.office


def office_at(person: Person, date: Edtf, locale: str) -> str | None:
    """Return the title of the office that the person held at ``date``, or of the several at once; else None."""
    terms = terms_at(person, date)
    return listing([office_title(term, locale) for term in terms], locale) if terms and at_once(terms) else None
