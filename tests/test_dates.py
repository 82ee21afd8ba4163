"""Dates in EDTF: what is understood, what is refused, and how dates compare; PyPI's edtf is the oracle."""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
import time

import pytest
from edtf import EDTFParseException
from edtf import parse_edtf as parse_with_oracle
from pydantic import TypeAdapter

from bilateral.dates import Edtf, Precision, parse_edtf
from bilateral.locales import locale_of
from bilateral.render import format_date
from properties import given, st

UNDERSTOOD: list[tuple[str, str, str, Precision]] = [
    ("2002", "2002-01-01", "2002-12-31", "year"),
    ("2002-06", "2002-06-01", "2002-06-30", "month"),
    ("2002-06-15", "2002-06-15", "2002-06-15", "day"),
    ("1900-02", "1900-02-01", "1900-02-28", "month"),
    ("2000-02", "2000-02-01", "2000-02-29", "month"),
    ("2000-02-29", "2000-02-29", "2000-02-29", "day"),
    ("192X", "1920-01-01", "1929-12-31", "decade"),
    ("19XX", "1900-01-01", "1999-12-31", "century"),
    ("1938?", "1938-01-01", "1938-12-31", "year"),
    ("1938-05~", "1938-05-01", "1938-05-31", "month"),
    ("192X%", "1920-01-01", "1929-12-31", "decade"),
    ("1926/1938", "1926-01-01", "1938-12-31", "year"),
    ("2002-01-23/2002-01-25", "2002-01-23", "2002-01-25", "day"),
    ("1932-03-16/195X", "1932-03-16", "1959-12-31", "decade"),
    ("1932-03-16/1938-05", "1932-03-16", "1938-05-31", "month"),
    ("1991-11-05/..", "1991-11-05", "9999-12-31", "day"),
    ("1991-11-05/", "1991-11-05", "9999-12-31", "day"),
    ("../195X", "0001-01-01", "1959-12-31", "decade"),
    ("/1940-06-15", "0001-01-01", "1940-06-15", "day"),
    ("2001-21", "2001-01-01", "2001-12-31", "season"),
    ("2001-24~", "2001-01-01", "2001-12-31", "season"),
    ("?2004-06-11", "2004-06-11", "2004-06-11", "day"),
    ("2004-~06", "2004-06-01", "2004-06-30", "month"),
    ("[1899,1901]", "1899-01-01", "1901-12-31", "year"),
    ("[1899,1901-05,1902-03-04]", "1899-01-01", "1902-03-04", "year"),
    ("[..1899-05]", "0001-01-01", "1899-05-31", "month"),
    ("[1901..]", "1901-01-01", "9999-12-31", "year"),
    ("0001", "0001-01-01", "0001-12-31", "year"),
    ("9999-12", "9999-12-01", "9999-12-31", "month"),
]
REFUSED = [
    ("2002-13", "month 13"),
    ("2002-00", "month 00"),
    ("2002-02-30", "2002-02 has 28 days"),
    ("1900-02-29", "1900-02 has 28 days"),
    ("2002-06-00", "2002-06 has 30 days"),
    ("0000", "year 0"),
    ("000X", "year 0"),
    ("192X-05", "a month in an unspecified year"),
    ("1900/1901/1902", "more than one '/'"),
    ("../..", "an interval without any date"),
    ("/", "an interval without any date"),
    ("..", "not a date in EDTF"),
    ("", "not a date in EDTF"),
    ("June 2002", "not a date in EDTF"),
    ("15.06.2002", "not a date in EDTF"),
    ("2002-6", "not a date in EDTF"),
    ("20020615", "not a date in EDTF"),
    (" 2002", "not a date in EDTF"),
    ("2002?~", "not a date in EDTF"),
    ("2002-25", "month 25"),
    ("2002-21-01", "month 21"),
    ("?2002-06~", "qualifiers of the whole and of parts"),
    ("[1899]", "needs two dates or more"),
    ("[1901,1899]", "in the order of time"),
    ("[1899/1901]", "not a date in EDTF"),
    ("[..]", "not a date in EDTF"),
    ("２００２", "not a date in EDTF"),
    ("٢٠٠٢", "not a date in EDTF"),
]

MEANT = [
    ("44197", "write 2021-01-01"),  # as spreadsheets count days
    ("2005-2003", "write 2003/2005"),  # it runs backwards
    ("1999-1999", "write 1999/1999"),
    ("03/04/2021", "write 2021-04-03 or 2021-03-04, whichever it is"),
    ("31/04/2021", "write 2002"),  # there is no such day either way
    ("13/04/2021", "write 2021-04-13"),
    ("3.4.2021", "write 2021-04-03"),
    ("2021-4-3", "write 2021-04-03"),
    ("2021/04/03", "write 2021-04-03"),
    ("2021-01-01T00:00:00", "write 2021-01-01"),
    ("3 April 2021", "write 2021-04-03"),
    ("Apr. 3, 2021", "write 2021-04-03"),
    ("Sept 2021", "write 2021-09"),
    ("Ju 2021", "write 2002"),  # June or July
    ("04.2021", "write 2021-04"),
    ("2020–2021", "write 2020/2021"),
    ("2020/21", "write 2020/2021"),
    ("c. 1920", "write 1920~"),
    ("1920s", "write 192X"),
    ("2021.0", "write 2021"),
    ("Jan-21", "write 2002"),
    ("２０２１.１.１", "write 2002"),
]

# What the oracle does not parse is left out: an unspecified year in an open interval, or with a qualifier in any.
_days = st.dates().map(dt.date.isoformat)
_digits = st.one_of(_days, _days.map(lambda day: day[:7]), _days.map(lambda day: day[:4]))
_numbers = st.builds("{}{}".format, _digits, st.sampled_from(["", "?", "~", "%"]))
_unspecified = st.one_of(st.integers(1, 999).map("{:03}X".format), st.integers(1, 99).map("{:02}XX".format))
_plain = st.one_of(_digits, _unspecified)
_dates = st.one_of(
    _numbers,
    st.builds("{}{}".format, _unspecified, st.sampled_from(["", "?", "~", "%"])),
    st.builds("{}/{}".format, _numbers, _numbers),
    st.builds("{}/{}".format, _plain, _plain),
    _numbers.map("{}/..".format),
    _numbers.map("../{}".format),
)


@pytest.mark.parametrize(("text", "earliest", "latest", "precision"), UNDERSTOOD)
def test_a_date_spans_its_days_at_its_own_precision(
    text: str, earliest: str, latest: str, precision: Precision
) -> None:
    date = parse_edtf(text)
    assert (date.earliest.isoformat(), date.latest.isoformat(), date.precision) == (earliest, latest, precision)
    assert str(date) == text


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_no_date_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        parse_edtf(text)


def test_the_schema_offered_to_editors_takes_what_is_understood_and_no_words() -> None:
    pattern = re.compile(TypeAdapter(Edtf).json_schema()["pattern"])
    assert [text for text, *_ in UNDERSTOOD if not pattern.search(text)] == []
    assert [text for text in ("June 2002", "../..", "/", "..", "", "1/2/3", "192X-05") if pattern.search(text)] == []


@given(_dates)
def test_first_and_last_day_are_those_of_the_oracle(text: str) -> None:
    date, other = parse_edtf(text), parse_with_oracle(text)
    assert date.earliest == _day(other.lower_strict())
    assert date.latest == _day(other.upper_strict())


@given(st.integers(1, 9999), st.integers(0, 13), st.integers(0, 32))
def test_a_day_exists_where_it_exists_for_the_oracle(year: int, month: int, day: int) -> None:
    text = f"{year:04}-{month:02}-{day:02}"
    exists = _reads(text, parse_with_oracle, EDTFParseException)
    if (month, day) == (2, 29):  # the oracle has one in every year
        exists = calendar.isleap(year)
    assert _reads(text, parse_edtf, ValueError) == exists


@pytest.mark.parametrize("year", [4, 1900, 2000, 2001])
def test_the_last_day_of_february_exists_in_leap_years(year: int) -> None:
    assert _reads(f"{year:04}-02-29", parse_edtf, ValueError) == calendar.isleap(year)


@given(st.text("0123456789X-/.?~% "))
def test_any_text_is_a_date_or_is_refused_with_the_part_at_fault(text: str) -> None:
    try:
        date = parse_edtf(text)
    except ValueError as error:
        part = str(error).split("'")[1]
        assert part in text
    else:
        assert date.text == text


def test_the_sort_key_orders_by_first_day_then_coarse_before_fine_then_by_last_day_then_by_season() -> None:
    order = [
        "../1850",
        "18XX",
        "19XX",
        "190X",
        "1900",
        "1900/1950",
        "1900-21",
        "1900-24",
        "1900-01",
        "1900-01-01",
        "1900-01-02",
        "1900-02",
    ]
    for start in range(len(order)):
        shuffled = order[start:] + order[:start][::-1]
        assert sorted(shuffled, key=lambda text: parse_edtf(text).sort_key) == order


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("1900", "1900-06", True),
        ("1900", "1901", False),
        ("1900/1902", "1902-12-31", True),
        ("1900/1902", "1903-01-01", False),
        ("1991-11-05/..", "2050", True),
        ("../1991", "1992", False),
        ("../1991", "1985/..", True),
        ("192X", "1929-12-31/1930", True),
    ],
)
def test_dates_overlap_where_they_share_a_day(one: str, other: str, *, expected: bool) -> None:
    assert parse_edtf(one).overlaps(parse_edtf(other)) is expected


@given(_dates, _dates)
def test_overlapping_is_mutual(one: str, other: str) -> None:
    first, second = parse_edtf(one), parse_edtf(other)
    assert first.overlaps(second) == second.overlaps(first)


def _day(found: time.struct_time | float) -> dt.date:
    """Turn the oracle's answer into a date; open ends are infinite there, the first and last date here."""
    if isinstance(found, time.struct_time):
        return dt.date(*found[:3])
    assert math.isinf(found)
    return dt.date.max if found > 0 else dt.date.min


def _reads(text: str, parse: object, refusal: type[Exception]) -> bool:
    assert callable(parse)
    try:
        parse(text)
    except refusal:
        return False
    return True


@pytest.mark.parametrize("language", ["lt", "ru", "bg", "uk", "mk", "kk"])
@pytest.mark.parametrize(
    "text", ["1902-01-01", "1902-01", "2002-01-23/2002-01-25", "2004-05-28/2004-06-02", "1999-12-30/2000-01-02"]
)
def test_no_line_ends_between_a_number_and_its_abbreviation(text: str, language: str) -> None:
    written = format_date(parse_edtf(text), locale_of(language))
    assert re.search(r"\d[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]\w+\.", written)
    assert not re.search(r"\d \w+\.(?!\w)", written)


@pytest.mark.parametrize(("text", "said"), MEANT)
def test_dates_as_people_and_spreadsheets_write_them_are_told_how_to_be_written(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        parse_edtf(text)


@given(st.text(st.sampled_from("0123456789./- –sc,TMay"), max_size=12))
def test_what_is_proposed_is_a_date(text: str) -> None:
    try:
        parse_edtf(text)
    except ValueError as error:
        proposed = re.search(r"; write (\S+?)(?: or (\S+), whichever it is)?$", str(error))
        for way in filter(None, proposed.groups() if proposed else ()):
            parse_edtf(way)
