"""Read a YAML file into plain data, keeping the place of every value.

Every scalar stays the text that was typed: the country ``NO`` is not false and 1938-05-31 is not a timestamp.
Parsing is libyaml's; data are built from its events, not from composed nodes: nothing is resolved, nothing but the
data stays in memory (six times as fast at 10,000 records), an alias is reported at its place, and the depth is ours to
limit (libyaml's composer recurses in C until the stack is full).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bilateral.problems import KeyPath, Problem, shown_path
from bilateral.text import LONGEST

Position = tuple[int, int]
_DEEPEST = 20
"""How deep values may nest; the model needs half of it."""


@dataclass(frozen=True)
class Document:
    """The plain data of one file (dicts, lists and texts) and the position of each value by its path."""

    file: str
    data: dict[str, Any]
    positions: dict[KeyPath, Position]

    def problem(self, path: KeyPath, code: str, message: str) -> Problem:
        """Return a problem at ``path``, or at the closest place above it that the file has."""
        place = path
        while place and place not in self.positions:
            place = place[:-1]
        line, column = self.positions.get(place, (1, 1))
        return Problem(self.file, line, column, code, message)


def read_document(path: Path) -> tuple[Document | None, list[Problem]]:
    """Read the YAML mapping in ``path``. Return it, or None with the problems that stand in the way."""
    file = shown_path(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        message = f"cannot read the file: {error.strerror}; name the folder that holds data/"
        return None, [Problem(file, 0, 0, "DAT001", message)]
    document, problems = _parsed(raw, file)
    return document, list(problems)


@lru_cache(1)  # `make live` reads it again and again, and mostly it is a chapter that has been edited
def _parsed(raw: bytes, file: str) -> tuple[Document | None, list[Problem]]:
    return parse_document(raw, file)


def parse_document(raw: bytes, file: str) -> tuple[Document | None, list[Problem]]:
    """Read the YAML mapping in ``raw``, the bytes of ``file``. Return it, or None with the problems in the way."""

    def fail(code: str, message: str, line: int = 1, column: int = 1) -> tuple[None, list[Problem]]:
        return None, [Problem(file, line, column, code, message)]

    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        return fail("DAT002", f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8", line, column)
    for number, line_text in enumerate(text.splitlines() if "\t" in text else (), 1):
        indent = line_text[: len(line_text) - len(line_text.lstrip())]
        if "\t" in indent and line_text.strip():
            return fail("DAT004", "a tab in the indentation; use spaces", number, indent.index("\t") + 1)
    reading = _Reading(file)
    try:
        data = reading.read(text)
    except _StopError as stop:
        reading.problems.append(stop.problem)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        since = f" that starts at line {error.context_mark.line + 1}" if error.context_mark else ""
        context = f" {error.context}{since}" if error.context else ""
        message = f"{error.problem or error}{context}; check quotes, colons and indentation"
        reading.problems.append(Problem(file, *place, "DAT003", message))
    except yaml.reader.ReaderError as error:
        before = text.encode()[: error.position].decode(errors="ignore")  # libyaml counts bytes
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = f"the character U+{error.character:04X} has no place in YAML; remove it"
        reading.problems.append(Problem(file, *place, "DAT003", message))
    else:
        if not reading.problems:
            return Document(file, data, reading.positions), []
    return None, reading.problems


class _StopError(Exception):
    """A problem that ends the reading."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _Reading:
    """One pass over the events of the parser, gathering data, positions and problems."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.positions: dict[KeyPath, Position] = {}
        self.problems: list[Problem] = []
        self._next: Callable[[], Any] = lambda: None

    def read(self, text: str) -> Any:
        """Return the data of the one mapping in ``text``.

        Raises:
            _StopError: where the text is not one mapping, or nests too deeply.
            yaml.YAMLError: where it is not YAML.

        """
        parser = yaml.CSafeLoader(text)
        self._next = parser.get_event
        try:
            self._next()  # the stream starts
            empty = "the file is empty; it needs at least the key 'volume'"
            if isinstance(self._next(), yaml.StreamEndEvent):
                raise self._stop((1, 1), "DAT005", empty)
            event = self._next()
            if not isinstance(event, yaml.MappingStartEvent):
                if isinstance(event, yaml.ScalarEvent) and not event.value:
                    raise self._stop((1, 1), "DAT005", empty)
                kind = "a list" if isinstance(event, yaml.SequenceStartEvent) else "a single value"
                raise self._stop(_place(event), "DAT006", f"the file is {kind}; it must be a mapping of collections")
            data = self._value(event, ())
            self._next()  # the document ends
            event = self._next()
            if not isinstance(event, yaml.StreamEndEvent):
                raise self._stop(_place(event), "DAT009", "a second document starts here; the file holds one mapping")
            return data
        finally:
            parser.dispose()

    def _value(self, event: Any, path: KeyPath) -> Any:
        """Return the plain value that starts with ``event`` and note its position."""
        place = self.positions[path] = _place(event)
        if isinstance(event, yaml.AliasEvent):
            self._problem(place, "DAT008", f"the alias *{event.anchor} stands here; write the value out")
            return None
        self._plain(event, place)
        if isinstance(event, yaml.ScalarEvent):
            return self._short(event, place)
        if len(path) > _DEEPEST:
            raise self._stop(place, "DAT003", f"values are nested more than {_DEEPEST} deep; check the brackets")
        return self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else self._sequence(path)

    def _sequence(self, path: KeyPath) -> list[Any]:
        result: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            result.append(self._value(event, (*path, len(result))))
        return result

    def _mapping(self, path: KeyPath) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            place = _place(event)
            if _is_plain(event):
                key = event.value
            elif isinstance(event, yaml.ScalarEvent):
                self._plain(event, place)
                key = self._short(event, place)
            else:
                self._value(event, (*path, "?"))  # an alias is a problem of its own
                if not isinstance(event, yaml.AliasEvent):
                    self._problem(place, "DAT003", "a key must be a single word; check the indentation")
                self._value(self._next(), path)
                continue
            if key == "<<":
                self._problem(place, "DAT008", "a merge key stands here; write the keys out")
            elif key in result:
                first = self.positions[*path, key][0]
                self._problem(place, "DAT007", f"the key '{key}' already stands at line {first}; keep one")
            inner = (*path, key)
            event = self._next()
            result[key] = event.value if _is_plain(event) else self._value(event, inner)
            self.positions[inner] = place
        return result

    def _plain(self, event: Any, place: Position) -> None:
        """Note the anchor and the tag that ``event`` should not have."""
        if event.anchor is not None:
            self._problem(place, "DAT008", f"the anchor &{event.anchor} stands here; remove it")
        if event.tag is not None:
            self._problem(place, "DAT010", f"the tag {event.tag} has no meaning here; remove it")

    def _short(self, event: Any, place: Position) -> str:
        """Return the text of a scalar; of one that is too long, its beginning."""
        text: str = event.value
        if len(text) <= LONGEST:
            return text
        self._problem(place, "DAT011", f"{len(text):,} characters stand here; {LONGEST:,} are the most; shorten it")
        return text[:LONGEST]

    def _stop(self, place: Position, code: str, message: str) -> _StopError:
        return _StopError(Problem(self.file, *place, code, message))

    def _problem(self, place: Position, code: str, message: str) -> None:
        self.problems.append(Problem(self.file, *place, code, message))


def _place(event: Any) -> Position:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _is_plain(event: Any) -> bool:
    """Tell whether an event is a text, and no more can be said of it: most are, and need no place of their own."""
    return type(event) is yaml.ScalarEvent and event.anchor is event.tag is None and len(event.value) <= LONGEST
