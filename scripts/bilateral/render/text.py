"""Dates and names in words."""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date as format_date_pattern
from babel.dates import format_skeleton

from bilateral.dates import SEASONS, Edtf, Point, Precision
from bilateral.model import Record
from bilateral.volume import Volume

_DOUBTS = {"?": "uncertain", "~": "approximate", "%": "uncertain and approximate"}
_WRITTEN = ("day", "month", "year")


def format_date(date: Edtf, locale: str) -> str:
    """Write a date at its own precision: ``June 2002``, ``23–25 January 2002``, ``1920s``, ``since 1991``."""
    start, end = date.start, date.end
    if date.one_of:
        words = [_point(point, locale) for point in date.one_of]
        if len(words) == 1:
            return f"{words[0]} or {'earlier' if start == '..' else 'later'}"
        return f"{', '.join(words[:-1])} or {words[-1]}"
    if end is None:
        assert isinstance(start, Point)  # only intervals have open ends
        return _point(start, locale)
    if isinstance(start, Point) and isinstance(end, Point):
        if (
            start.precision == end.precision
            and start.precision in _WRITTEN
            and not start.qualifier + end.qualifier
            and not start.parts + end.parts
        ):
            return _interval(start.earliest, end.earliest, start.precision, locale)
        return f"{_point(start, locale)} – {_point(end, locale)}"
    if isinstance(start, Point):
        return f"{'since' if end == '..' else 'from'} {_point(start, locale)}"
    assert isinstance(end, Point)  # the parser refuses intervals without any date
    return f"until {_point(end, locale)}"


def _point(point: Point, locale: str) -> str:
    if point.precision == "season":
        text = f"{SEASONS[point.season]} {_at_precision(point.earliest, 'year', locale)}"
    elif point.precision == "decade":
        text = f"{point.earliest.year}s"
    elif point.precision == "century":
        text = f"{point.earliest.year}–{point.latest.year}"
    else:
        text = _at_precision(point.earliest, point.precision, locale)
    doubts = ", ".join(f"{part} {_DOUBTS[sign]}" for part, sign in point.parts)
    text = f"{text} ({doubts})" if doubts else text
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


def capital(text: str) -> str:
    """Let a text begin a line: ``Visit of …``."""
    return text[:1].upper() + text[1:]


def mention_text(record: Record, volume: Volume) -> str:
    """Write a record as running text mentions it."""
    text: str = volume.kind_of(record).mention(record, volume)
    return text


def record_title(record: Record, volume: Volume) -> str:
    """Write a record as a line, a label or a heading begins with it."""
    return capital(mention_text(record, volume))


def sort_text(record: Record, volume: Volume) -> str:
    """Write a record as it is sorted: a person as ``Adamkus, Valdas``."""
    text: str = (volume.kind_of(record).sorted_as or mention_text)(record, volume)
    return text


def reading_of(record: Record, volume: Volume) -> str:
    """Return what a record is sorted by: its reading, or else how it is written where it is sorted."""
    return volume.kind_of(record).reading(record) or sort_text(record, volume)


def language_of(record: Record, volume: Volume) -> str | None:
    """Return the language of a name where it is not that of the book."""
    language: str | None = volume.kind_of(record).language(record, volume)
    return None if language == volume.edition.language else language


def party_record(key: str, volume: Volume) -> str:
    """Return the id of the record of a party."""
    return volume.countries[key].id if key in volume.countries else key
