"""Judge the dataset: the data package, the database, linked data and places, each by what knows its standard."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bilateral_workshop.verification.findings import Finding, MissingToolError, Report
from bilateral_workshop.verification.tools import Tools

_EAST, _NORTH = 180, 90
"""The largest longitude and latitude, in degrees."""
DESCRIPTOR = "datapackage.json"
_MISSING = "make (it is among the packages of the virtual environment)"


def frictionless(around: Path, below: str, tools: Tools) -> Report:
    """Validate the data package: descriptor, types, keys and references of every row."""
    del tools
    folder = around / below
    try:
        from frictionless import Package
    except ImportError:
        raise MissingToolError(_MISSING) from None
    descriptor = folder / DESCRIPTOR
    report = Package(str(descriptor)).validate()
    found = [Finding(DESCRIPTOR, 0, 0, error.type, error.message) for error in report.errors]
    for task in report.tasks:
        for error in task.errors:
            row = getattr(error, "row_number", None) or 0
            found.append(Finding(task.place, row, 0, error.type, error.message))
    return Report("data", "frictionless", version("frictionless"), found)


def database(around: Path, below: str, tools: Tools) -> Report:
    """Let SQLite check that the file is whole, and that every key leads to a row."""
    del tools
    folder = around / below
    found = [finding for file in sorted(folder.glob("*.sqlite")) for finding in _faults(file)]
    return Report("data", "SQLite", sqlite3.sqlite_version, found)


def _faults(file: Path) -> Iterator[Finding]:
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    try:
        for (message,) in connection.execute("PRAGMA integrity_check"):
            if message != "ok":
                yield Finding(file.name, 0, 0, "integrity_check", str(message))
        for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
            yield Finding(file.name, 0, 0, "foreign_key_check", f"row {row} of {table} refers to no row of {parent}")
    except sqlite3.DatabaseError as error:
        yield Finding(file.name, 0, 0, "integrity_check", str(error))
    finally:
        connection.close()


def linked_data(around: Path, below: str, tools: Tools) -> Report:
    """Expand the linked data as a processor of JSON-LD does, without asking any other host."""
    del tools
    folder = around / below
    try:
        from pyld import jsonld
    except ImportError:
        raise MissingToolError(_MISSING) from None
    found: list[Finding] = []
    for file in sorted(folder.rglob("*.jsonld")):
        name = file.relative_to(folder).as_posix()
        try:
            graph = jsonld.expand(json.loads(file.read_text("utf-8")), {"documentLoader": _no_loader})
            jsonld.to_rdf(graph)
        except (jsonld.JsonLdError, ValueError) as error:
            found.append(Finding(name, 0, 0, getattr(error, "code", None) or "syntax", str(error).split("\n")[0]))
            continue
        found += [Finding(name, 0, 0, "empty", "it says nothing")] if not graph else []
    return Report("data", "JSON-LD", version("PyLD"), found)


def _no_loader(url: str, options: dict[str, Any]) -> dict[str, Any]:
    del options
    raise ValueError(f"it would load {url}")


def geojson(around: Path, below: str, tools: Tools) -> Report:
    """Judge the places against RFC 7946."""
    del tools
    folder = around / below
    try:
        import geojson as library
    except ImportError:
        raise MissingToolError(_MISSING) from None
    found: list[Finding] = []
    for file in sorted(folder.rglob("*.geojson")):
        try:
            features = library.loads(file.read_text("utf-8"))["features"]
        except (ValueError, KeyError, TypeError) as error:
            found.append(Finding(file.name, 0, 0, "syntax", f"no collection of features: {error}"))
            continue
        for feature in features:
            if not isinstance(feature, library.Feature) or not feature.is_valid or not _on_the_globe(feature):
                found.append(Finding(file.name, 0, 0, "feature", f"{feature.get('id')}: {feature.errors()}"))
    return Report("data", "GeoJSON", version("geojson"), found)


def _on_the_globe(feature: Any) -> bool:
    import geojson as library

    if feature.geometry is None:
        return True
    return all(abs(east) <= _EAST and abs(north) <= _NORTH for east, north in library.utils.coords(feature))
