"""Rows of a spreadsheet as records: which column is which field, and what is new in which record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel

from bilateral.dataset.shapes import Many, Parts, Value, shapes_of
from bilateral.document import Position
from bilateral.importing.table import Cell, Table
from bilateral.kinds import AnyKind
from bilateral.problems import KeyPath, Problem, did_you_mean, no_number, plain_numbers

LOCATOR = "locator"
"""The column that says where in the source a row stands; without it, its number does."""
_SEPARATOR = ";"
"""Stands between the values of one cell."""
_YEARS = re.compile(r"(\d{4})-(2[1-4])")
"""What EDTF has for the seasons of a year, and spreadsheets for two years in a row."""
_EITHER = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
"""A number whose sign may group its digits or begin its decimals."""
_DECIMAL = re.compile(r"-?\d+\.\d+", re.ASCII)
_GROUPED = re.compile(r"\d\.\d{3}[.,]\d")
"""A number in which points group digits, and can do nothing else."""
Data = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """The field of a column: its key, whether it is one of the part that a row is, and what its cells hold."""

    key: str
    of_part: bool
    many: bool = False
    is_number: bool = False
    is_date: bool = False


@dataclass(frozen=True)
class Merged:
    """The data of the file with what the rows add, where each added value comes from, and how many rows were there."""

    data: Data
    places: dict[KeyPath, Position]
    known: int


def columns_of(kind: AnyKind) -> dict[str, Column]:
    """Return the columns that a spreadsheet of a kind may have, by their names."""
    found = dict(_columns(kind.model, of_part=False))
    if kind.rows:
        _, shape, _ = shapes_of(cast("type[BaseModel]", kind.model))[kind.rows]
        assert isinstance(shape, Many)
        assert isinstance(shape.item, Parts)
        found |= _columns(shape.item.model, of_part=True)
    return {**found, LOCATOR: Column(LOCATOR, of_part=bool(kind.rows))}


def _columns(model: type[BaseModel], *, of_part: bool) -> Iterator[tuple[str, Column]]:
    for key, shape, _ in shapes_of(model).values():
        if isinstance(shape, Value) and shape.type != "object":
            yield key, Column(key, of_part, is_number=shape.type == "number", is_date=key == "date")
        elif isinstance(shape, Many) and isinstance(shape.item, Value):
            yield key, Column(key, of_part, many=True)


def mapping_of(table: Table, kind: AnyKind) -> tuple[list[Column], list[Problem]]:
    """Return the field of each column, by its heading."""
    known = columns_of(kind)
    found: list[Column] = []
    problems: list[Problem] = []
    names = [re.sub(r"[\s-]+", "_", heading.text.casefold()) for heading in table.headings]
    if not known.keys() & names:
        message = f"the first row names no field; put their names there: {', '.join(known)}"
        return [], [table.problem(table.headings[0], "IMP002", message)]
    for heading, name in zip(table.headings, names, strict=True):
        column = known.get(name)
        if not name:
            message = "the column has cells and no name; write the name of its field, or remove it"
            problems.append(table.problem(heading, "IMP002", message))
        elif column is None:
            hint = did_you_mean(name, known) or f"; known: {', '.join(known)}"
            problems.append(table.problem(heading, "IMP002", f"no field is called '{heading.text}'{hint}"))
        elif column in found:
            problems.append(table.problem(heading, "IMP002", f"the column '{heading.text}' stands twice; keep one"))
        else:
            found.append(column)
    if "id" not in {column.key for column in found} and not problems:
        problems.append(table.problem(table.headings[0], "IMP002", "the column 'id' is missing; each record needs one"))
    return found, problems


def merged(table: Table, columns: list[Column], kind: AnyKind, source: str, data: Data) -> tuple[Merged, list[Problem]]:
    """Return the data with what the rows add; a row that is there already adds nothing."""
    data = deepcopy(data)
    records: list[Data] = data.setdefault(kind.name, [])
    index = {record["id"]: place for place, record in enumerate(records)}
    own = len(records)
    parts = {key: part for record in records for part in record.get(kind.rows, ()) for key in _keys(record, part)}
    places: dict[KeyPath, Position] = {}
    problems: list[Problem] = []
    known = 0
    texts = {column: [row[place].text for row in table.rows] for place, column in enumerate(columns)}
    clear = {column for column in columns if column.is_number and _has_decimals(texts[column])}
    for row in table.rows:
        line = row[0].place
        cells = {column: cell for column, cell in zip(columns, row, strict=True) if cell.text}
        head = {column.key: _value(column, cell) for column, cell in cells.items() if not column.of_part}
        part = {column.key: _value(column, cell) for column, cell in cells.items() if column.of_part}
        # Before values are compared: "5,00" is no other one than 5.00.
        for column, cell in cells.items():
            if column.is_number and (told := _number(cell.text, clear=column in clear)):
                problems.append(table.problem(cell, "MOD007", f"{column.key}: {told[1]}"))
                (part if column.of_part else head)[column.key] = told[0]
            elif column.is_date and (fiscal := _YEARS.fullmatch(cell.text)) and _is_two_years(fiscal):
                years = f"{fiscal[1]}/{fiscal[1][:2]}{fiscal[2]}"
                message = f"{column.key}: '{cell.text}' is a season in EDTF; write {years} where it is two years"
                problems.append(table.problem(cell, "MOD006", message))
        locator = (part if kind.rows else head).pop(LOCATOR, f"row {line[0]}")
        links = [{"source": source, "stance": "supports", "locator": locator}]
        place = index.setdefault(head.get("id", ""), len(records))
        path: KeyPath = (kind.name, place)
        if place == len(records):
            records.append(head if kind.rows else {**head, "sources": links})
            places[path] = line
            places |= {(*path, column.key): cell.place for column, cell in cells.items() if not column.of_part}
        else:
            known += not kind.rows and place < own
            problems += _differing(table, head, records[place], cells, of_part=False)
        if not kind.rows:
            continue
        key = head.get("id", ""), part.get("date", ""), source
        if key in parts:
            known += 1
            problems += _differing(table, part, parts[key], cells, of_part=True)
            continue
        held = records[place].setdefault(kind.rows, [])
        spot: KeyPath = (*path, kind.rows, len(held))
        parts[key] = {**part, "sources": links}
        held.append(parts[key])
        places[spot] = line
        places |= {(*spot, column.key): cell.place for column, cell in cells.items() if column.of_part}
    return Merged(data, places, known), problems


def _has_decimals(numbers: list[str]) -> bool:
    """Tell whether the points of a column are those of decimals: one number shows it, and none the contrary."""
    shown = any(_DECIMAL.fullmatch(number) and not _EITHER.fullmatch(number) for number in numbers)
    return shown and not any(map(_GROUPED.search, numbers))


def _number(text: str, *, clear: bool) -> tuple[str, str] | None:
    """Return the value of a number that is not written as the data have it, and what is to be said of it."""
    ways = plain_numbers(text)
    either = [way for way in (text, *ways) if _EITHER.fullmatch(way)]
    if not either or clear:
        return (ways[0], no_number(text)) if ways else None
    grouped, decimal = re.sub("[.,]", "", either[0]), either[0].replace(",", ".")
    message = f"'{text}' can be read in two ways, and no other number of the column tells which"
    return grouped, f"{message}; write {grouped} or {decimal}0, whichever it is"


def _is_two_years(years: re.Match[str]) -> bool:
    """Tell whether the second of two years follows the first: 2020-21."""
    return (int(years[1]) + 1) % 100 == int(years[2])


def _keys(record: Data, part: Data) -> Iterator[tuple[str, str, str]]:
    """Yield what tells a part apart: its record, its date and each source that it has from."""
    for link in [*part.get("sources", ()), *record.get("sources", ())]:
        yield record["id"], part.get("date", ""), link["source"]


def _value(column: Column, cell: Cell) -> Any:
    if not column.many:
        return cell.text
    return [word.strip() for word in cell.text.split(_SEPARATOR) if word.strip()]


def _differing(
    table: Table, given: Data, there: Data, cells: dict[Column, Cell], *, of_part: bool
) -> Iterator[Problem]:
    """Yield what a row says otherwise than the record: an import adds, and changes nothing."""
    for column, cell in cells.items():
        said = there.get(column.key)
        if column.of_part is of_part and column.key in given and given[column.key] != said:
            other = f"{_SEPARATOR} ".join(said) if isinstance(said, list) else said
            where = there.get("id") or there.get("date", "the data file")
            message = f"{column.key} is '{cell.text}' here, and '{other or ''}' in {where}; correct one of them"
            yield table.problem(cell, "IMP003", message)
