"""Dates and names in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache

from babel import Locale
from babel.dates import format_date as format_date_pattern
from babel.dates import match_skeleton

from bilateral.dates import Edtf, Point, Precision
from bilateral.locales import alternatives
from bilateral.messages import N_, Cased, say, say_in
from bilateral.model import Record
from bilateral.text import capital
from bilateral.translation import language_left, made_of
from bilateral.volume import Volume

_SEASONS = {
    21: N_("spring {year}"),
    22: N_("summer {year}"),
    23: N_("autumn {year}"),
    24: N_("winter {year}"),
}
_DOUBTS = {
    ("year", "?"): N_("year uncertain"),
    ("year", "~"): N_("year approximate"),
    ("year", "%"): N_("year uncertain and approximate"),
    ("month", "?"): N_("month uncertain"),
    ("month", "~"): N_("month approximate"),
    ("month", "%"): N_("month uncertain and approximate"),
    ("day", "?"): N_("day uncertain"),
    ("day", "~"): N_("day approximate"),
    ("day", "%"): N_("day uncertain and approximate"),
}
_DAY = re.compile(r"'[^']*'|d+")
"""A day in a pattern of CLDR, or a text in quotes, which may have a d too."""
_ABBREVIATION = re.compile(r" (?='[^\W\d_]+'\.)")
"""What stands before an abbreviation in a pattern of CLDR: ``y 'm'. MMMM d 'd'.``"""
_WRITTEN = ("day", "month", "year")


def format_date(date: Edtf, locale: str, *, in_sentence: bool = False) -> str:
    """Write a date at its own precision: ``June 2002``, ``23–25 January 2002``, ``1920s``, ``since 1991``.

    In a sentence, it may have another form than in a table: ``1901 m. kovo mėn.`` for ``1901 m. kovas``.
    """
    start, end = date.start, date.end

    def written(point: Point) -> str:
        return _point(point, locale).in_sentence if in_sentence else str(_point(point, locale))

    if date.one_of:
        points = [written(point) for point in date.one_of]
        if len(points) > 1:
            return alternatives(points, locale)
        return say(locale, N_("{date} or earlier") if start == ".." else N_("{date} or later"), date=points[0])
    if end is None:
        assert isinstance(start, Point)  # only intervals have open ends
        return written(start)
    if isinstance(start, Point) and isinstance(end, Point):
        if (
            start.precision == end.precision
            and start.precision in _WRITTEN
            and not start.qualifier + end.qualifier
            and not start.parts + end.parts
        ):
            interval = _interval(start.earliest, end.earliest, start.precision, locale)
            return _in_sentence(interval, locale) if in_sentence and start.precision == "year" else interval
        return f"{written(start)} – {written(end)}"
    if isinstance(start, Point):
        return say(locale, N_("since {date}") if end == ".." else N_("from {date}"), date=_point(start, locale))
    assert isinstance(end, Point)  # the parser refuses intervals without any date
    return say(locale, "until {date}", date=_point(end, locale))


def _point(point: Point, locale: str) -> Cased:
    first, last = point.earliest, point.latest
    if point.precision == "season":
        text = say(locale, _SEASONS[point.season], year=_at_precision(first, "year", locale))
    elif point.precision == "decade":
        text = say(locale, "{first}s", first=first.year, last=last.year)
    elif point.precision == "century":
        text = f"{first.year}–{last.year}"
    else:
        text = _at_precision(first, point.precision, locale)
    date = _with_forms(text, first, point.precision, locale)
    if point.parts:
        doubts = ", ".join(say(locale, _DOUBTS[doubt]) for doubt in point.parts)
        date = _each(date, lambda form: f"{form} ({doubts})")
    if point.approximate:
        date = _each(date, lambda form: say(locale, "about {date}", date=form))
    if point.uncertain:
        date = _each(date, lambda form: say(locale, "{date} (?)", date=form))
    return date


def _each(date: Cased, said: Callable[[Cased], str]) -> Cased:
    """Say something of each form of a date."""
    in_sentence = Cased(date.in_sentence, governed=date.governed)
    return Cased(said(date), governed=said(Cased(date.governed)), in_sentence=said(in_sentence))


def _with_forms(text: str, first: dt.date, precision: Precision, locale: str) -> Cased:
    """Return a date with the forms that it has in a sentence, and after a preposition: ``desde el 5 de mayo``."""
    if precision == "day":
        return Cased(text, governed=say_in(locale, "after a preposition", "{day}", day=text))
    if precision == "month":
        month = Cased(text, genitive=_genitive(first, locale))
        governed = say_in(locale, "after a preposition", "{month}", month=month)
        return Cased(text, governed=governed, in_sentence=say_in(locale, "in a sentence", "{month}", month=month))
    if precision == "year":
        governed = say_in(locale, "after a preposition", "{year}", year=text)
        return Cased(text, governed=governed, in_sentence=_in_sentence(text, locale))
    if precision == "decade":
        return Cased(text, governed=say_in(locale, "after a preposition", "{decade}", decade=text))
    return Cased(text)


def _in_sentence(years: str, locale: str) -> str:
    return say_in(locale, "in a sentence", "{year}", year=years)


def _interval(first: dt.date, last: dt.date, precision: Precision, locale: str) -> str:
    """Write an interval, leaving out what both ends share: ``23–25 January 2002``, ``28 May – 2 June 2004``.

    CLDR has interval patterns for short months only, so the shared part is left out here. Where a language begins with
    the year, it is the second end that leaves it out: ``2002 m. gegužės 28 d. – birželio 2 d.``
    """
    start, end = (_at_precision(day, precision, locale) for day in (first, last))
    if first == last:
        return end
    if precision == "year" or first.year != last.year:
        return f"{start}–{end}" if precision == "year" else f"{start} – {end}"
    long = _bound(Locale.parse(locale).date_formats["long"])
    if precision == "day" and first.month == last.month:
        both = _DAY.sub(lambda found: found[0] if found[0][0] == "'" else f"'{first.day}–{last.day}'", long)
        return format_date_pattern(last, both, locale=locale)
    short_start, short_end = (
        _by_skeleton("MMMMd", day, locale) if precision == "day" else format_date_pattern(day, "LLLL", locale=locale)
        for day in (first, last)
    )
    return f"{start} – {short_end}" if long.index("y") < long.index("M") else f"{short_start} – {end}"


def _at_precision(day: dt.date, precision: Precision, locale: str) -> str:
    if precision == "day":
        return format_date_pattern(day, _bound(Locale.parse(locale).date_formats["long"]), locale=locale)
    return _by_skeleton({"month": "yMMMM", "year": "y"}[precision], day, locale)


def _by_skeleton(skeleton: str, day: dt.date, locale: str) -> str:
    return format_date_pattern(day, _pattern_of(skeleton, locale), locale=locale)


@lru_cache(maxsize=256)
def _pattern_of(skeleton: str, locale: str) -> str:
    patterns = Locale.parse(locale).datetime_skeletons
    return _bound(patterns[match_skeleton(skeleton, patterns)])


def _bound(pattern: object) -> str:
    """Return a pattern of CLDR whose abbreviations, as in ``1902 m.``, stay on the line of their numbers."""
    return _ABBREVIATION.sub("\N{NO-BREAK SPACE}", str(pattern))


def _genitive(day: dt.date, locale: str) -> str:
    """Write a month as it stands after a preposition, where a language has a form of it for dates."""
    pattern = _bound(Locale.parse(locale).datetime_skeletons["yMMMM"])
    return format_date_pattern(day, pattern.replace("LLLL", "MMMM"), locale=locale)


def mention_text(record: Record, volume: Volume) -> str:
    """Write a record as running text mentions it."""
    return volume.mention_of(record)


def record_title(record: Record, volume: Volume) -> str:
    """Write a record as a line, a label or a heading begins with it."""
    text = mention_text(record, volume)
    return made_of(text, capital(text, volume.locale))


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
    if volume.original:
        language = language or language_left(volume.mention_of(record)) or None
    return None if language == volume.edition.language else language


def party_record(key: str, volume: Volume) -> str:
    """Return the id of the record of a party."""
    return volume.countries[key].id if key in volume.countries else key
