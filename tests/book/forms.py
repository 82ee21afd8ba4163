"""The data as each form of the dataset has them, in the shape of the data file.

Nothing of the press is imported: the tables are put together again by what docs/data.md says of their names.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from book.plain import Data

Rows = list[dict[str, str]]
OF_EVERY_RECORD = ("facts", "same_as")
"""Lists that all kinds of records have; their tables are not named after a collection."""


def from_csv(folder: Path) -> Data:
    """Return the data by the files of CSV."""
    tables = {}
    for path in sorted((folder / "csv").glob("*.csv")):
        rows = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
        tables[path.stem] = [
            {name: re.sub(r"^'(?='*[=+\-@\t＝＋－＠])", "", cell) for name, cell in row.items() if cell} for row in rows
        ]
    return put_together(tables)


def from_sqlite(folder: Path) -> Data:
    """Return the data by the database."""
    (path,) = folder.glob("*.sqlite")
    database = sqlite3.connect(path)
    tables = {}
    for name, statement in database.execute("SELECT name, sql FROM sqlite_master WHERE sql LIKE '%STRICT'").fetchall():
        flags = set(re.findall(r'CHECK \("(\w+)" IN \(0, 1\)\)', statement))
        found = database.execute(f'SELECT * FROM "{name}" ORDER BY rowid')
        columns = [column for column, *_ in found.description]
        tables[name] = [
            {
                column: ("false", "true")[cell] if column in flags else str(cell)
                for column, cell in zip(columns, row, strict=True)
                if cell is not None and not column.endswith("_number")
            }
            for row in found
        ]
    database.close()
    return put_together(tables)


def from_json(folder: Path) -> Data:
    """Return the data by the linked data, read as plain JSON."""
    (path,) = folder.glob("*.jsonld")
    dataset, *nodes = json.loads(path.read_text("utf-8"))["@graph"]
    found: Data = plain(dataset["data"])
    for node in nodes:
        if "data" in node:
            found.setdefault(node["collection"], []).append(plain(node["data"]))
    return found


FORMS: Mapping[str, Callable[[Path], Data]] = {"csv": from_csv, "sqlite": from_sqlite, "json": from_json}


def plain(value: Any) -> Any:
    """Return a value as it is typed in the data file."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def put_together(tables: dict[str, Rows]) -> Data:
    """Return the data file that is in such tables."""
    collections = [name for name, rows in tables.items() if rows and "id" in rows[0] and name != "records"]
    found: Data = {name: [own(row) for row in tables[name]] for name in collections}
    found["registers"] = [own(row, "position") for row in tables["registers"]]
    records = {record["id"]: record for name in collections for record in found[name]}
    for name, rows in tables.items():
        for collection, field in lists_of(name, collections):
            for row in rows:
                add(records[row["record"]], collection, field, row)
    for link in tables["links"]:
        part: Any = records[link["record"]]
        for step in filter(None, link["path"].split("/")):
            part = part[int(step) - 1] if step.isdigit() else part[step]
        part.setdefault("sources", []).append(own(link, "record", "path", "position"))
    return found


def lists_of(table: str, collections: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the collection and the field that a table is of."""
    if table in OF_EVERY_RECORD:
        yield "", table
    for collection in collections:
        if table.startswith(f"{collection}_"):
            yield collection, table.removeprefix(f"{collection}_")


def add(record: Data, collection: str, field: str, row: dict[str, str]) -> None:
    """Add a row to its list, in the record or, where the row says so, in a part of one of its lists."""
    around: Any = record
    for name in [name for name in row if name.startswith(f"{collection}_") and collection]:
        outer = name.removeprefix(f"{collection}_")
        around = record[outer][int(row[name]) - 1]
        field = field.removeprefix(f"{outer}_")
        row = own(row, name)
    rest = own(row, "record", "position", "key")
    item: Any = rest["value"] if set(rest) == {"value"} else rest
    if "key" in row:
        around.setdefault(field, {})[row["key"]] = item
    else:
        around.setdefault(field, []).append(item)


def own(row: dict[str, str], *others: str) -> Data:
    """Return a row without what is computed or only says where it belongs."""
    return {
        name: cell
        for name, cell in row.items()
        if name not in others and not name.endswith(("_earliest", "_latest")) and name != "standing"
    }
