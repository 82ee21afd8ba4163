"""The dataset as a database of SQLite, which Datasette and much else opens."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from bilateral.dataset.contents import Contents
from bilateral.dataset.rows import Rows
from bilateral.dataset.tables import RECORDS, Cell, Column, Table

_TYPES = {"integer": "INTEGER", "boolean": "INTEGER"}
_VIEWS = """
CREATE VIEW standing AS
  SELECT f.fact, f.standing, f.statement, f.finding, f.record, r.title, r.address
  FROM facts f JOIN records r ON r.id = f.record ORDER BY f.fact;
CREATE VIEW chronology AS
  SELECT date, date_earliest, date_latest, collection, id AS record, title, standing, address
  FROM records WHERE date IS NOT NULL ORDER BY coalesce(date_earliest, date_latest), date_latest, id;
CREATE VIRTUAL TABLE search USING fts5(record UNINDEXED, title, text, tokenize = "unicode61 remove_diacritics 2");
"""


def database_file(contents: Contents) -> bytes:
    """Return the file of the database; the same rows give the same bytes."""
    with sqlite3.connect(":memory:") as connection:
        connection.execute("PRAGMA foreign_keys = OFF")  # a table may refer to one that is filled later
        for table in contents.tables.values():
            connection.execute(_create(table))
            marks = ", ".join("?" * len(table.columns))
            names = _names(column.name for column in table.columns)
            rows = contents.rows.get(table.name, [])
            connection.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', rows)  # noqa: S608  (names of the model)
        connection.executescript(_VIEWS)
        connection.executemany("INSERT INTO search VALUES (?, ?, ?)", _searched(contents))
        connection.commit()
        return connection.serialize()


def _create(table: Table) -> str:
    parts = [part for column in table.columns for part in _declared(column)]
    if table.keys:
        parts.append(f"PRIMARY KEY ({_names(table.key)})")
    for column in table.columns:
        if column.refers:
            name, field = column.refers
            parts.append(f'FOREIGN KEY ("{column.name}") REFERENCES "{name}" ("{field}")')
    return f'CREATE TABLE "{table.name}" ({", ".join(parts)}) STRICT'


def _names(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _declared(column: Column) -> Iterator[str]:
    required = " NOT NULL" if column.required else ""
    checked = f' CHECK ("{column.name}" IN (0, 1))' if column.type == "boolean" else ""
    unique = " UNIQUE" if column.unique else ""
    yield f'"{column.name}" {_TYPES.get(column.type, "TEXT")}{required}{unique}{checked}'
    if column.type == "number":  # the text keeps the digits of the source, and this is for arithmetic
        yield f'"{column.name}_number" REAL GENERATED ALWAYS AS (CAST("{column.name}" AS REAL)) VIRTUAL'


def _searched(contents: Contents) -> Iterator[tuple[str, str, str]]:
    """Yield each record with its title and all texts of its rows."""
    texts: dict[Cell, dict[str, None]] = {}
    for table in contents.tables.values():
        owner = next((place for place, column in enumerate(table.columns) if column.refers == (RECORDS, "id")), None)
        if owner is None or table.key[:1] != (table.columns[owner].name,):
            continue
        for row in contents.rows.get(table.name, []):
            found = texts.setdefault(row[owner], {})
            for column, cell in zip(table.columns, row, strict=True):
                if column.type == "string" and isinstance(cell, str) and not column.refers and " " in cell:
                    found[cell] = None
    for row in contents.rows[RECORDS]:
        yield str(row[0]), str(row[2]), "\n".join(texts.get(row[0], ()))


def read_database(file: bytes, contents: Contents) -> Rows:
    """Return the rows of each table of a database, as ``rows_of`` gives them."""
    found: Rows = {}
    with sqlite3.connect(":memory:") as connection:
        connection.deserialize(file)
        for table in contents.tables.values():
            names = _names(column.name for column in table.columns)
            rows = connection.execute(f'SELECT {names} FROM "{table.name}" ORDER BY rowid')  # noqa: S608  (names of the model)
            kinds = [column.type for column in table.columns]
            found[table.name] = [
                tuple(
                    bool(cell) if kind == "boolean" and cell is not None else cell
                    for cell, kind in zip(row, kinds, strict=True)
                )
                for row in rows
            ]
    return found
