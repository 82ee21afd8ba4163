"""Dated records as marks on an axis of time: where each begins and ends, and how sure that is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from bilateral.dates import Edtf, Point
from bilateral.dating import date_of
from bilateral.kinds import AnyKind
from bilateral.kinds.kind import kind_word
from bilateral.model import Record
from bilateral.model.base import Standing
from bilateral.pictures.picture import Request
from bilateral.query import choose
from bilateral.render import QueryError, format_date, record_title
from bilateral.standing import SYMBOLS, standing_of_record
from bilateral.volume import Volume


@dataclass(frozen=True)
class Dated:
    """A mark on an axis of time: what it is for and of which kind, its date as typed and in words, and its standing."""

    record: str
    kind: str
    title: str
    date: Edtf
    words: str
    standing: Standing

    @property
    def label(self) -> str:
        """The title, the date, and the symbol of a standing that is not confirmed."""
        symbol = "" if self.standing == "confirmed" else f" {SYMBOLS[self.standing]}"
        return f"{self.title}, {self.words}{symbol}"

    @property
    def day(self) -> bool:
        """Whether the day is known: a point on the axis, not a span."""
        return self.date.end is None and all(point.precision == "day" for point in self._points)

    @property
    def opens(self) -> bool:
        """Whether the beginning is not known: there the mark begins with the axis."""
        return not isinstance(self.date.start, Point)

    @property
    def lasts(self) -> bool:
        """Whether it goes on, or nobody knows its end: there the mark ends with the axis."""
        return self.date.end is not None and not isinstance(self.date.end, Point)

    @property
    def known(self) -> dt.date:
        """The day that it begins with, or, where that is not known, the day that it ends with."""
        return self.date.latest if self.opens else self.date.earliest

    @property
    def uncertain(self) -> bool:
        """Whether the source is not sure of the date."""
        return bool(self.date.one_of) or any(point.qualifier or point.parts for point in self._points)

    @property
    def _points(self) -> list[Point]:
        return [end for end in (self.date.start, self.date.end) if isinstance(end, Point)]


def dated_marks(volume: Volume, request: Request, locale: str) -> list[Dated]:
    """Return the marks that a request asks for, in the order of time.

    Raises:
        QueryError: where a record that is asked for by name has no date that can be drawn.

    """
    kinds = {kind.name: kind for kind in volume.kinds if kind.timeline}
    names = [choose("kind", name, list(kinds)) for name in request.kind] or list(kinds)
    known = [key for key, name in volume.collections.items() if name in names]
    for key in request.ids:
        choose("ids", key, known)
        if date_of(volume.records[key]) is None:
            raise QueryError(f"option 'ids': '{key}' has no date that can be drawn; give it one, or leave it out")
    found = list(_marks(volume, [kinds[name] for name in names], request, locale))
    if not found:
        raise QueryError("nothing is left to draw; widen 'kind', 'ids' or 'period'")
    return in_order(found)


def in_order(marks: list[Dated]) -> list[Dated]:
    """Return marks in the order of time."""
    return sorted(marks, key=lambda mark: (*mark.date.sort_key, mark.record))


def _marks(volume: Volume, kinds: list[AnyKind], request: Request, locale: str) -> Iterator[Dated]:
    for kind in kinds:
        for record in volume.in_collection(kind.name):
            date = date_of(record)
            if date is None or (request.ids and record.id not in request.ids):
                continue
            if request.period and not touches(date, request.period):
                continue
            yield _mark(record, kind_word(kind, locale), date, volume, locale)


def _mark(record: Record, word: str, date: Edtf, volume: Volume, locale: str) -> Dated:
    title = record_title(record, volume)
    standing = standing_of_record(record, volume)
    return Dated(record.id, word, title, date, format_date(date, locale), standing)


def touches(date: Edtf, period: Edtf) -> bool:
    """Tell whether a date and a period have a day in common."""
    return date.earliest <= period.latest and date.latest >= period.earliest


def span(marks: list[Dated]) -> tuple[dt.date, dt.date]:
    """Return the years that marks need: the first day of the first, the first day after the last."""
    firsts = [mark.date.earliest for mark in marks if not mark.opens] + [mark.known for mark in marks if mark.opens]
    lasts = [mark.date.latest for mark in marks if not mark.lasts] + [mark.known for mark in marks if mark.lasts]
    return dt.date(min(firsts).year, 1, 1), dt.date(max(lasts).year + 1, 1, 1)
