"""Dates in EDTF, the Extended Date/Time Format of the Library of Congress (ISO 8601-2), at their own precision.

The profile read here: a year, season (``2001-21`` to ``2001-24``), month or day, a decade (``192X``) or century
(``19XX``), each with a qualifier ``?``, ``~`` or ``%`` where the source is not sure of the whole (behind it) or of a
part (``?2004-06``, ``2004-?06``); intervals of these with open (``..``) or unknown (empty) ends; and one of several
dates (``[1899,1901]``), or one date and whatever is before or after it (``[..1899]``, ``[1901..]``).
PyPI's ``edtf`` reads all of it too and is the oracle of the tests, but takes 10 ms a date (``undate`` takes 4 ms);
10,000 records must be judged within three seconds.

Source: https://www.loc.gov/standards/datetime/
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

Precision = Literal["day", "month", "season", "year", "decade", "century"]
PRECISIONS: tuple[Precision, ...] = ("century", "decade", "year", "season", "month", "day")
SEASONS = range(21, 25)
"""The numbers of spring, summer, autumn and winter; in which months they lie depends on the hemisphere."""

PATTERN = r"[?~%]?\d{4}(?:-[?~%]?\d{2}(?:-[?~%]?\d{2})?)?[?~%]?|\d{3}X[?~%]?|\d{2}XX[?~%]?"
"""The pattern of one date that is not an interval; the JSON schema offers it to editors."""

_SINGLE = re.compile(
    r"(?P<of_year>[?~%])?(?P<digits>\d{2}XX|\d{3}X|\d{4})"
    r"(?:-(?P<of_month>[?~%])?(?P<month>\d{2})(?:-(?P<of_day>[?~%])?(?P<day>\d{2}))?)?(?P<qualifier>[?~%])?",
    re.ASCII,
)
_HINT = "write 2002, 2002-06, 2002-06-15, 192X, 1900/1950, 1991-11-05/.. or [1899,1901]"


@dataclass(frozen=True)
class Point:
    """One date that is not an interval: its first and last possible day, and how precise it is.

    ``season`` is the number of a season; ``parts`` are the qualifiers of single parts, each with the name of its part.
    """

    earliest: dt.date
    latest: dt.date
    precision: Precision
    qualifier: Literal["", "?", "~", "%"] = ""
    season: int = 0
    parts: tuple[tuple[str, str], ...] = ()

    @property
    def approximate(self) -> bool:
        """Whether the source says "about"."""
        return self.qualifier in ("~", "%")

    @property
    def uncertain(self) -> bool:
        """Whether the source is not sure."""
        return self.qualifier in ("?", "%")


@dataclass(frozen=True)
class Edtf:
    """A date, an interval or a choice of dates, as typed (``text``) and as understood.

    ``one_of`` are the dates of a choice, which else is like the interval from the first to the last of them.
    ``end`` is None for a date that is not an interval; in an interval, ``start`` or ``end`` is ".." where it is open
    and "" where it is unknown.
    """

    text: str
    start: Point | Literal["..", ""]
    end: Point | Literal["..", ""] | None = None
    one_of: tuple[Point, ...] = ()

    @property
    def earliest(self) -> dt.date:
        """The first possible day; ``date.min`` where the start is open or unknown."""
        return self.start.earliest if isinstance(self.start, Point) else dt.date.min

    @property
    def latest(self) -> dt.date:
        """The last possible day; ``date.max`` where the end is open or unknown."""
        last = self.start if self.end is None else self.end
        return last.latest if isinstance(last, Point) else dt.date.max

    @property
    def latest_start(self) -> dt.date:
        """The last day on which it may have begun."""
        if self.one_of or self.start == "":
            return self.latest
        return self.start.latest if isinstance(self.start, Point) else dt.date.min

    @property
    def earliest_end(self) -> dt.date:
        """The first day on which it may have ended."""
        last = self.start if self.end is None else self.end
        if self.one_of or last == "":
            return self.earliest
        return last.earliest if isinstance(last, Point) else dt.date.max

    @property
    def precision(self) -> Precision:
        """The coarser precision of the two ends."""
        points = [point for point in (self.start, self.end) if isinstance(point, Point)]
        return min((point.precision for point in points), key=PRECISIONS.index)

    @property
    def sort_key(self) -> tuple[dt.date, int, dt.date, int]:
        """Order by first possible day, then the coarser date first, then by last possible day, then by season.

        Seasons may be any days of their year, for which those are depends on the hemisphere.
        """
        season = self.start.season if isinstance(self.start, Point) else 0
        return self.earliest, PRECISIONS.index(self.precision), self.latest, season

    def overlaps(self, other: Edtf) -> bool:
        """Tell whether the two may share a day."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def ends_before(self, other: Edtf) -> bool:
        """Tell whether it may have ended on the day when the other began, or earlier."""
        return self.earliest_end <= other.latest_start

    def __str__(self) -> str:
        """Write the date as it was typed."""
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate texts with ``parse_edtf``; write dates as they were typed."""
        return core_schema.no_info_plain_validator_function(_validate, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Offer editors a pattern."""
        single = f"(?:{PATTERN})"
        choice = rf"\[(?:\.\.{single}|{single}\.\.|{single}(?:,{single})+)\]"
        pattern = rf"^(?:{single}|{single}/(?:{single}|\.\.)?|(?:\.\.)?/{single}|{choice})$"
        return {"type": "string", "pattern": pattern, "description": f"A date in EDTF: {_HINT}."}


def _validate(value: object) -> Edtf:
    if isinstance(value, Edtf):
        return value
    if not isinstance(value, str):
        raise ValueError(f"a date is a text; {_HINT}")  # noqa: TRY004  (pydantic reports ValueError)
    return parse_edtf(value)


@lru_cache(maxsize=65536)
def parse_edtf(text: str) -> Edtf:
    """Parse ``text``.

    Raises:
        ValueError: where it is not EDTF or names a day that does not exist.

    """
    if text.startswith("[") and text.endswith("]"):
        return _choice(text)
    if text.count("/") > 1:
        raise ValueError(f"'{text}' has more than one '/'; {_meant(text)}")
    first, slash, last = text.partition("/")
    if not slash:
        return Edtf(text, _point(text))
    if first in ("..", "") and last in ("..", ""):
        raise ValueError(f"'{text}' is an interval without any date; {_HINT}")
    if re.fullmatch(r"\d{4}/\d{2}", text, re.ASCII):
        raise ValueError(f"'{text}' is not a date in EDTF; {_meant(text)}")
    start = first if first in ("..", "") else _point(first)
    end = last if last in ("..", "") else _point(last)
    return Edtf(text, start, end)  # type: ignore[arg-type]  # the membership test narrows to the two literals


_MONTHS = re.findall(r"\w+", "January February March April May June July August September October November December")
_OTHERWISE: tuple[tuple[str, str], ...] = (
    (r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[T ]\d.*)?", "day"),
    (r"(?P<day>\d{1,2})[.]\s*(?P<month>\d{1,2})[.]\s*(?P<year>\d{4})", "day"),
    (r"(?P<day>\d{1,2})[.]?\s+(?P<name>[A-Za-z]{3,9})[.]?,?\s+(?P<year>\d{4})", "day"),
    (r"(?P<name>[A-Za-z]{3,9})[.]?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})", "day"),
    (r"(?P<name>[A-Za-z]{3,9})[.]?[\s-]+(?P<year>\d{4})", "month"),
    (r"(?P<month>\d{1,2})[./](?P<year>\d{4})", "month"),
)
"""Dates as people and programs write them, in which no part can be taken for another."""
_FIRST_DAY = dt.date(1899, 12, 30)
"""From which spreadsheets count days."""


def _meant(text: str) -> str:
    """Return what to write in place of a date that is written otherwise."""
    plain = re.sub("[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", text)).strip()
    ways: list[str] = [plain] if plain != text else []
    for pattern, precision in _OTHERWISE:
        if match := re.fullmatch(pattern, text, re.ASCII):
            parts = match.groupdict()
            names = [name for name in _MONTHS if name.casefold().startswith(parts.get("name", "-").casefold())]
            month = _MONTHS.index(names[0]) + 1 if len(names) == 1 else int(parts.get("month", 0))
            ways = [f"{parts['year']}-{month:02}" + (f"-{int(parts['day']):02}" if precision == "day" else "")]
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text, re.ASCII):
        one, other, year = match.groups()
        ways = [f"{year}-{int(month):02}-{int(day):02}" for day, month in ((one, other), (other, one))]
    elif match := re.fullmatch(r"(\d{4})\s*[/–-]\s*(\d{2}|\d{4})", text, re.ASCII):
        last = match[1][: 4 - len(match[2])] + match[2]
        years = "/".join(sorted([match[1], last]))
        ways = [years if last in {match[2], max(match[1], last)} else f"{match[1]}-{match[2]}"]
    elif match := re.fullmatch(r"(?:c\.|ca\.?|circa|about)\s*(\d{4})", text, re.ASCII):
        ways = [f"{match[1]}~"]
    elif match := re.fullmatch(r"(\d{3})0s", text, re.ASCII):
        ways = [f"{match[1]}X"]
    elif match := re.fullmatch(r"(\d{4})\.0+", text, re.ASCII):
        ways = [match[1]]
    elif re.fullmatch(r"[1-7]\d{4}", text, re.ASCII):
        ways = [(_FIRST_DAY + dt.timedelta(int(text))).isoformat()]
    ways = [way for way in dict.fromkeys(ways) if way != text and _exists(way)]
    if len(ways) > 1:
        return f"write {' or '.join(ways)}, whichever it is"
    return f"write {ways[0]}" if ways else _HINT


def _exists(text: str) -> bool:
    try:
        parse_edtf(text)
    except ValueError:
        return False
    return True


def _choice(text: str) -> Edtf:
    """Read one of several dates, or a date and whatever is before or after it."""
    inner = text[1:-1]
    if inner.startswith(".."):
        point = _point(inner[2:])
        return Edtf(text, "..", point, (point,))
    if inner.endswith(".."):
        point = _point(inner[:-2])
        return Edtf(text, point, "..", (point,))
    points = tuple(_point(part) for part in inner.split(","))
    if len(points) == 1 or list(points) != sorted(points, key=lambda point: point.earliest):
        raise ValueError(f"'{text}' needs two dates or more, in the order of time; {_HINT}")
    return Edtf(text, points[0], points[-1], points)


def _point(text: str) -> Point:
    match = _SINGLE.fullmatch(text)
    if not match:
        raise ValueError(f"'{text}' is not a date in EDTF; {_meant(text)}")
    digits, month, day = match["digits"], match["month"], match["day"]
    qualifier: Any = match["qualifier"] or ""
    parts = tuple((part, match[f"of_{part}"]) for part in ("year", "month", "day") if match[f"of_{part}"])
    if parts and qualifier:
        raise ValueError(f"'{text}' has qualifiers of the whole and of parts; {_HINT}")
    if "X" in digits:
        if month or parts:
            raise ValueError(f"'{text}' has a month in an unspecified year; {_HINT}")
        first, last = int(digits.replace("X", "0")), int(digits.replace("X", "9"))
        precision: Precision = "decade" if digits.count("X") == 1 else "century"
        return Point(_day(text, first, 1, 1), _day(text, last, 12, 31), precision, qualifier)
    year = int(digits)
    if day:
        only = _day(text, year, int(month), int(day))
        return Point(only, only, "day", qualifier, parts=parts)
    if month and int(month) in SEASONS and not day:
        return Point(_day(text, year, 1, 1), _day(text, year, 12, 31), "season", qualifier, int(month), parts)
    if month:
        first_day = _day(text, year, int(month), 1)
        last_day = first_day.replace(day=calendar.monthrange(year, int(month))[1])
        return Point(first_day, last_day, "month", qualifier, parts=parts)
    return Point(_day(text, year, 1, 1), _day(text, year, 12, 31), "year", qualifier, parts=parts)


def _day(text: str, year: int, month: int, day: int) -> dt.date:
    if not year >= 1:
        raise ValueError(f"'{text}' has the year 0; years start at 0001")
    if month not in range(1, 13):
        raise ValueError(f"'{text}' has month {month:02}; months run from 01 to 12")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise ValueError(f"'{text}' does not exist: {year}-{month:02} has {last} days")
    return dt.date(year, month, day)
