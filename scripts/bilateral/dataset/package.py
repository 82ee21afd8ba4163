"""The dataset as CSV in a Data Package.

Source: https://datapackage.org/standard/data-package/, version 2.0.

Spreadsheets open such files too, and guess: without a byte order mark, text is not UTF-8, and what begins with a
sign of arithmetic is a formula to be run. So each file begins with that mark, and such a text with an apostrophe.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from bilateral.dataset.contents import Contents
from bilateral.dataset.rows import Rows
from bilateral.dataset.shapes import Type
from bilateral.dataset.tables import Cell, Column, Row, Table
from bilateral.locales import locale_of
from bilateral.messages import N_, say
from bilateral.model import Edition
from bilateral.text import json_lines

Origin = dict[str, Any]
DESCRIPTOR = "datapackage.json"
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
"""How a text begins that a spreadsheet may take for a formula; with apostrophes before it, so that they can be undone.

Source: https://owasp.org/www-community/attacks/CSV_Injection.
"""
_RULE = N_(
    "In the files of CSV, a text that begins with =, +, -, @ or a tab, or with apostrophes and one of these, has one "
    "apostrophe more before it, so that no spreadsheet takes it for a formula; whoever reads the files takes it away."
)
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def package_files(contents: Contents, origin: Origin) -> dict[str, bytes]:
    """Return a file of CSV for each table and the descriptor, by name."""
    files = {_path(table): _csv(table, contents.rows.get(table.name, [])) for table in contents.tables.values()}
    return {**files, DESCRIPTOR: _json({**_descriptor(contents), **origin})}


def origin_of(press: str, kept: Mapping[str, bytes]) -> Origin:
    """Return what a package is made by, and of: files by name. The descriptor says it."""
    files = [
        {"title": name, "path": name, "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
        for name, content in kept.items()
    ]
    return {"generator": press, "sources": files}


def is_made_of(descriptor: bytes, origin: Origin) -> bool:
    """Tell whether a package is what would be made again."""
    found = json.loads(descriptor)
    return all(found.get(key) == value for key, value in origin.items())


def _path(table: Table) -> str:
    return f"csv/{table.name}.csv"


def _csv(table: Table, rows: Iterable[Row]) -> bytes:
    text = io.StringIO()
    # Line ends are those of RFC 4180. Texts are in quotation marks: by them a spreadsheet knows that 007 is no number.
    writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([column.name for column in table.columns])
    kinds = [column.type for column in table.columns]
    writer.writerows([_written(cell, kind) for cell, kind in zip(row, kinds, strict=True)] for row in rows)
    return text.getvalue().encode("utf-8-sig")


class _Bare(str):
    """What is no text, which the writer leaves without quotation marks since it could be a number."""

    __slots__ = ()

    def __float__(self) -> float:
        raise NotImplementedError


def _written(cell: Cell, kind: Type) -> Cell:
    if cell is None:
        return _Bare()
    if kind != "string":
        return _Bare(str(cell).lower() if isinstance(cell, bool) else cell)
    return f"'{cell}" if _FORMULA.match(str(cell)) else str(cell)


def _descriptor(contents: Contents) -> dict[str, Any]:
    edition, locale = contents.edition, locale_of(contents.edition.language)
    return {
        "$schema": _PROFILE,
        "name": edition.name,
        "id": edition.identifier,
        "title": edition.title,
        "description": f"{edition.description} {say(locale, _RULE)}",
        "homepage": edition.address,
        "version": edition.version,
        "created": f"{edition.published}T00:00:00Z",
        "keywords": list(edition.keywords),
        "licenses": [_licence(edition)],
        "resources": [_resource(table, locale) for table in contents.tables.values()],
    }


def _licence(edition: Edition) -> dict[str, str]:
    return {"name": edition.licence.replace(" ", "-"), "title": edition.licence}


def _resource(table: Table, locale: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column, locale) for column in table.columns]}
    if table.keys:
        schema["primaryKey"] = list(table.key)
    if links := [_foreign_key(table, column) for column in table.columns if column.refers]:
        schema["foreignKeys"] = links
    return {
        "name": table.name,
        "path": _path(table),
        "type": "table",
        "description": table.described(locale),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: Column, locale: str) -> dict[str, Any]:
    limits: dict[str, Any] = {"required": True} if column.required else {}
    if column.words:
        limits["enum"] = list(column.words)
    unit = {"unit": column.unit} if column.unit else {}
    described = {"name": column.name, "type": column.type, "description": column.described(locale), **unit}
    return described | ({"constraints": limits} if limits else {})


def _foreign_key(table: Table, column: Column) -> dict[str, Any]:
    assert column.refers is not None
    name, field = column.refers
    return {"fields": [column.name], "reference": {"resource": "" if name == table.name else name, "fields": [field]}}


def _json(data: Any) -> bytes:
    return json_lines(data).encode()


def read_package(files: dict[str, bytes]) -> Rows:
    """Return the rows of each table of a package, as ``rows_of`` gives them.

    Raises:
        KeyError: where a file that the descriptor names is not there.

    """
    found: Rows = {}
    for resource in json.loads(files[DESCRIPTOR])["resources"]:
        types = [field["type"] for field in resource["schema"]["fields"]]
        rows = csv.reader(io.StringIO(files[resource["path"]].decode("utf-8-sig"), newline=""))
        next(rows)
        found[resource["name"]] = [
            tuple(_read(cell, kind) for cell, kind in zip(row, types, strict=True)) for row in rows
        ]
    return found


def _read(text: str, kind: str) -> Cell:
    if text == "":
        return None
    if kind == "boolean":
        return text == "true"
    if kind == "string":
        return text[1:] if _FORMULA.match(text) else text
    return int(text) if kind == "integer" else text
