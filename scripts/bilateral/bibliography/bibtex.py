"""Read a file in BibTeX's syntax into entries whose fields keep their places; nothing in them is understood yet.

The syntax is pybtex's; it reads on after a fault, so that all faults are told at once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from pybtex.database.input.bibtex import LowLevelParser, UndefinedMacro, month_names
from pybtex.scanner import PrematureEOF, PybtexSyntaxError
from pybtex.utils import CaseInsensitiveDict

from bilateral.problems import Problem
from bilateral.text import LONGEST, LONGEST_NAME


class Place(NamedTuple):
    """A place in the file; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class Field:
    """A field as typed.

    ``starts`` is where its text starts in the file; None where the text is put together from abbreviations.
    """

    name: str
    text: str
    place: Place
    starts: int | None = None


@dataclass(frozen=True)
class Entry:
    """An entry as typed; the names of kind and fields are in lower case."""

    kind: str
    key: str
    place: Place
    fields: dict[str, Field]


class Places:
    """Turns positions in a text into lines and columns."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]

    def __call__(self, position: int) -> Place:
        """Return the place of a position."""
        line = bisect_right(self._starts, position)
        return Place(line, position - self._starts[line - 1] + 1)


def read_entries(text: str, file: str) -> tuple[list[Entry], list[Problem]]:
    """Return the entries of ``text``, which is that of ``file``, and what is wrong with its syntax."""
    places, problems = Places(text), list[Problem]()

    def complain(position: int, code: str, message: str) -> None:
        problems.append(Problem(file, *places(position), code, message))

    entries: list[Entry] = []
    for kind, key, position, fields in _Parser(text, complain).entries():
        found: dict[str, Field] = {}
        for name, value, at, starts in fields:
            if name in found:
                message = f"{key}: the field '{name}' stands twice; remove one"
                complain(at, "BIB006", message)
            else:
                found[name] = Field(name, value, places(at), starts)
        entries.append(Entry(kind, key, places(position), found))
    return entries, problems


_Raw = tuple[str, str, int, int | None]


class _Parser(LowLevelParser):  # type: ignore[misc]  # pybtex has no types
    """pybtex's parser, which notes where entries and fields stand."""

    def __init__(self, text: str, complain: Callable[[int, str, str], None]) -> None:
        super().__init__(text, macros=CaseInsensitiveDict(month_names), handle_error=self._note)
        self._complain = complain
        self._broken = False
        self._fields: list[_Raw] = []
        self._value_starts: int | None = None

    def entries(self) -> Iterator[tuple[str, str, int, list[_Raw]]]:
        """Yield kind, key, position and fields of each entry."""
        for kind, (key, *_) in self.parse_bibliography():
            if kind.lower() not in ("string", "preamble") and not self._broken:
                yield kind.lower(), key, self.command_start, self._fields

    def _note(self, error: PybtexSyntaxError) -> None:
        position, message = error.error_context_info[2], error.args[0]
        if isinstance(error, UndefinedMacro):
            message = (
                f"the abbreviation '{message}' is not defined; define it with @string, or write the text in braces"
            )
        elif isinstance(error, PrematureEOF):
            position, message = self.command_start, "what begins here does not end; check braces and quotation marks"
        else:
            began, at = (self.text.count("\n", 0, where) + 1 for where in (self.command_start, position))
            entry = f" of what begins at line {began}" if began != at else ""
            message = f"{message}; check braces, quotation marks and commas{entry}"
        self._broken = not isinstance(error, UndefinedMacro)
        self._complain(position, "BIB001", message)

    def parse_command(self) -> Any:
        self._broken = False
        return super().parse_command()

    def parse_entry_body(self, body_end: Any) -> None:
        self._fields = []
        super().parse_entry_body(body_end)

    def parse_field(self) -> None:
        name = self.optional([self.NAME])
        if not name:
            return
        starts = self.pos - len(name.value)
        self.current_field_name = name.value
        self.required([self.EQUALS])
        self.parse_value()
        value = "".join(self.current_value)
        self._fields.append((name.value.lower(), value, starts, self._value_starts))

    def parse_string_body(self, body_end: Any) -> None:
        super().parse_string_body(body_end)
        name = self.current_field_name
        if len(self.macros[name]) > LONGEST:  # abbreviations of abbreviations can multiply
            self._complain(self.pos, "BIB004", f"@string {name[:LONGEST_NAME]} is longer than {LONGEST:,} characters")
            self.macros[name] = ""

    def parse_value(self) -> None:
        self.eat_whitespace()
        starts = self.pos
        super().parse_value()
        whole = len(self.current_value) == 1 and self.text[starts : starts + 1] in '{"'
        self._value_starts = starts + 1 if whole else None
