"""Dates, names, offices and amounts in words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from babel.dates import format_date as format_date_pattern
from babel.dates import format_skeleton
from babel.numbers import format_decimal, get_currency_symbol

from bilateral.dates import Edtf, Point, Precision
from bilateral.model import (
    Agreement,
    Country,
    Observation,
    Organisation,
    Person,
    Place,
    Product,
    Record,
    Series,
    Term,
    Visit,
)
from bilateral.model.base import SCALES
from bilateral.offices import terms_at
from bilateral.volume import Volume

_WRITTEN = ("day", "month", "year")


def format_date(date: Edtf, locale: str) -> str:
    """Write a date at its own precision: ``June 2002``, ``23–25 January 2002``, ``1920s``, ``since 1991``."""
    start, end = date.start, date.end
    if end is None:
        assert isinstance(start, Point)  # only intervals have open ends
        return _point(start, locale)
    if isinstance(start, Point) and isinstance(end, Point):
        if start.precision == end.precision and start.precision in _WRITTEN and not start.qualifier + end.qualifier:
            return _interval(start.earliest, end.earliest, start.precision, locale)
        return f"{_point(start, locale)} – {_point(end, locale)}"
    if isinstance(start, Point):
        return f"{'since' if end == '..' else 'from'} {_point(start, locale)}"
    assert isinstance(end, Point)  # the parser refuses intervals without any date
    return f"until {_point(end, locale)}"


def _point(point: Point, locale: str) -> str:
    if point.precision == "decade":
        text = f"{point.earliest.year}s"
    elif point.precision == "century":
        text = f"{point.earliest.year}–{point.latest.year}"
    else:
        text = _at_precision(point.earliest, point.precision, locale)
    return f"{'about ' if point.approximate else ''}{text}{' (?)' if point.uncertain else ''}"


def _interval(first: dt.date, last: dt.date, precision: Precision, locale: str) -> str:
    """Write an interval, leaving out what both ends share: ``23–25 January 2002``, ``28 May – 2 June 2004``.

    CLDR has interval patterns for short months only, so the shared part is left out here.
    """
    end = _at_precision(last, precision, locale)
    if first == last:
        return end
    if precision == "year" or first.year != last.year:
        dash = "–" if precision == "year" else " – "
        return f"{_at_precision(first, precision, locale)}{dash}{end}"
    if precision == "day" and first.month == last.month and end.startswith(str(last.day)):
        return f"{first.day}–{end}"
    if precision == "day":
        return f"{format_skeleton('MMMMd', first, locale=locale)} – {end}"
    return f"{format_date_pattern(first, 'LLLL', locale=locale)} – {end}"


def _at_precision(day: dt.date, precision: Precision, locale: str) -> str:
    if precision == "day":
        return format_date_pattern(day, "long", locale=locale)
    return format_skeleton({"month": "yMMMM", "year": "y"}[precision], day, locale=locale)


def person_name(person: Person) -> str:
    """Write the name in its natural order."""
    return f"{person.given} {person.family}" if person.given else person.family


def sort_name(person: Person) -> str:
    """Write the name as an index does: ``Adamkus, Valdas``."""
    return f"{person.family}, {person.given}" if person.given else person.family


def language_of(record: Record, volume: Volume) -> str | None:
    """Return the language of a name where it is not that of the book."""
    if isinstance(record, Person):
        of = record.country and volume.countries[record.country].language
        language: str | None = record.language or of
    else:
        language = record.language if isinstance(record, Place) else None
    return None if language == volume.edition.language else language


def office_title(term: Term) -> str:
    """Write the title of an office as printed before a name: ``Acting President``."""
    return f"Acting {term.office}" if term.acting else term.office


def office_at(person: Person, date: Edtf) -> str | None:
    """Return the title of the one office that the person held at ``date``, or None."""
    terms = terms_at(person, date)
    return office_title(terms[0]) if len(terms) == 1 else None


def amount(series: Series, point: Observation, locale: str) -> str:
    """Write a value with its qualifier, currency and scale: ``about 1.5 million litas``, ``US$111.5 million``."""
    number = format_decimal(point.value, locale=locale, decimal_quantization=False)
    words = [number]
    if series.currency and series.currency.isupper():
        words = [get_currency_symbol(series.currency, locale=locale) + number]
    if series.unit in SCALES:
        words.append(series.unit)
    if series.currency and not series.currency.isupper():
        words.append(series.currency)
    if point.qualifier:
        words.insert(0, point.qualifier)
    return " ".join(words)


def size(series: Series, point: Observation) -> Decimal:
    """Return a value as a plain number."""
    return Decimal(str(point.value)) * SCALES.get(series.unit or "", 1)


def party_text(key: str, volume: Volume) -> str:
    """Write a party: the name of a country, or of an organisation."""
    if key in volume.countries:
        return volume.countries[key].name
    record = volume.records[key]
    assert isinstance(record, Organisation)  # the rule on references has made sure
    return record.name


def party_record(key: str, volume: Volume) -> str:
    """Return the id of the record of a party."""
    return volume.countries[key].id if key in volume.countries else key


def mention_text(record: Record, volume: Volume) -> str:
    """Write a record as running text mentions it."""
    if isinstance(record, Person):
        return person_name(record)
    if isinstance(record, Country | Organisation | Place):
        return record.name
    if isinstance(record, Visit):
        return visit_text(record, volume)
    if isinstance(record, Agreement):
        return record.short
    if isinstance(record, Product):
        return record.label
    title = getattr(record, "title", None)
    return title if isinstance(title, str) else membership_text(record, volume)


def capital(text: str) -> str:
    """Let a text begin a line: ``Visit of …``."""
    return text[:1].upper() + text[1:]


def record_title(record: Record, volume: Volume) -> str:
    """Write a record as a line, a label or a heading begins with it."""
    return capital(mention_text(record, volume))


def visit_text(visit: Visit, volume: Volume) -> str:
    """Write a visit as a noun phrase: ``visit of Acting President Artūras Paulauskas to Guadalajara``."""
    person = volume.people[visit.visitors[0]]
    office = office_at(person, visit.date)
    goal = volume.records[visit.places[0]] if visit.places else volume.countries[visit.to]
    return f"visit of {f'{office} ' if office else ''}{person_name(person)} to {mention_text(goal, volume)}"


def membership_text(record: Record, volume: Volume) -> str:
    """Write a membership: country, ``in``, organisation."""
    country = getattr(record, "country", None)
    organisation = getattr(record, "organisation", None)
    if country is None or organisation is None:
        return record.id
    return f"{volume.countries[country].name} in {party_text(organisation, volume)}"
