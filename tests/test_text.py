"""Dates, amounts and names in words."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from bilateral.dates import parse_edtf
from bilateral.kinds.series import Series, amount
from bilateral.render import format_date, mention_text
from bilateral.text import json_lines, letters
from bilateral.volume import Volume


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2002", "2002"),
        ("2002-06", "June 2002"),
        ("2002-06-05", "5 June 2002"),
        ("192X", "1920s"),
        ("19XX", "1900–1999"),
        ("2009~", "about 2009"),
        ("2009?", "2009 (?)"),
        ("2009-05%", "about May 2009 (?)"),
        ("192X?", "1920s (?)"),
        ("1926/1938", "1926–1938"),
        ("2002-01-23/2002-01-25", "23–25 January 2002"),
        ("2004-05-28/2004-06-02", "28 May – 2 June 2004"),
        ("2004-12-30/2005-01-02", "30 December 2004 – 2 January 2005"),
        ("2004-05/2004-06", "May – June 2004"),
        ("2004-05/2005-06", "May 2004 – June 2005"),
        ("1932-03-16/195X", "16 March 1932 – 1950s"),
        ("1932-03-16/1938-05", "16 March 1932 – May 1938"),
        ("192X/195X", "1920s – 1950s"),
        ("1926~/1938", "about 1926 – 1938"),
        ("1926/1938?", "1926 – 1938 (?)"),
        ("1991-11-05/..", "since 5 November 1991"),
        ("1991-11-05/", "from 5 November 1991"),
        ("../1940-06-15", "until 15 June 1940"),
        ("/1940-06", "until June 1940"),
        ("../1950~", "until about 1950"),
        ("../195X", "until 1950s"),
    ],
)
def test_a_date_is_written_at_its_own_precision(date: str, words: str) -> None:
    assert format_date(parse_edtf(date), "en_GB") == words


@pytest.mark.parametrize(
    ("date", "locale", "words"),
    [
        ("2002-06-05", "es", "5 de junio de 2002"),
        ("2002-06", "es", "junio de 2002"),
        ("2002-01-23/2002-01-25", "es", "23–25 de enero de 2002"),
        ("2004-05-28/2004-06-02", "es", "28 de mayo – 2 de junio de 2004"),
        ("2004-05/2004-06", "es", "mayo – junio de 2004"),
        ("1926/1938", "es", "1926–1938"),
        ("2002-06-05", "lt", "2002\N{NO-BREAK SPACE}m. birželio 5\N{NO-BREAK SPACE}d."),
        # Where the day does not come first, the days do not share their month.
        ("2002-01-23/2002-01-25", "en_US", "January 23–25, 2002"),
        ("2004-05-28/2004-06-02", "en_US", "May 28 – June 2, 2004"),
    ],
)
def test_a_date_is_written_as_its_locale_does(date: str, locale: str, words: str) -> None:
    assert format_date(parse_edtf(date), locale) == words


@pytest.mark.parametrize(
    ("date", "locale", "words", "in_sentence"),
    [
        ("1991/..", "lt", "nuo 1991_m.", "nuo 1991_m."),
        ("1991-03?/..", "lt", "nuo 1991_m. kovo (?)", "nuo 1991_m. kovo (?)"),
        ("1991-03", "lt", "1991_m. kovas", "1991_m. kovo mėn."),
        ("1991-03~", "lt", "maždaug 1991_m. kovo mėn.", "maždaug 1991_m. kovo mėn."),
        ("1991~/1995", "lt", "maždaug 1991_m. – 1995", "maždaug 1991_m. – 1995_m."),
        ("1991/1995", "lt", "1991–1995", "1991–1995_m."),
        ("[1899,1901]", "lt", "1899 ar 1901", "1899_m. ar 1901_m."),
        ("1991-03-05/..", "es", "desde el 5 de marzo de 1991", "desde el 5 de marzo de 1991"),
        ("../1991-03", "es", "hasta marzo de 1991", "hasta marzo de 1991"),
        ("199X/..", "es", "desde la década de 1990", "desde la década de 1990"),
        ("1991-03-05~", "es", "hacia el 5 de marzo de 1991", "hacia el 5 de marzo de 1991"),
    ],
)
def test_a_date_has_the_form_that_its_place_asks_for(date: str, locale: str, words: str, in_sentence: str) -> None:
    written = [format_date(parse_edtf(date), locale, in_sentence=form) for form in (False, True)]
    assert [text.replace("\N{NO-BREAK SPACE}", "_") for text in written] == [words, in_sentence]


@pytest.mark.parametrize(
    ("value", "unit", "currency", "words"),
    [
        ("1", "million", "EUR", "1 millón de €"),
        ("0.5", "million", "EUR", "0,5 millones de €"),
        ("2", "thousand", "EUR", "2 mil €"),
        ("1", "million", "litas", "1 millón de litas"),
        ("2", "thousand", "litas", "2 mil litas"),
        ("3", "billion", None, "3 mil millones"),
    ],
)
def test_an_amount_has_the_form_of_its_number(value: str, unit: str, currency: str | None, words: str) -> None:
    series = _series(value, None, unit, currency)
    assert amount(series, series.points[0], "es") == words


@pytest.mark.parametrize(
    ("value", "qualifier", "unit", "currency", "words"),
    [
        ("111.5", None, "million", "USD", "US$111.5 million"),
        ("116.8", None, "million", "GEL", "GEL\u00a0116.8 million"),
        ("-2", None, "million", "CHF", "−CHF\u00a02 million"),
        ("12.5", None, "million", "EUR", "€12.5 million"),
        ("1.5", "about", "million", "litas", "about 1.5 million litas"),
        ("0.25", "up to", "thousand", "GBP", "up to £0.25 thousand"),
        ("40", "over", "billion", "USD", "over US$40 billion"),
        ("1250", None, "million", "EUR", "€1,250 million"),
        ("1234567", None, "people", None, "1,234,567"),
        ("300", "about", "people", None, "about 300"),
        ("0.1", None, "million", "EUR", "€0.1 million"),
    ],
)
def test_an_amount_has_its_qualifier_currency_and_scale(
    value: str, qualifier: str | None, unit: str, currency: str | None, words: str
) -> None:
    series = _series(value, qualifier, unit, currency)
    assert amount(series, series.points[0], "en_GB") == words


def test_the_digits_of_an_amount_are_grouped_as_its_locale_does() -> None:
    series = _series("1234567.5", None, "people", None)
    assert amount(series, series.points[0], "es") == "1.234.567,5"


def test_no_digit_of_a_value_is_lost() -> None:
    series = _series("1234.56789", None, "million", "EUR")
    assert amount(series, series.points[0], "en_GB") == "€1,234.56789 million"


def _series(value: str, qualifier: str | None, unit: str, currency: str | None) -> Series:
    point = {"date": "1900", "value": value, "qualifier": qualifier}
    return Series.model_validate(
        {
            "id": "series-trade",
            "title": "Trade",
            "subject": "trade",
            "unit": unit,
            "currency": currency,
            "points": [point],
        }
    )


def test_names_are_written_in_their_order_and_sorted_by_family(volume_of: Callable[..., Volume]) -> None:
    volume = volume_of(
        people=[
            {"id": "person-aaa-zoe", "given": "Zoë", "family": "Aaa", "country": "XN"},
            {"id": "person-bbb", "family": "Bbb", "country": "XS"},
        ]
    )
    zoe, other = volume.people["person-aaa-zoe"], volume.people["person-bbb"]
    assert (zoe.name, zoe.sort_name) == ("Zoë Aaa", "Aaa, Zoë")
    assert (other.name, other.sort_name) == ("Bbb", "Bbb")


def test_a_record_is_mentioned_as_running_text_would(volume_of: Callable[..., Volume]) -> None:
    terms = [
        {"office": "Queen", "country": "XN", "date": "1900-01-01/1900-06-30", "acting": True},
        {"office": "Queen", "country": "XN", "date": "1900-07-01/1910"},
    ]
    visit = {"form": "visit", "from": "XN", "to": "XS", "visitors": ["person-aaa-zoe"]}
    volume = volume_of(
        organisations=[{"id": "org-league", "name": "League of Two"}],
        places=[{"id": "place-sud", "name": "Süd", "country": "XS"}],
        people=[{"id": "person-aaa-zoe", "given": "Zoë", "family": "Aaa", "country": "XN", "terms": terms}],
        visits=[
            {"id": "visit-acting", "date": "1900-05-02", "places": ["place-sud"], **visit},
            {"id": "visit-undecided", "date": "1900", **visit},
        ],
        memberships=[
            {
                "id": "membership-xn",
                "country": "XN",
                "organisation": "org-league",
                "status": "member",
                "date": "1900/..",
            }
        ],
    )
    mentions = {key: mention_text(record, volume) for key, record in volume.records.items()}
    assert mentions == {
        "country-xn": "Northland",
        "country-xs": "Southland",
        "org-league": "League of Two",
        "place-sud": "Süd",
        "person-aaa-zoe": "Zoë Aaa",
        "visit-acting": "visit of Acting Queen Zoë Aaa to Süd",
        "visit-undecided": "visit of Zoë Aaa to Southland",
        "membership-xn": "Northland in League of Two",
    }


def test_json_in_lines_is_that_of_python() -> None:
    said: dict[str, object] = {
        "š": [1, -2.5, 10**20, None, True, [], {}, [[{}]]],
        "b": ('\x00\x1f\x7f\u2028"\\/<&>', ""),
        "é": {"a": {}},
    }
    for indent in (0, 1, 2):
        assert json_lines(said, indent) == f"{json.dumps(said, ensure_ascii=False, indent=indent)}\n"


def test_letters_of_a_text_are_the_same_within_another_one() -> None:
    plain = "".join(map(chr, range(128)))
    assert letters(f"{plain}\u00e9") == f"{letters(plain)}\u00e9"
    assert letters("A_b-1 \ufb01") == "ab1fi"
