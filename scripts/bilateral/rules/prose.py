"""What the chapters state agrees with the data.

A date or a number in a sentence that cites a fact, names a record by a role, or leads to a section that tells facts, is
one of theirs, or is marked as the author's own. A sentence that does none of this is held to its paragraph, and a
paragraph to its section.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from decimal import Decimal
from functools import cached_property

from bilateral.chapters import Role, Sentence
from bilateral.counts import FILTERS, items, traits_of
from bilateral.dates import parse_edtf
from bilateral.known import Known
from bilateral.problems import Problem
from bilateral.quantities import AGE, DECADE, Amount, Dated, Quantity, find, knows_words
from bilateral.volume import Volume

_NAMING = frozenset({"rec", "date", "value", "office"})
"""Roles that name a record, or two joined by ``@``."""
_SPANS = {"day": (1.0, 1.0), "week": (7.0, 4.0), "month": (30.4, 16.0), "year": (365.25, 200.0)}
"""How many days a unit of time has, and by how many a span that is told in it may differ."""
_DECADE = 10
_FREE = 2
"""The words up to this number ("one", "the two countries") state nothing about records."""
_NOUNS = {
    "visits": "visits",
    "agreements": "agreements",
    "consultations": "consultations",
    "statements": "facts",
    "sources": "sources",
}
"""Words for what is counted, and what counts them."""
_BREAKS = frozenset({"of", "in", "to", "and", "or", "by", "with", "for", "from", "on", "at"})
"""Words that end what a number counts."""
_PAGES = r"\d+(?:[–-]\d+)?"
_LOCATOR = re.compile(
    rf"\b(?:[Pp]age|p\.)\s{_PAGES}|\b(?:[Pp]ages|pp\.)\s{_PAGES}(?:(?:,\s{_PAGES})*,?\s(?:and|or|to)\s{_PAGES})?"
)
"""Numbers of pages: in a sentence that names nothing, they tell where something stands."""
_OF_SOURCES = ("title", "titleaddon", "number", "pages", "note", "seen")
"""Fields of an entry of the bibliography that a sentence which cites it may repeat, beside its date."""
_SHOWN = 4
"""How many dates and numbers of the data a message shows."""


def judge_prose(volume: Volume, sentences: Iterable[Sentence]) -> Iterator[Problem]:
    """PRO001, PRO002, PRO003: the dates, numbers and counts of sentences are those of the data."""
    judge = _Judge(volume)
    for sentence in sentences:
        yield from judge.problems(sentence)


class _Judge:
    """Judges sentences against one volume; what each record and each section holds is gathered once."""

    def __init__(self, volume: Volume) -> None:
        self.volume = volume
        self._known: dict[str, Known] = {}
        self._sources: dict[str, Known] = {}
        self._dates: dict[str, Known] = {}
        self._groups: dict[str, Counter[tuple[str, str]]] = {}

    def problems(self, sentence: Sentence) -> Iterator[Problem]:
        """Yield what in a sentence differs from the data."""
        quantities = find(sentence.text, self.volume.edition.language)
        if not quantities:
            return
        keys = self._named_for(sentence)
        of_sentence = [self._known_of(key) for key in keys]
        if keys:
            cited = (key.strip() for role in sentence.roles if role.name == "source" for key in role.target.split(","))
            of_sentence += [self._known_of_source(key) for key in cited if key in self.volume.sources]
        years = {quantity.year for quantity in quantities if isinstance(quantity, Dated)}
        names_something = next(self._keys(sentence.roles), None) is not None
        locators = [] if names_something else [found.span() for found in _LOCATOR.finditer(sentence.text)]
        for quantity in quantities:
            if isinstance(quantity, Amount) and any(first <= quantity.start < end for first, end in locators):
                continue
            counted = _counted(quantity) if isinstance(quantity, Amount) else None
            whose, known = keys, of_sentence
            dated = self._dated_by(quantity, sentence)
            if dated:  # these words stand in print for the date itself, whatever a text of the record says
                whose, known = [dated.target], [self._dates_of(dated.target)]
            if isinstance(quantity, Dated):
                code, what, agrees = "PRO001", "date", _date_agrees(quantity, known)
            elif counted:
                code, what = "PRO003", f"number of {counted}"
                agrees = quantity.value in self._numbers_of(counted, keys, sentence, years)
            else:
                code, what, agrees = "PRO002", "number", _number_agrees(quantity, known, sentence.text)
            if not agrees:
                words = sentence.text[quantity.start : quantity.end]
                whence = "in the data" if counted else f"of {_listed(whose)}, which has {_shown(known)}"
                message = f"'{words}' is no {what} {whence}; correct it, let a role print it, or mark it as your own:"
                yield Problem(sentence.file, *sentence.place(quantity.start), code, f"{message} [{words}]{{.own}}")

    def _dated_by(self, quantity: Quantity, sentence: Sentence) -> Role | None:
        """Return the role ``date`` whose typed words hold a quantity that is, or may be, part of a date."""
        if isinstance(quantity, Amount) and knows_words(self.volume.edition.language):
            return None
        start, end = quantity.start + sentence.start, quantity.end + sentence.start
        for role in sentence.roles:
            if role.name == "date" and role.offset < end and start < role.offset + len(role.title):
                return role if self._may_be_dated(role.target.partition("@")[0].strip()) else None
        return None

    def _dates_of(self, target: str) -> Known:
        """Return the dates that a record, or the step of it after ``@``, has in fields of their own."""
        if target not in self._dates:
            self._dates[target] = known = Known(self.volume.edition.language, in_words=False)
            key, _, step = (part.strip() for part in target.partition("@"))
            record = self.volume.records[key]
            kind = self.volume.kind_of(record)
            if not step:
                known.add(record)
            for date in [date for name, date in kind.dates(record) if name == step]:
                known.add(date)
                parts = [part for name in sorted(kind.parts) for part in getattr(record, name)]
                known.add(tuple(part.also_dated for part in parts if getattr(part, "date", None) == date))
        return self._dates[target]

    def _named_for(self, sentence: Sentence) -> list[str]:
        """Return what a sentence names; one that names nothing tells of what its paragraph or its section does."""
        for roles in (sentence.roles, sentence.block.roles):
            if keys := list(dict.fromkeys(self._keys(roles))):
                return keys
        section = sentence.block.section
        return [section] if section in self._sections else []

    def _keys(self, roles: Iterable[Role]) -> Iterator[str]:
        """Yield what roles name: ids of records, numbers of facts, and labels of sections that tell facts."""
        for role in roles:
            parts = [part.strip() for part in role.target.replace("@", ",").split(",")]
            if role.name in _NAMING:
                yield from (key for key in parts if self._may_be_dated(key))
            elif role.name == "fact":
                yield from (key for key in parts if key in self.volume.facts)
            elif role.name == "ref" and role.target in self._sections:
                yield role.target

    def _may_be_dated(self, key: str) -> bool:
        """Tell whether a key is a record of a kind that may hold dates or numbers."""
        record = self.volume.records.get(key)
        return record is not None and self.volume.kind_of(record).dated

    @cached_property
    def _sections(self) -> dict[str, list[str]]:
        """The ids of the records whose facts each section tells."""
        found: dict[str, list[str]] = {}
        for record, fact in self.volume.facts.values():
            found.setdefault(fact.section, []).append(record.id)
        return found

    def _ids(self, key: str) -> list[str]:
        if key in self.volume.facts:
            return [self.volume.facts[key][0].id]
        return self._sections.get(key, [key])

    def _known_of(self, key: str) -> Known:
        if key not in self._known:
            self._known[key] = known = Known(self.volume.edition.language)
            ids = self._ids(key)
            if ids == [key]:
                known.add(self.volume.records[key])
            else:
                known.merge(self._known_of(record) for record in dict.fromkeys(ids))
        return self._known[key]

    def _known_of_source(self, key: str) -> Known:
        """Return what an entry of the bibliography says of its source: when it appeared, and its other fields."""
        if key not in self._sources:
            self._sources[key] = known = Known(self.volume.edition.language)
            source = self.volume.sources[key]
            known.add(tuple(source.fields.get(name, "") for name in _OF_SOURCES))
            with suppress(ValueError):
                known.add(parse_edtf(source.fields.get("date", "")))
        return self._sources[key]

    def _numbers_of(self, counted: str, keys: list[str], sentence: Sentence, years: set[int | None]) -> set[int]:
        """Return how many there are: of all, of each group that the sentence may mean, and among what it names."""
        if counted not in self._groups:
            traits = [
                (name, value)
                for item in items(counted, self.volume)
                for name in FILTERS
                for value in traits_of(item, self.volume, name)
            ]
            self._groups[counted] = Counter(traits)
        told = {str(year) for year in years.union(*(self._known_of(key).years for key in keys))}
        told |= {"from", "to", "register", ",".join(self.volume.edition.parties)}
        groups = self._groups[counted].items()
        text = sentence.text.lower()
        fitting = {
            size
            for trait, size in groups
            if told.intersection(trait) or trait[1].replace("-", " ") in text or " ".join(trait).lower() in text
        }
        if counted == "sources":
            among = sum(len(role.target.split(",")) for role in sentence.roles if role.name == "source")
        else:
            named = keys if counted == "facts" else {record for key in keys for record in self._ids(key)}
            among = sum(1 for key in named if self.volume.collections.get(key, "facts") == counted)
        return fitting | {among, sum(1 for _ in items(counted, self.volume))}


def _counted(number: Amount) -> str | None:
    """Return what a number counts, where that is something that the data hold."""
    for word in number.following:
        if word in _NOUNS:
            return _NOUNS[word]
        if word in _BREAKS or not word.isalpha():
            break
    return None


def _date_agrees(date: Dated, known: list[Known]) -> bool:
    parts = date.year, date.month, date.day, date.decade
    plain = Decimal(date.year or 0), None  # what looks like a year may be a number of four digits
    return not known or any(parts in one.dates or (not date.month and plain in one.numbers) for one in known)


def _number_agrees(number: Amount, known: list[Known], text: str) -> bool:
    if not known or any((number.value, number.unit) in one.numbers for one in known):
        return True
    unit = number.following[0].removesuffix("s") if number.following else ""
    years = set[int]().union(*(one.years for one in known))
    if number.unit == DECADE:
        return any(year % 100 // 10 * 10 == number.value for year in years)
    if number.unit == AGE:
        return any(0 <= later - year - number.value <= _DECADE for year in years for later in years)
    if unit == "century":
        return any(year // 100 + 1 == number.value for year in years)
    if unit in _SPANS:
        length, slack = _SPANS[unit]
        if unit == "year" and any(year + number.value in years for year in years):
            return True  # who knows years alone counts from one to the other
        days = sorted(set().union(*(one.days for one in known)))
        return _has_span(days, float(number.value) * length, slack)
    return text[number.start].isalpha() and number.value <= _FREE


def _has_span(days: list[int], length: float, slack: float) -> bool:
    """Tell whether two days lie so far apart."""
    for day in days:
        place = bisect_left(days, day + length - slack)
        if place < len(days) and days[place] <= day + length + slack:
            return True
    return False


def _listed(keys: list[str]) -> str:
    return ", ".join(keys[:_SHOWN]) + (" …" if len(keys) > _SHOWN else "")


def _shown(known: list[Known]) -> str:
    texts = list(dict.fromkeys(text for one in known for text in one.texts))
    return ", ".join(texts[:_SHOWN]) + (" …" if len(texts) > _SHOWN else "") if texts else "none"
