"""The dates and numbers that records hold, in their fields and in their words."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import BaseModel

from bilateral.dates import Edtf, Point
from bilateral.fields import fields_of
from bilateral.model import Record
from bilateral.quantities import Dated, find, knows_words

_PASSED_OVER = frozenset({"id", "section", "fact", "source", "locator", "unit"})
"""Fields whose digits state nothing."""

Parts = tuple[int | None, int | None, int | None, bool]
"""Year, month and day of a date, and whether it is a decade."""


@dataclass
class Known:
    """The dates and numbers of records.

    ``dates`` has each date in every form that is coarser than it, ``days`` the first day of each as an ordinal,
    ``texts`` the dates and numbers as they are written, in their order. Without ``in_words`` only
    the dates in fields of their own are taken.
    """

    language: str
    in_words: bool = True
    dates: set[Parts] = field(default_factory=set)
    days: set[int] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    numbers: set[tuple[Decimal, str | None]] = field(default_factory=set)
    texts: dict[str, None] = field(default_factory=dict)

    def add(self, value: Any) -> None:
        """Add what a field, or a model with all its fields, holds."""
        if isinstance(value, BaseModel):
            if isinstance(value, Record) and self.in_words:
                self._add_values(value)
            for name in _stating(type(value)):
                if held := getattr(value, name):
                    self.add(held)
        elif isinstance(value, tuple):
            for item in value:
                self.add(item)
        elif isinstance(value, Edtf):
            self.texts[value.text] = None
            for end in (value.start, value.end):
                if isinstance(end, Point):
                    self._add_point(end)
            for point in value.one_of:
                self._add_point(point)
        elif isinstance(value, str) and self.in_words:
            self._add_text(value)

    def merge(self, others: Iterable[Known]) -> None:
        """Add what others hold."""
        for other in others:
            self.dates |= other.dates
            self.days |= other.days
            self.years |= other.years
            self.numbers |= other.numbers
            self.texts |= other.texts

    def _add_text(self, text: str) -> None:
        for found in find(text, self.language):
            self.texts[text[found.start : found.end]] = None
            if isinstance(found, Dated):
                self._add_date(found.year, found.month, found.day, decade=found.decade)
                with contextlib.suppress(TypeError, ValueError):  # a part is not told, or there is no such day
                    self.days.add(dt.date(found.year, found.month, found.day).toordinal())  # type: ignore[arg-type]
            else:
                self._add_number(found.value, found.unit)

    def _add_values(self, record: Record) -> None:
        for words, value, whole, currency in record.amounts():
            self.texts[words] = None
            self._add_number(whole, currency)
            if not knows_words(self.language):
                self._add_number(Decimal("".join(filter(str.isdecimal, str(value)))), None)

    def _add_point(self, point: Point) -> None:
        first = point.earliest
        self.days.add(first.toordinal())
        if point.precision in ("day", "month", "season", "year"):
            month = None if point.precision in ("year", "season") else first.month
            self._add_date(first.year, month, first.day if point.precision == "day" else None)
        else:
            self._add_date(first.year, None, None, decade=True)

    def _add_date(self, year: int | None, month: int | None, day: int | None, *, decade: bool = False) -> None:
        if not decade:
            self.dates |= {(year, month, day, False), (year, month, None, False), (year, None, None, False)}
            self.dates |= {(None, month, day, False), (None, month, None, False)}
        if year:
            self.years.add(year)
            self.dates.add((year - year % 10, None, None, True))
        if not knows_words(self.language):
            self.numbers |= {(Decimal(part), None) for part in (year, month, day) if part}

    def _add_number(self, value: Decimal, unit: str | None) -> None:
        """Add a number; a text may leave its unit out."""
        self.numbers |= {(value, unit), (value, None)}


@cache
def _stating(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the fields of a model that may state anything: what is one of a few words, of no class, does not."""
    return tuple(
        one.name for one in fields_of(model) if one.classes and one.ref is None and one.name not in _PASSED_OVER
    )
