"""What an import would do: judged with the whole volume before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from bilateral.document import Document, Position, parse_document
from bilateral.importing.rows import LOCATOR, Column, mapping_of, merged
from bilateral.importing.splice import appended
from bilateral.importing.table import Table, read_table
from bilateral.kinds import AnyKind
from bilateral.problems import KeyPath, Problem
from bilateral.reading import DATA_FILE, FaultyVolumeError, judge_document, read_volume

IMPORTS = "imports"


@dataclass(frozen=True)
class Origin:
    """Where a spreadsheet is from: the key of its source, the day on which it was fetched, and its licence."""

    source: str
    retrieved: str
    licence: str


@dataclass(frozen=True)
class Sheet:
    """A spreadsheet whose columns are known, and the volume that it is for."""

    folder: Path
    name: str
    document: Document
    kind: AnyKind
    table: Table
    columns: list[Column]
    sources: Collection[str]
    """The keys of the sources that the volume has."""

    @property
    def mapping(self) -> list[tuple[str, str]]:
        """The place in the data file of what stands in each column, by its heading."""
        fields = [_named(column, self.kind) for column in self.columns]
        return [(heading.text, field) for heading, field in zip(self.table.headings, fields, strict=True)]


@dataclass(frozen=True)
class Plan:
    """What an import does: how much is new, how many rows were there, and the text of the data file with it."""

    records: int
    parts: int
    known: int
    text: str


@dataclass(frozen=True)
class _Extended(Document):
    """A document with values that come from another file, where their problems are told."""

    imported: str
    places: Mapping[KeyPath, Position]

    def problem(self, path: KeyPath, code: str, message: str) -> Problem:
        """Return a problem in the spreadsheet where the value is from there."""
        place = path
        while place and place not in self.positions and place not in self.places:
            place = place[:-1]
        if place in self.places:
            return Problem(self.imported, *self.places[place], code, message)
        return super().problem(path, code, message)


def open_sheet(source: Path, path: Path, name: str) -> Sheet:
    """Read a spreadsheet of records of a kind, for the volume in the folder ``source``.

    Raises:
        FaultyVolumeError: with every problem of the volume as it is, or of the file and its columns.
        KeyError: where the volume has no such kind.

    """
    volume = read_volume(source)
    kind = {kind.name: kind for kind in volume.kinds}[name]
    table, problems = read_table(path)
    if table is None:
        raise FaultyVolumeError(problems)
    columns, problems = mapping_of(table, kind)
    if problems:
        raise FaultyVolumeError(problems)
    return Sheet(source, path.name, volume.document, kind, table, columns, volume.sources)


def plan_of(sheet: Sheet, origin: Origin) -> Plan:
    """Return what an import does.

    Raises:
        FaultyVolumeError: with every problem of the rows, or of the volume with them.

    """
    kind, document = sheet.kind, sheet.document
    found, problems = merged(sheet.table, sheet.columns, kind, origin.source, document.data)
    added = _added(kind, document.data, found.data)
    parts = sum(len(items) for where, items in added.items() if len(where) > 1)
    parts += sum(len(record[kind.rows]) for record in added[kind.name,]) if kind.rows else 0
    records = len(added[kind.name,])
    if records or parts:
        entry = _entry(sheet, origin)
        added[IMPORTS,] = [entry]
        found.data.setdefault(IMPORTS, []).append(entry)
    extended = _Extended(document.file, found.data, document.positions, sheet.table.file, found.places)
    try:
        judge_document(sheet.folder, extended)
    except FaultyVolumeError as error:
        there = {(problem.line, problem.column) for problem in problems}  # one thing is said of a cell
        problems += [problem for problem in error.problems if (problem.line, problem.column) not in there]
    if problems:
        raise FaultyVolumeError(sorted(problems))
    text = appended((sheet.folder / DATA_FILE).read_text("utf-8-sig"), added.items())
    written, _ = parse_document(text.encode(), document.file)
    assert written is not None
    assert written.data == found.data, "the text says something else than what was judged"
    return Plan(records, parts, found.known, text)


def _named(column: Column, kind: AnyKind) -> str:
    """Return the place of a column in the data file."""
    key = f"sources.{LOCATOR}" if column.key == LOCATOR else column.key
    return ".".join(filter(None, (kind.name, kind.rows if column.of_part else "", key)))


def _added(kind: AnyKind, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[KeyPath, list[Any]]:
    """Return the lists that have grown, each with what is new in it."""
    there = before.get(kind.name, [])
    records = after[kind.name]
    found: dict[KeyPath, list[Any]] = {(kind.name,): records[len(there) :]}
    for place, record in enumerate(there):
        if more := records[place].get(kind.rows, [])[len(record.get(kind.rows, [])) :]:
            found[kind.name, place, kind.rows] = more
    return found


def _entry(sheet: Sheet, origin: Origin) -> dict[str, str]:
    return {
        "file": sheet.name,
        "sha256": sha256(sheet.table.content).hexdigest(),
        "kind": sheet.kind.name,
        "source": origin.source,
        "retrieved": origin.retrieved,
        "licence": origin.licence,
    }
