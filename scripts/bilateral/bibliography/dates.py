"""Dates of sources: from BibTeX's year and month and biblatex's EDTF to CSL-JSON, and back."""

from __future__ import annotations

import re
from typing import Any

from bilateral.dates import Edtf, Point, parse_edtf

Date = dict[str, Any]
"""A date in CSL-JSON."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASON = re.compile(r"(?P<year>\d{4})-2(?P<season>[1-4])")
_TIME = re.compile(r"(?<=\d)T[\d:.]+(?:Z|[+-][\d:]+)?")
_IN_WORDS = re.compile(r"(?P<month>(?:\d{1,2}\s+)?[A-Za-z]{3,})\s+(?P<year>\d{4})")
_YEAR = re.compile(r"(?P<first>\d{4})(?:\s*(?:--?|–|/)\s*(?P<last>\d{4}))?")
_ABOUT = re.compile(r"(?:about|around|circa|ca?\.)\s*(?P<rest>\d.*)", re.IGNORECASE)
_NO_DATE = re.compile(r"[nsb]\.?\s?d\.?|s\.?\s?[fa]\.?|o\.?\s?j\.?|no date|undated|sin fecha|be datos", re.IGNORECASE)
"""No date, as it is said in short in the languages that sources are cited in."""
_BEFORE_CHRIST = re.compile(
    r"(?P<year>\d{1,4})\s*(?:B\.?\s?C\.?(?:\s?E\.?)?|a\.\s?C\.|av\.\s?J\.-C\.|v\.\s?Chr\.|pr\.\s?Kr\.)", re.IGNORECASE
)
_ANCIENT = re.compile(r"(?:-(?P<year>\d{4})|0000)(?P<rest>(?:-\d{2}){0,2}[?~%]?)")
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_DAY = r"(?P<day>\d{1,2})"
_MONTH = re.compile(
    rf"(?:(?P<number>\d{{1,2}})|(?:{_DAY}\.?\s+)?(?P<name>[A-Za-z]{{3,}})\.?(?:\s+(?P<after>\d{{1,2}}))?)"
)


def read_date(text: str) -> Date:
    """Return the date that a field of biblatex has: EDTF.

    Raises:
        ValueError: where it is not EDTF, or names a day that does not exist.

    """
    text = _TIME.sub("", text.strip())
    season = _SEASON.fullmatch(text)
    if season:
        return {"date-parts": [[int(season["year"])]], "season": int(season["season"])}
    if any(map(_ANCIENT.fullmatch, text.split("/"))):
        return _ancient(text.split("/"))
    before = _BEFORE_CHRIST.fullmatch(text)
    if before:
        raise ValueError(f"'{text}' is not a date in EDTF; write {_written([-int(before['year'])])}")
    return _of_edtf(parse_edtf(text))


def is_no_date(text: str) -> bool:
    """Tell whether a field says that there is no date."""
    return _NO_DATE.fullmatch(text.strip("[]")) is not None


def _ancient(ends: list[str]) -> Date:
    """Return a date with a year before Christ: EDTF has a year 0 before the year 1, and CSL has the year -1.

    Months and days are judged as those of a leap year.
    """
    if len(ends) > 2:  # noqa: PLR2004  (a beginning and an end)
        raise ValueError(f"'{'/'.join(ends)}' has more than one '/'")
    found: Date = {"date-parts": []}
    for end in ends:
        match = _ANCIENT.fullmatch(end)
        date = _of_edtf(parse_edtf(f"2000{match['rest']}" if match else end))
        parts = [list(part) for part in date.pop("date-parts")]
        if match:
            parts[0][0] = -int(match["year"] or 0) - 1
        found["date-parts"] += parts
        found |= date
    years = [part[0] for part in found["date-parts"]]
    if years != sorted(years):
        raise ValueError(f"'{'/'.join(ends)}' ends before it starts")
    return found


def read_year(year: str, month: str, day: str) -> Date | None:
    """Return the date of BibTeX's fields; what is no date is kept in words, and "no date" is none.

    A year in brackets is not printed in the source, but inferred. A year before "–" begins a range.
    """
    year = year.strip()
    inferred = year.startswith("[") and year.endswith("]")
    bare = year.strip("[]").strip()
    if not bare or is_no_date(bare):
        return None
    before = _BEFORE_CHRIST.fullmatch(bare)
    if before and before["year"].strip("0") and not month:
        return {"date-parts": [[-int(before["year"])]], **({"circa": True} if inferred else {})}
    words = f"{day} {month} {year}".split()
    about = _ABOUT.fullmatch(bare)
    whole = _IN_WORDS.fullmatch(bare)
    if whole and not month and not about:
        bare, month = whole["year"], whole["month"]
    match = _YEAR.fullmatch(about["rest"] if about else bare)
    if match is None:
        return {"literal": " ".join(words)}
    first = [int(match["first"])]
    if match["last"]:
        return {"date-parts": [first, [int(match["last"])]], **({"circa": True} if inferred or about else {})}
    if month.strip().lower() in _SEASONS:
        return {"date-parts": [first], "season": _SEASONS[month.strip().lower()]}
    if month:
        found = _month(month, day)
        if found is None:
            return {"literal": " ".join(words)}
        first += found
    return {"date-parts": [first], **({"circa": True} if inferred or about else {})}


def write_date(date: Date) -> str:
    """Return a date as EDTF; words as they are."""
    if "literal" in date:
        return str(date["literal"])
    parts = date["date-parts"]
    mark = "~" if date.get("circa") else ""
    if "season" in date:
        return f"{parts[0][0]:04}-2{date['season']}"
    return "/".join(".." if part == [0] else f"{_written(part)}{mark}" for part in parts)


def _written(part: list[int]) -> str:
    year, *rest = part
    shown = f"{year:04}" if year > 0 else f"-{-year - 1:04}" if year < -1 else "0000"
    return "-".join([shown, *(f"{number:02}" for number in rest)])


def _month(text: str, day: str) -> list[int] | None:
    match = _MONTH.fullmatch(text.strip())
    if match is None:
        return None
    if match["number"]:
        month = int(match["number"])
    else:
        month = next((at for at, name in enumerate(_MONTHS, 1) if match["name"].lower().startswith(name)), 0)
    if month not in range(1, 13):
        return None
    of_month = match["day"] or match["after"] or (day.strip() if day.strip().isdigit() else "")
    return [month, int(of_month)] if of_month else [month]


def _of_edtf(date: Edtf) -> Date:
    ends = [date.start] if date.end is None else [date.start, date.end]
    if isinstance(date.end, Point) and not isinstance(date.start, Point):
        return {"literal": f"–{date.text.rpartition('/')[2]}"}  # what formats citations knows no such date
    points = [end for end in ends if isinstance(end, Point)]
    if any(point.precision in ("decade", "century") for point in points):
        return {"literal": date.text} if len(ends) > 1 else _vague(points[0])
    circa = {"circa": True} if any(point.qualifier for point in points) else {}
    return {"date-parts": [_parts(end) for end in ends], **circa}


def _vague(point: Point) -> Date:
    """Return a decade as it is said; a century as the range of its years."""
    if point.precision == "decade":
        return {"literal": f"{point.earliest.year}s"}
    return {"date-parts": [[point.earliest.year], [point.latest.year]], "circa": True}


def _parts(end: Any) -> list[int]:
    if not isinstance(end, Point):
        return [0]  # an open end, as in citeproc
    day = end.earliest
    return [day.year, day.month, day.day][: {"year": 1, "month": 2, "day": 3}[end.precision]]
