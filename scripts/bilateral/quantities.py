"""Find the dates and the numbers that a text states, in digits and in words.

The words are those of English, for texts in English; of a text in another language only the digits are found.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache, partial

from babel import Locale
from babel.dates import get_month_names
from babel.numbers import get_currency_name

from bilateral.locales import locale_of

WORDS = "en"
"""The language whose words are known."""


@dataclass(frozen=True)
class Dated:
    """A date in a text, with the parts that it names; ``decade`` where it names the ten years from ``year`` on."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    decade: bool = False


@dataclass(frozen=True)
class Amount:
    """A number in a text, with its unit (a currency, or ``%``) where it has one, and the words that follow it.

    Ten years in words have ``DECADE`` or ``AGE`` as their unit: "the nineties", "in his fifties".
    """

    start: int
    end: int
    value: Decimal
    unit: str | None = None
    following: tuple[str, ...] = ()


DECADE, AGE = "decade", "age"
Quantity = Dated | Amount
_Found = tuple[list[Quantity], int]

_UNITS: tuple[str, ...] = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_UNITS += ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS = {word: n for n, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_SCALES = {"dozen": 12, "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_ROUND = range(20, 100, 10)
_ORDINALS = {f"{word}th": n for word, n in _NUMBERS.items() if n > 3 and n not in _ROUND}  # noqa: PLR2004
_ORDINALS |= {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12, "hundredth": 100}
_ORDINALS |= {f"{word[:-1]}ieth": n for word, n in _NUMBERS.items() if n in _ROUND}
_OWNERS = frozenset({"his", "her", "their", "its", "our", "my"})
_DETERMINERS = _OWNERS | {"the", "s"}
"""What stands before an ordinal that counts, such as "the sixth ambassador"; "a third" and "third places" do not."""
_PLURALS = {f"{word[:-1]}ies": n for word, n in _NUMBERS.items() if n in _ROUND}
"""Ten years of a century or of a life: "the nineties", "in his fifties"."""
_SPELLED = frozenset([*_NUMBERS, *_SCALES, *_ORDINALS, *_PLURALS])
_JOINTS = frozenset({"to", "and", "or", "until", "–", "—", "-", "/", ","})
"""What joins two dates that share a month or a year."""
_DAYS = range(1, 32)
_YEARS = range(1000, 3000)
_WIDEST = 8
"""How long a symbol of a currency, and the space after it, may be."""
_FOLLOWING = 3
"""How many words after a number may tell what it counts."""
_TOKEN = re.compile(
    r"(?<![\w.])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<suffix>st|nd|rd|th|s)?(?!\w)|\w+|[^\w\s]"
)
_RUN = re.compile(r"\d+(?:[.,'’\u00a0\u202f]\d+)*")


def find(text: str, language: str) -> list[Quantity]:
    """Return the dates and numbers of a text in the order in which they stand.

    In a language whose words are not known, every run of digits is a number, without its separators.
    """
    return list(_found(text, language))


@lru_cache(100_000)  # `make live` looks again and again for what is in the same sentences and records
def _found(text: str, language: str) -> tuple[Quantity, ...]:
    if knows_words(language):
        return tuple(_English(text).quantities()) if may_state(text, language) else ()
    return tuple(Amount(*run.span(), Decimal("".join(filter(str.isdecimal, run[0])))) for run in _RUN.finditer(text))


def may_state(text: str, language: str) -> bool:
    """Tell whether a text has digits, or words of dates and numbers: quickly, and now and then for nothing."""
    if knows_words(language):
        return _likely().search(text.lower()) is not None  # a pattern for both cases takes three times as long
    return _RUN.search(text) is not None


@cache
def stating(language: str) -> Callable[[str], bool]:
    """Return what tells of a text whether it may state something, for a language: the same function each time."""
    return partial(may_state, language=language)


def knows_words(language: str) -> bool:
    """Tell whether dates and numbers in words are found in a language."""
    return language.partition("-")[0] == WORDS


def spelled(number: int) -> str:
    """Write a number below one hundred in words, as running text does; a larger one in digits."""
    if number < len(_UNITS):
        return _UNITS[number]
    tens, units = divmod(number, 10)
    if tens > len(_TENS) + 1:
        return f"{number:,}"
    return "-".join([_TENS[tens - 2], *([_UNITS[units]] if units else [])])


class _English:
    """One pass over the words of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_TOKEN.finditer(text))
        self.words = [token[0] for token in self.tokens]
        self.no_days_before = 0

    def quantities(self) -> list[Quantity]:
        """Return what is found, each date with the year that it shares with the next."""
        found: list[Quantity] = []
        index = 0
        while index < len(self.tokens):
            if not _begins(self.words[index]):
                index += 1
                continue
            read = self._days(index) or self._months(index) or self._ten_years(index) or self._number(index)
            quantities, index = read or ([], index + 1)
            found += quantities
        for place in range(len(found) - 2, -1, -1):  # "from 6 April to 12 July 2004"
            this, following = found[place], found[place + 1]
            if not (isinstance(this, Dated) and isinstance(following, Dated) and this.month and following.month):
                continue
            if this.year is None and self.text[this.end : following.start].strip() in _JOINTS:
                found[place] = replace(this, year=following.year)
        return found

    def _days(self, index: int) -> _Found | None:
        """Read days of one month: ``28 and 29 May 2004``, ``5th of May``; or ``May 5, 2004``."""
        days, after = self._joined(index, self._day) if index >= self.no_days_before else ([], index)
        if days:
            after += self._word(after) == "of"
            month = self._month(after) or self._short_month(after)
            if month is None:
                self.no_days_before = after  # none of them is a day: to ask each anew would take quadratic time
                return None
            after = self._past_month(after)
            year = self._year(after)
            end = after + (year is not None)
            return [self._dated(place, end, year=year, month=month, day=day) for place, day in days], end
        month, after = self._month(index) or self._short_month(index), self._past_month(index)
        day, year = self._day(after), self._year(after + 2)
        if month and day and year and self._word(after + 1) == ",":
            return [self._dated(index, after + 3, year=year, month=month, day=day)], after + 3
        return None

    def _months(self, index: int) -> _Found | None:
        """Read months of one year or of none, years, decades and centuries."""
        months, after = self._joined(index, self._month)
        if months:
            of = self._word(after) == "of"
            year = self._year(after + of)
            if year is None and index == 0:
                return None  # "May" and "March" are words that begin sentences
            end = after if year is None else after + of + 1
            return [self._dated(place, end, year=year, month=month) for place, month in months], end
        month, year = self._short_month(index), self._year(self._past_month(index))
        if month and year:
            end = self._past_month(index) + 1
            return [self._dated(index, end, year=year, month=month)], end
        year = self._year(index)
        if year is None:
            return None
        if self.tokens[index]["suffix"]:
            return [self._dated(index, index + 1, year=year, decade=True)], index + 1
        dates: list[Quantity] = [self._dated(index, index + 1, year=year)]
        short = self._word(index + 2)
        if self._word(index + 1) in ("–", "-", "/") and re.fullmatch(r"\d\d", short):  # "1997–98"
            dates.append(self._dated(index + 2, index + 3, year=year // 100 * 100 + int(short)))
            return dates, index + 3
        return dates, index + 1

    def _ten_years(self, index: int) -> _Found | None:
        """Read ten years in words, of a century or of a life."""
        value = _PLURALS.get(self._word(index).lower())
        if value is None:
            return None
        unit = AGE if index and self._word(index - 1).lower() in _OWNERS else DECADE
        token = self.tokens[index]
        return [Amount(token.start(), token.end(), Decimal(value), unit)], index + 1

    def _number(self, index: int) -> _Found | None:
        """Read a number in digits or words, its scale, and its unit before or after it."""
        total, current, room, after = Decimal(0), Decimal(0), Decimal("Infinity"), index
        if index and self._word(index).lower() in _ORDINALS and self._word(index - 1).lower() not in _DETERMINERS:
            return None
        while after < len(self.tokens):
            joint = after > index and self.words[after] in ("-", "and")
            number, scale = self._value(after + joint, digits=after == index)
            if scale:
                current, room = (current or Decimal(1)) * scale, Decimal(_SCALES["hundred"])
                if scale >= _SCALES["thousand"]:
                    total, current, room = total + current, Decimal(0), Decimal(scale)
            elif number is not None and number < room:
                current += number
                room = Decimal(10 if number in _ROUND and self.words[after].isalpha() else 0)
            else:
                break
            after += 1 + joint
        if after == index:
            return None
        start, unit, end = self._unit(index, after)
        words = tuple(self._word(place).lower() for place in range(end, min(end + _FOLLOWING, len(self.tokens))))
        return [Amount(start, self.tokens[end - 1].end(), total + current, unit, words)], end

    def _value(self, index: int, *, digits: bool) -> tuple[Decimal | None, int | None]:
        """Return a token as a number to add, or as a scale to multiply by; as neither, if it is no number."""
        word = self._word(index).lower()
        if digits and self.tokens[index]["digits"]:
            return Decimal(self.tokens[index]["digits"].replace(",", "")), None
        number = _NUMBERS.get(word, _ORDINALS.get(word))
        return None if number is None else Decimal(number), _SCALES.get(word)

    def _unit(self, index: int, after: int) -> tuple[int, str | None, int]:
        """Return the unit of the number from ``index`` to ``after``, with where the two begin and end."""
        start = self.tokens[index].start()
        if self._word(after) in ("%", "percent"):
            return start, "%", after + 1
        if (self._word(after), self._word(after + 1)) == ("per", "cent"):
            return start, "%", after + 2
        for length in (3, 2, 1) if self._word(after) in _first_words() else ():
            name = " ".join(self._word(place) for place in range(after, after + length))
            if name in _currencies():
                return start, _currencies()[name], after + length
        before = self.text[max(start - _WIDEST, 0) : start].rstrip()
        if before.endswith(tuple(_symbols())):
            symbol = next(filter(before.endswith, _symbols()))
            return max(start - _WIDEST, 0) + len(before) - len(symbol), _symbols()[symbol], after
        return start, _currencies().get(self.words[index - 1]) if index else None, after

    def _joined(self, index: int, read: Callable[[int], int | None]) -> tuple[list[tuple[int, int]], int]:
        """Read one or several of a kind that stand joined, each with its place."""
        found: list[tuple[int, int]] = []
        after = index
        while (value := read(after)) is not None:
            found.append((after, value))
            after += 1
            following = after + (self._word(after) in _JOINTS)
            following += self._word(after) == "," and self._word(following) in ("and", "or")
            if following == after or read(following) is None:
                break
            after = following
        return found, after

    def _day(self, index: int) -> int | None:
        number = self._whole(index)
        return number if number and number in _DAYS and self.tokens[index]["suffix"] != "s" else None

    def _month(self, index: int) -> int | None:
        return _months().get(self._word(index))

    def _short_month(self, index: int) -> int | None:
        """Return the month of an abbreviation, which is one only beside a day or a year: "Jan" is a name, too."""
        return _short_months().get(self._word(index))

    def _past_month(self, index: int) -> int:
        return index + 1 + (self._short_month(index) is not None and self._word(index + 1) == ".")

    def _year(self, index: int) -> int | None:
        number = self._whole(index)
        fits = number and number in _YEARS and self.tokens[index]["suffix"] in (None, "s")
        return number if fits else None

    def _whole(self, index: int) -> int | None:
        digits = self.tokens[index]["digits"] if index < len(self.tokens) else None
        return int(digits) if digits and digits.isdecimal() else None

    def _word(self, index: int) -> str:
        return self.words[index] if index < len(self.words) else ""

    def _dated(self, first: int, end: int, **parts: int | None) -> Dated:
        return Dated(self.tokens[first].start(), self.tokens[end - 1].end(), **parts)  # type: ignore[arg-type]


def _begins(word: str) -> bool:
    """Tell whether a date or a number may begin with a word."""
    return word[0].isdecimal() or word.lower() in _beginnings()


@cache
def _beginnings() -> frozenset[str]:
    return _SPELLED.union(map(str.lower, [*_months(), *_short_months()]))


@cache
def _likely() -> re.Pattern[str]:
    """Return a pattern that is in every text in lower case that states anything, and in few others."""
    words = "|".join(sorted([*_SPELLED, *map(str.lower, _months())]))
    return re.compile(rf"\d|\b(?:{words})")


@cache
def _months() -> dict[str, int]:
    return {name: number for number, name in get_month_names("wide", locale=WORDS).items()}


@cache
def _short_months() -> dict[str, int]:
    short = {name: number for number, name in get_month_names("abbreviated", locale=WORDS).items()}
    return {name: number for name, number in (short | {"Sept": 9}).items() if name not in _months()}


@cache
def _currencies() -> dict[str, str]:
    """Return the code of each currency by its names and by itself."""
    locale = Locale.parse(locale_of(WORDS))
    codes = {str(code): str(code) for code in locale.currencies}
    return {get_currency_name(code, count, locale): code for code in codes for count in (1, 2)} | codes


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name.partition(" ")[0] for name in _currencies())


@cache
def _symbols() -> dict[str, str]:
    """Return the code of each symbol of a currency, the longest first."""
    symbols = Locale.parse(locale_of(WORDS)).currency_symbols
    codes: dict[str, str] = {}
    for code, symbol in sorted(symbols.items(), key=lambda pair: -len(pair[1])):
        if symbol != code:
            codes.setdefault(symbol, code)
    return codes
