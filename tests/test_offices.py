"""Which office a person held at a date, and what the title of that office is."""

from __future__ import annotations

import pytest

from bilateral.dates import parse_edtf
from bilateral.model import Person
from bilateral.offices import office_at, terms_at

MINISTER, QUEEN, WARDEN = "Minister", "Queen", "Warden"


def _person(*terms: tuple[str, str], acting: str = "") -> Person:
    return Person.model_validate(
        {
            "id": "person-aaa-zoe",
            "family": "Aaa",
            "country": "XN",
            "terms": [{"office": office, "date": date, "acting": office == acting} for office, date in terms],
        }
    )


@pytest.mark.parametrize(
    ("terms", "date", "held"),
    [
        ([], "1900", []),
        ([(QUEEN, "1890/1899")], "1900", []),
        ([(QUEEN, "1890/1899")], "1899-12-31", [QUEEN]),
        ([(QUEEN, "1890/..")], "1999", [QUEEN]),
        ([(QUEEN, "../1890")], "1700", [QUEEN]),
        ([(QUEEN, "1900-07-01/..")], "1900-06-30", []),
        # Two terms in one year: a day decides, the year alone does not.
        ([(MINISTER, "1895/1900-06-30"), (QUEEN, "1900-07-01/1910")], "1900-06-30", [MINISTER]),
        ([(MINISTER, "1895/1900-06-30"), (QUEEN, "1900-07-01/1910")], "1900-07-01", [QUEEN]),
        ([(MINISTER, "1895/1900-06-30"), (QUEEN, "1900-07-01/1910")], "1900", [MINISTER, QUEEN]),
        ([(MINISTER, "1895/1900-06-30"), (QUEEN, "1900-07-01/1910")], "1900-06-29/1900-07-02", [MINISTER, QUEEN]),
        # Terms known by year only share their year; the one that covers the whole date comes before them.
        ([(MINISTER, "1895/1900"), (QUEEN, "1900/1910")], "1900-05-02", [MINISTER, QUEEN]),
        ([(MINISTER, "1895/1900-06"), (QUEEN, "1900-06-15/1910")], "1900-06", [MINISTER]),
        ([(MINISTER, "1895/1900-05-02"), (QUEEN, "1900-05-01/1910")], "1900-05-01/1900-05-04", [QUEEN]),
        ([(MINISTER, "1900-05-02"), (QUEEN, "1900-05-03")], "1900-05", [MINISTER, QUEEN]),
        # Two offices at once stay two.
        ([(QUEEN, "1890/1910"), (WARDEN, "1895/1905")], "1900", [QUEEN, WARDEN]),
        ([(QUEEN, "1890/1910"), (WARDEN, "1895/1905")], "1908", [QUEEN]),
    ],
)
def test_terms_that_cover_the_date_come_before_those_that_share_a_day(
    terms: list[tuple[str, str]], date: str, held: list[str]
) -> None:
    assert [term.office for term in terms_at(_person(*terms), parse_edtf(date))] == held


def test_the_one_office_at_a_date_is_named_with_its_capacity() -> None:
    person = _person((WARDEN, "1900-01-01/1900-06-30"), (QUEEN, "1900-07-01/1910"), acting=WARDEN)
    assert office_at(person, parse_edtf("1900-05-02"), "en_GB") == "Acting Warden"
    assert office_at(person, parse_edtf("1900-08"), "en_GB") == "Queen"


@pytest.mark.parametrize(
    ("terms", "date", "said"),
    [
        ([(QUEEN, "1890/1910"), (WARDEN, "1895/1905")], "1900", "Queen and Warden"),
        ([(QUEEN, "1904/1906"), (WARDEN, "1904/1906")], "1904-05", "Queen and Warden"),
        ([(QUEEN, "1890/.."), (WARDEN, "../1905"), (MINISTER, "1900/1902")], "1901", "Queen, Warden and Minister"),
        ([(QUEEN, "1890/1910"), (WARDEN, "1900-05-02")], "1900-05-02", "Queen and Warden"),
        # What may have followed each other is not said of one day: by the year alone, on the day of the change, or
        # where an end is not known.
        ([(QUEEN, "1890/1900"), (WARDEN, "1900/1905")], "1900-05-02", None),
        ([(QUEEN, "1890/1900-06-30"), (WARDEN, "1900-06-30/1905")], "1900-06-30", None),
        ([(QUEEN, "1890/"), (WARDEN, "1895/1905")], "1900", None),
    ],
)
def test_offices_held_at_once_are_all_named(terms: list[tuple[str, str]], date: str, said: str | None) -> None:
    assert office_at(_person(*terms), parse_edtf(date), "en_GB") == said


def test_no_office_and_two_offices_have_no_name() -> None:
    person = _person((WARDEN, "1900-01-01/1900-06-30"), (QUEEN, "1900-07-01/1910"))
    assert office_at(person, parse_edtf("1911"), "en_GB") is None
    assert office_at(person, parse_edtf("1900"), "en_GB") is None
