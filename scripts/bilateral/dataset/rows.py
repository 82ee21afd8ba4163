"""The rows of a volume's tables, and the data file that is in such rows: one undoes the other."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from bilateral.dataset.shapes import Fixed, Value
from bilateral.dataset.tables import LINKS, SOURCES, Cell, Layout, Row, layouts
from bilateral.dates import Edtf, parse_edtf

ROOT = "/"
"""The path of a whole record."""
Rows = dict[str, list[Row]]
"""The rows of each table, by its name."""


def rows_of(file: BaseModel) -> Rows:
    """Return the rows of a data file."""
    found: Rows = defaultdict(list)
    data = file.model_dump(by_alias=True, exclude_none=True)
    for key, layout in layouts(type(file)).items():
        held = data[key]
        many = held if isinstance(held, list | tuple) else [held]
        for place, part in enumerate(many, 1):
            inherited: Row = (place,)[: layout.inherited]
            _add(found, layout, part, inherited, "" if layout.inherited else part.get("id"), ROOT)
    return found


def _add(  # noqa: PLR0917  (what a row is of)
    found: Rows, layout: Layout, part: Any, inherited: Row, record: str | None, path: str
) -> None:
    cells: list[Cell] = list(inherited)
    for keys, shape in layout.fields:
        cells += _cells(shape, _at(part, keys))
    if layout.table.columns:
        found[layout.table.name].append(tuple(cells))
    own = inherited if layout.inherited else (record,)[: layout.table.keys]
    for keys, below in layout.lists:
        held = _at(part, keys) or ()
        prefix = _prefix(below, own, record, path, keys)
        items = held.items() if isinstance(held, Mapping) else enumerate(held, 1)
        for place, item in items:
            _add(found, below, item, (*prefix, place), record, _below(path, keys, place))


def _below(path: str, keys: tuple[str, ...], place: Cell) -> str:
    return "/".join([path.rstrip("/"), *keys, str(place)])


def _prefix(layout: Layout, own: Row, record: str | None, path: str, keys: tuple[str, ...]) -> Row:
    """Return with what the rows of a list begin; those of links to sources name the record and the part of it."""
    if layout.table.name != LINKS:
        return own
    return record, path if keys == (SOURCES,) else "/".join([path.rstrip("/"), *keys])


def _at(part: Any, keys: Iterable[str]) -> Any:
    for key in keys:
        part = None if part is None else part.get(key)
    return part


def _cells(shape: Value | Fixed, value: Any) -> list[Cell]:
    if isinstance(shape, Fixed):
        return [None if value is None else _cell(item) for item in (value or shape.names)]
    if shape.type == "object":
        return [None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)]
    return [_cell(value), *(days(value) if shape.edtf else ())]


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, str | bool | int):
        return value
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def days(date: str | Edtf | None) -> tuple[Cell, Cell]:
    """Return the first and the last possible day of a date, each None where it is open."""
    if date is None:
        return None, None
    found = parse_edtf(str(date))
    first, last = found.earliest, found.latest
    return (
        None if first == dt.date.min else first.isoformat(),
        None if last == dt.date.max else last.isoformat(),
    )


def data_of(rows: Mapping[str, Iterable[Row]], model: type[BaseModel]) -> dict[str, Any]:
    """Return the data file that rows were made of, as it would be read from YAML.

    Records stand in the order of their rows; lists, in that of their places.
    """
    index: Index = {}
    for layout in layouts(model).values():
        _index(index, layout, rows)
    found: dict[str, Any] = {}
    for key, layout in layouts(model).items():
        if layout.table.keys:
            found[key] = [_part(index, layout, row, ROOT) for row in index[layout.table.name].get((), ())]
        else:
            row = next(iter(index.get(layout.table.name, {}).get((), ())), ())
            found[key] = _part(index, layout, row, ROOT)
    return {key: value for key, value in found.items() if value}


Index = dict[str, dict[Row, list[Row]]]
"""The rows of each table, by the beginning of their key: what their list belongs to."""


def _index(index: Index, layout: Layout, rows: Mapping[str, Iterable[Row]]) -> None:
    name, owner = layout.table.name, max(layout.inherited - 1, 0)
    if layout.table.columns and name not in index:
        index[name] = defaultdict(list)
        for row in rows.get(name, ()):
            index[name][row[:owner]].append(row)
        if layout.inherited and not layout.keyed:
            for found in index[name].values():
                found.sort(key=lambda row: (row[owner] or 0,))
    for _, below in layout.lists:
        _index(index, below, rows)


def _part(index: Index, layout: Layout, row: Row, path: str) -> dict[str, Any]:
    """Return the model that a row was made of, with the lists that belong to it."""
    found: dict[str, Any] = {}
    cells = iter(row[layout.inherited :])
    for keys, shape in layout.fields:
        _put(found, keys, _value(shape, cells))
    own = row[: max(layout.table.keys, layout.inherited)]
    record = str(own[0]) if own else None
    for keys, below in layout.lists:
        items: dict[Cell, Any] = {}
        for inner in index[below.table.name].get(_prefix(below, own, record, path, keys), ()):
            place = inner[below.inherited - 1]
            if below.fields[0][0]:
                items[place] = _part(index, below, inner, _below(path, keys, place))
            else:
                items[place] = _value(below.fields[0][1], iter(inner[below.inherited :]))
        if items:
            _put(found, keys, items if below.keyed else list(items.values()))
    return found


def _put(found: dict[str, Any], keys: tuple[str, ...], value: Any) -> None:
    if value is None:
        return
    for key in keys[:-1]:
        found = found.setdefault(key, {})
    found[keys[-1]] = value


def _value(shape: Value | Fixed, cells: Iterator[Cell]) -> Any:
    """Take the cells of a field, and return what they say; what is computed is passed over."""
    if isinstance(shape, Fixed):
        found = [next(cells) for _ in shape.names]
        return None if None in found else found
    cell = next(cells)
    if shape.edtf:
        next(cells)
        next(cells)
    return json.loads(str(cell)) if shape.type == "object" and cell is not None else cell
