"""Dates and numbers are found in a text, in words and in digits, and in other languages in digits alone."""

from __future__ import annotations

import pytest

from bilateral.quantities import Amount, Dated, find, may_state, spelled


def dates(text: str) -> list[str]:
    found = [quantity for quantity in find(text, "en") if isinstance(quantity, Dated)]
    return [
        f"{date.year or '-'}{'s' if date.decade else ''}"
        + "".join(f"/{part}" for part in (date.month, date.day) if part)
        for date in found
    ]


def amounts(text: str, language: str = "en") -> list[tuple[str, str, str | None]]:
    found = [quantity for quantity in find(text, language) if isinstance(quantity, Amount)]
    return [(text[number.start : number.end], f"{number.value:f}", number.unit) for number in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 24 January 2002", ["2002/1/24"]),
        ("on 24 January", ["-/1/24"]),
        ("on the 5th of May 1921", ["1921/5/5"]),
        ("on May 5, 1921", ["1921/5/5"]),
        ("in January 2002", ["2002/1"]),
        ("that May", ["-/5"]),
        ("May I ask? March on!", ["-/3"]),
        ("from 1926 to 1938", ["1926", "1938"]),
        ("1997–2026, 1997–98", ["1997", "2026", "1997", "1998"]),
        ("in the 1920s", ["1920s"]),
        ("23 to 25 January 2002", ["2002/1/23", "2002/1/25"]),
        ("28 and 29 May 2004", ["2004/5/28", "2004/5/29"]),
        ("on 3, 4 and 5 May", ["-/5/3", "-/5/4", "-/5/5"]),
        ("from 6 April to 12 July 2004", ["2004/4/6", "2004/7/12"]),
        ("on 6 April, and on 12 July 2004", ["-/4/6", "2004/7/12"]),
        ("October or November 2000", ["2000/10", "2000/11"]),
        ("on 2 Sept. 1899, in Oct 1899, on Nov. 5, 1899", ["1899/9/2", "1899/10", "1899/11/5"]),
        ("Jan Mar met Dec", []),
        ("by 9,990 kilometres", []),
        ("resolution F1938 of 12.1938", []),
    ],
)
def test_dates_are_found_at_their_own_precision(text: str, expected: list[str]) -> None:
    assert dates(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("eleven men", [("eleven", "11", None)]),
        ("thirty-five or ninety-four", [("thirty-five", "35", None), ("ninety-four", "94", None)]),
        ("seven hundred and five", [("seven hundred and five", "705", None)]),
        ("two thousand three hundred", [("two thousand three hundred", "2300", None)]),
        (
            "27 two-day talks, five and six",
            [("27", "27", None), ("two", "2", None), ("five", "5", None), ("six", "6", None)],
        ),
        ("11,300 records", [("11,300", "11300", None)]),
        ("2.34 million", [("2.34 million", "2340000.00", None)]),
        ("US$2.3 million", [("US$2.3 million", "2300000.0", "USD")]),
        ("some € 20", [("€ 20", "20", "EUR")]),
        ("seven euros, 8 US dollars", [("seven euros", "7", "EUR"), ("8 US dollars", "8", "USD")]),
        ("15 per cent, 3%", [("15 per cent", "15", "%"), ("3%", "3", "%")]),
        ("the 119th Session", [("119th", "119", None)]),
        ("the fifth, its twenty-first", [("fifth", "5", None), ("twenty-first", "21", None)]),
        ("a third of third places", []),
        ("the dozen, two dozen", [("dozen", "12", None), ("two dozen", "24", None)]),
        ("the nineties, in his fifties", [("nineties", "90", "decade"), ("fifties", "50", "age")]),
        ("someone oneself nineteens", []),
    ],
)
def test_numbers_are_found_with_their_scale_and_unit(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert amounts(text) == expected


def test_in_another_language_digits_alone_are_numbers() -> None:
    text = "Am 5. November 1991 kamen elf Leute und 1.234,5 Tonnen; one may."
    assert amounts(text, "de") == [("5", "5", None), ("1991", "1991", None), ("1.234,5", "12345", None)]
    assert not any(isinstance(quantity, Dated) for quantity in find(text, "de"))


@pytest.mark.parametrize("text", ["in 7 days", "In May", "a THOUSAND"])
def test_what_states_something_may_state_it(text: str) -> None:
    assert find(text.lower() if text.isupper() else text, "en")
    assert may_state(text, "en")
    assert not may_state("nothing", "en")


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "zero"), (7, "seven"), (19, "nineteen"), (20, "twenty"), (99, "ninety-nine"), (1234, "1,234")],
)
def test_a_number_is_spelled_as_running_text_does(number: int, words: str) -> None:
    assert spelled(number) == words
    assert [value for _, value, _ in amounts(words)] == [str(number)]


def test_long_runs_of_joined_numbers_take_linear_time() -> None:
    """None of them is a day, which is known only at the end of the run."""
    assert len(find("1 and 2, " * 5_000, "en")) == 10_000
    assert dates("1, 2 and 3 and 4 and 5 May") == ["-/5/1", "-/5/2", "-/5/3", "-/5/4", "-/5/5"]
    assert dates("1 and 2 men, 3 and 4 May") == ["-/5/3", "-/5/4"]
