"""A spreadsheet saved as CSV (RFC 4180), with the place of each cell, which Python's csv does not keep."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from bilateral.document import Position
from bilateral.problems import Problem, shown_path

DELIMITERS = ",;\t"
"""What programs put between cells; that of a file is the one that its first line has most of."""

_SAID = re.compile(r"sep=([^\"\r\n])\r?\n")
"""The line by which Excel tells it."""
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""What Excel's "Unicode text" begins with."""
_WORKBOOKS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of spreadsheets begin that are no text: .xlsx and .ods, and .xls."""


@dataclass(frozen=True)
class Cell:
    """A text and where it stands."""

    text: str
    place: Position


@dataclass(frozen=True)
class Table:
    """The cells of a file by rows, without rows that are empty; the first has the headings."""

    file: str
    content: bytes
    headings: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def problem(self, cell: Cell, code: str, message: str) -> Problem:
        """Return a problem at a cell."""
        return Problem(self.file, *cell.place, code, message)


def read_table(path: Path) -> tuple[Table | None, list[Problem]]:
    """Read a file. Return its table, or None with what stands in the way."""
    file = shown_path(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        return None, [Problem(file, 0, 0, "IMP001", f"cannot read the file: {error.strerror}")]
    if content.startswith(_WORKBOOKS):  # before it is decoded: a workbook is no UTF-8 either
        return None, [Problem(file, 1, 1, "IMP001", "the file is a workbook; save its sheet as 'CSV UTF-8'")]
    try:
        text = content.decode("utf-16" if content.startswith(_WIDE) else "utf-8-sig")
    except UnicodeDecodeError:
        return None, [Problem(file, 1, 1, "IMP001", "the file is not UTF-8; save it as 'CSV UTF-8'")]
    if "\0" in text:  # UTF-16 without the mark by which it is known can pass for UTF-8
        return None, [Problem(file, 1, 1, "IMP001", "the file is not UTF-8; save it as 'CSV UTF-8'")]
    rows, problems = _rows(text, file)
    if not rows and not problems:
        problems.append(Problem(file, 1, 1, "IMP001", "the file is empty; its first row needs the names of columns"))
    if problems:
        return None, problems
    headings, *others = _without_empty_ends(rows)
    for row in others:
        if len(row) != len(headings):
            message = f"{len(row)} cells stand in a row, {len(headings)} in the first; quote cells with delimiters"
            problems.append(Problem(file, *row[0].place, "IMP001", message))
    return (None, problems) if problems else (Table(file, content, headings, tuple(others)), [])


def _without_empty_ends(rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Leave out the columns at the end in which no row has anything."""
    filled = max(place for row in rows for place, cell in enumerate(row, 1) if cell.text)
    return [row[:filled] for row in rows]


def _rows(text: str, file: str) -> tuple[list[tuple[Cell, ...]], list[Problem]]:
    first = text.partition("\n")[0]
    told = _SAID.match(text)
    delimiter = told[1] if told else max(DELIMITERS, key=first.count)
    sign = re.escape(delimiter)  # a file may name any, such as "|"
    ends = rf"(?P<end>{sign}|\r\n?|\n|\Z)"
    cell = re.compile(rf'(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<plain>[^"{sign}\r\n]*)){ends}')
    rows: list[tuple[Cell, ...]] = []
    row: list[Cell] = []
    at, line, start = (told.end(), 2, told.end()) if told else (0, 1, 0)
    while at < len(text) or row:
        match = cell.match(text, at)
        if match is None:
            message = "a quotation mark stands alone; double it, and quote the whole cell"
            return [], [Problem(file, line, at - start + 1, "IMP001", message)]
        said = match["plain"] if match["quoted"] is None else match["quoted"].replace('""', '"')
        row.append(Cell(said.strip(), (line, at - start + 1)))
        breaks = list(re.finditer(r"\r\n?|\n", match[0]))
        if breaks:
            line, start = line + len(breaks), at + breaks[-1].end()
        at = match.end()
        if match["end"] != delimiter:
            if any(one.text for one in row):
                rows.append(tuple(row))
            row = []
    return rows, []
