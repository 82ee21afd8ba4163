"""Turn entries as typed into records in CSL-JSON: TeX is decoded here, once, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bilateral.bibliography.biblatex import (
    ADDRESSES,
    DATES,
    FIELD_ALIASES,
    FOREIGN,
    KNOWN,
    NAMES,
    OTHER_NAMES,
    TITLES,
    Fields,
    Item,
    Names,
    to_item,
)
from bilateral.bibliography.bibtex import Entry, Field, Place, Places, read_entries
from bilateral.bibliography.dates import is_no_date, read_date, read_year, write_date
from bilateral.bibliography.inheritance import XDATA, inherit
from bilateral.bibliography.kinds import ALIASES, KINDS, UNKNOWN, kind_of
from bilateral.bibliography.names import read_names
from bilateral.bibliography.tex import TexError, composed, decode, decode_address, plain, unprotected
from bilateral.problems import Problem, did_you_mean
from bilateral.text import LAYOUT, LONGEST, LONGEST_NAME, first_hidden, named

_INTERNAL = frozenset({"crossref", "xdata", "xref"})
"""Fields for the reading of the file, which say nothing of the work."""
_ADDRESSES = ("url", "archived")
"""Fields that are faulty where they are empty; others are then as if they were not there."""


@dataclass(frozen=True)
class Record:
    """An entry that is understood: its record in CSL-JSON, its plain fields by biblatex's names, and their places."""

    key: str
    item: Item
    fields: Fields
    place: Place
    places: dict[str, Place]


def read_records(text: str, file: str) -> tuple[list[Record], list[Problem]]:
    """Return the records of the bibliography in ``text``, which is that of ``file``, and every problem."""
    entries, problems = read_entries(text, file)
    problems += _twins(entries, file)
    whole, more = inherit(entries, file)
    problems += more
    places = Places(text)
    records: list[Record] = []
    for entry in whole:
        reader = _Reader(entry, file, places)
        record = reader.record()
        problems += reader.problems
        if record:
            records.append(record)
    return records, sorted(set(problems))


def _twins(entries: list[Entry], file: str) -> Iterator[Problem]:
    """Yield keys that stand twice: BibTeX keys that differ only in case are one key."""
    first: dict[str, Entry] = {}
    for entry in entries:
        twin = first.setdefault(entry.key.lower(), entry)
        if twin is not entry:
            message = f"the key '{entry.key}' already stands at line {twin.place.line}; rename or remove one"
            yield Problem(file, *entry.place, "BIB002", message)


class _Reader:
    """Reads one entry, and notes what is wrong with it."""

    def __init__(self, entry: Entry, file: str, places: Places) -> None:
        self._entry, self._file, self._places = entry, file, places
        self.problems: list[Problem] = []

    def record(self) -> Record | None:
        """Return the record; nothing where the kind is unknown."""
        entry = self._entry
        known = kind_of(entry.kind)
        if known is None:
            self._complain(entry.place, "BIB005", _unknown(entry.kind))
            return None
        kind, word = known
        fields, names = self._fields()
        if word:
            fields.setdefault("type", word)
        self._classic_date(fields)
        for group in KINDS[kind].required:
            if not any(name in fields or name in names for name in group):
                which = " or ".join(f"'{name}'" for name in group)
                self._complain(entry.place, "BIB003", f"@{entry.kind} needs the field {which}; add it")
        item = to_item(entry.key, kind, {name: text for name, text in fields.items() if text}, names)
        shown = {name: plain(text) for name, text in fields.items()}
        places = {FIELD_ALIASES.get(name, name): field.place for name, field in entry.fields.items()}
        return Record(entry.key, item, shown, entry.place, places)

    def _fields(self) -> tuple[Fields, Names]:
        fields, names = Fields(), Names()
        for typed in self._entry.fields.values():
            name = FIELD_ALIASES.get(typed.name, typed.name)
            if name in _INTERNAL or not (typed.text.strip() or name in _ADDRESSES):
                continue
            if name in fields or name in names:
                first = next(one for one in self._entry.fields if FIELD_ALIASES.get(one, one) == name)
                message = f"'{first}' and '{typed.name}' are the same field; remove one"
                self._complain(typed.place, "BIB006", message)
                continue
            if name not in KNOWN and (known := _meant(name)):
                message = f"the field '{typed.name}' is unknown; did you mean '{known}'?"
                self._complain(typed.place, "BIB009", message)
            if not self._is_fit(typed):
                continue
            try:
                if name in NAMES or name in OTHER_NAMES:
                    names[name] = read_names(" ".join(typed.text.split()))
                elif name in ADDRESSES:
                    fields[name] = decode_address(composed(typed.text))
                elif name in DATES:
                    fields[name] = (
                        plain(unprotected(decode(typed.text))) if "\\" in typed.text else composed(typed.text)
                    )
                else:
                    text = decode(typed.text)
                    fields[name] = text if name in TITLES else unprotected(text)
            except TexError as error:
                at = self._at(typed, error.position) if name not in NAMES else typed.place
                self._complain(at, "BIB007", f"{typed.name}: {error}")
            except ValueError as error:
                self._complain(typed.place, "BIB004", f"{typed.name}: {error}")
        self._judge_dates(fields)
        return fields, names

    def _judge_dates(self, fields: Fields) -> None:
        if is_no_date(fields.get("date", "")):
            fields["year"] = fields.pop("date")
        for name in DATES:
            if name in fields:
                try:
                    read_date(fields[name])
                except ValueError as error:
                    self._complain(self._entry.fields[name].place, "BIB004", f"{name}: {error}")
                    del fields[name]

    @staticmethod
    def _classic_date(fields: Fields) -> None:
        """Put a date in the place of BibTeX's year and month, where they are one; words stay."""
        if "date" in fields:
            for name in ("year", "month", "day"):
                fields.pop(name, None)
            return
        date = read_year(*(fields.get(name, "") for name in ("year", "month", "day")))
        if date and "literal" not in date:
            fields["date"] = write_date(date)
            for name in ("year", "month", "day"):
                fields.pop(name, None)

    def _is_fit(self, typed: Field) -> bool:
        hidden = first_hidden(typed.text.translate(LAYOUT))
        if hidden is not None:
            at = self._at(typed, typed.text.index(hidden))
            message = f"{typed.name} has the character {named(hidden)}, which cannot be seen; remove it"
            self._complain(at, "BIB004", message)
        if len(typed.text) > LONGEST:
            message = f"{typed.name} has {len(typed.text):,} characters; {LONGEST:,} are the most"
            self._complain(typed.place, "BIB004", message)
        return hidden is None and len(typed.text) <= LONGEST

    def _at(self, typed: Field, position: int) -> Place:
        return typed.place if typed.starts is None else self._places(typed.starts + position)

    def _complain(self, place: Place, code: str, message: str) -> None:
        self.problems.append(Problem(self._file, *place, code, f"{self._entry.key[:LONGEST_NAME]}: {message}"))


@lru_cache
def _meant(name: str) -> str:
    """Return the field that differs from an unknown one in a letter or two."""
    if name in FOREIGN or len(name) < 4:  # noqa: PLR2004  (few letters are near to many)
        return ""
    return next((known for known in sorted(KNOWN) if _slips(known) & _slips(name)), "")


@lru_cache
def _slips(word: str) -> frozenset[str]:
    """Return a word, and what it is without one of its letters: words that share one of these are nearly the same."""
    return frozenset({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})


def _unknown(kind: str) -> str:
    known = (*KINDS, *ALIASES, XDATA)
    if kind in UNKNOWN:
        return f"the kind '@{kind}' is unknown; write {UNKNOWN[kind]}"
    remedy = did_you_mean(kind, known) or "; write @misc where no other fits"
    return f"the kind '@{kind[:LONGEST_NAME]}' is unknown{remedy}"
