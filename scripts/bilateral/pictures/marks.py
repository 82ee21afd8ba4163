"""Dated records as marks on an axis of time: where each begins and ends, and how sure that is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from bilateral.dates import Edtf, Point
from bilateral.dating import date_of
from bilateral.model import Agreement, Record
from bilateral.pictures.picture import Request
from bilateral.render import QueryError, format_date, mention_text
from bilateral.render.query import choose
from bilateral.volume import Volume

COLLECTIONS = {
    "events": "Event",
    "visits": "Visit",
    "consultations": "Talks",
    "agreements": "Agreement",
    "missions": "Mission",
    "memberships": "Membership",
    "community": "Community",
}
"""The collections whose records have dates, each with the word for one of its records."""


@dataclass(frozen=True)
class Dated:
    """A mark on an axis of time: from ``start`` to before ``end``.

    ``day`` is true where the day is known: a point, not a span. ``opens`` and ``lasts`` say that the beginning is not
    known, or that it goes on; there ``start`` and ``end`` are those of the axis.
    """

    record: str
    collection: str
    title: str
    words: str
    date: Edtf
    day: bool
    opens: bool
    lasts: bool
    uncertain: bool


def dated_marks(volume: Volume, request: Request, locale: str) -> list[Dated]:
    """Return the marks that a request asks for, in the order of time.

    Raises:
        QueryError: where a record that is asked for by name has no date that can be drawn.

    """
    names = [choose("kind", name, list(COLLECTIONS)) for name in request.kind] or list(COLLECTIONS)
    known = [key for key, name in volume.collections.items() if name in names]
    for key in request.only:
        choose("only", key, known)
        if date_of(volume.records[key]) is None:
            raise QueryError(f"option 'only': '{key}' has no date that can be drawn; give it one, or leave it out")
    found = list(_marks(volume, names, request, locale))
    if not found:
        raise QueryError("nothing is left to draw; widen 'kind', 'only' or 'period'")
    return sorted(found, key=lambda mark: (*mark.date.sort_key, mark.record))


def _marks(volume: Volume, names: list[str], request: Request, locale: str) -> Iterator[Dated]:
    for name in names:
        for record in getattr(volume.file, name):
            date = date_of(record)
            if date is None or (request.only and record.id not in request.only):
                continue
            if request.period and not _touches(date, request.period):
                continue
            yield _mark(record, name, date, volume, locale)


def _mark(record: Record, collection: str, date: Edtf, volume: Volume, locale: str) -> Dated:
    text = record.short if isinstance(record, Agreement) else mention_text(record, volume)
    points = [end for end in (date.start, date.end) if isinstance(end, Point)]
    return Dated(
        record=record.id,
        collection=collection,
        title=text[:1].upper() + text[1:],
        words=format_date(date, locale),
        date=date,
        day=date.end is None and all(point.precision == "day" for point in points),
        opens=not isinstance(date.start, Point),
        lasts=date.end is not None and not isinstance(date.end, Point),
        uncertain=any(point.qualifier for point in points),
    )


def _touches(date: Edtf, period: Edtf) -> bool:
    return date.earliest <= period.latest and date.latest >= period.earliest


def span(marks: list[Dated]) -> tuple[dt.date, dt.date]:
    """Return the years that marks need: the first day of the first, the first day after the last."""
    firsts = [mark.date.earliest for mark in marks if not mark.opens] + [_known(mark) for mark in marks if mark.opens]
    lasts = [mark.date.latest for mark in marks if not mark.lasts] + [_known(mark) for mark in marks if mark.lasts]
    return dt.date(min(firsts).year, 1, 1), dt.date(max(lasts).year + 1, 1, 1)


def _known(mark: Dated) -> dt.date:
    """Return the end of an open interval that is known."""
    return mark.date.latest if mark.opens else mark.date.earliest
