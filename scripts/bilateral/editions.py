"""Editions as they were published: a file of each in the folder ``editions``, which a program writes and nobody edits.

What a later edition has changed can so be told without the sources of an earlier one. Records, sources and paragraphs
are kept as they were typed, and with them the pages on which they were printed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from bilateral.problems import Problem, shown_path

FOLDER = "editions"
_DIGEST = "digest"


@dataclass(frozen=True)
class Snapshot:
    """A record or a source as an edition has it: its kind, its title in plain words, and all that is typed of it."""

    kind: str
    title: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class WrittenTable:
    """A table that an author has written: its label, its caption, its rows, and how many of these are its head."""

    name: str
    caption: str
    rows: tuple[tuple[str, ...], ...]
    head: int = 0

    def __post_init__(self) -> None:
        """Take the rows as JSON has them, too."""
        object.__setattr__(self, "rows", tuple(map(tuple, self.rows)))


@dataclass(frozen=True)
class Section:
    """A section: its page, its title, the digest of its own text, and the paragraphs and the tables in it."""

    page: str
    title: str
    digest: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[WrittenTable, ...] = ()

    def __post_init__(self) -> None:
        """Take paragraphs and tables as JSON has them, too."""
        object.__setattr__(self, "paragraphs", tuple(self.paragraphs))
        tables = (table if isinstance(table, WrittenTable) else WrittenTable(**table) for table in self.tables)
        object.__setattr__(self, "tables", tuple(tables))


@dataclass(frozen=True)
class Print:
    """The pages of the printed book in their order, with the letters that each begins with; the page of each anchor."""

    begins: Mapping[str, str] = field(default_factory=dict)
    anchors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FrozenEdition:
    """An edition: what it told by ids, keys and labels, its anchors with pages, their successors, its paragraphs."""

    version: str
    edition: str
    published: str
    records: Mapping[str, Snapshot] = field(default_factory=dict)
    sources: Mapping[str, Snapshot] = field(default_factory=dict)
    sections: Mapping[str, Section] = field(default_factory=dict)
    anchors: Mapping[str, str] = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)
    printed: Print = field(default_factory=Print)
    paragraphs: Mapping[str, str] = field(default_factory=dict)

    @property
    def order(self) -> tuple[int, ...]:
        """What editions are in order by."""
        return order_of(self.version)


def order_of(version: str) -> tuple[int, ...]:
    """Return what versions are in order by."""
    return tuple(map(int, version.split(".")))


def edition_file(version: str) -> str:
    """Return the name of the file of an edition, below the folder of the volume."""
    return f"{FOLDER}/{version}.json"


def write_edition(source: Path, frozen: FrozenEdition) -> Path:
    """Write an edition into the folder of its volume, and return the file."""
    path = source / edition_file(frozen.version)
    content = asdict(frozen)
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({_DIGEST: _digest(content), **content}, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def read_editions(source: Path) -> tuple[list[FrozenEdition], list[Problem]]:
    """Return the editions of a volume in their order, and what is wrong with their files."""
    found: dict[str, tuple[FrozenEdition, str]] = {}
    problems: list[Problem] = []
    for path in sorted((source / FOLDER).glob("*.json")):
        file = shown_path(path)
        try:
            frozen = _read(path, source)
        except json.JSONDecodeError as error:
            message = f"this is no JSON ({error.msg}); bring back the file that 'bilateral anchors --freeze' wrote"
            problems.append(Problem(file, error.lineno, error.colno, "EDI001", message))
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            reason = f"it has no {error}" if isinstance(error, KeyError) else error
            message = f"this is no edition ({reason}); bring back the file that 'bilateral anchors --freeze' wrote"
            problems.append(Problem(file, 0, 0, "EDI001", message))
        except _ChangedError:
            message = (
                "the file is not as it was frozen: its digest is another; bring it back, and change a later edition"
            )
            problems.append(Problem(file, 2, 2, "EDI002", message))
        else:
            other = found.setdefault(frozen.version, (frozen, file))[1]
            if other != file:
                message = f"'{other}' is the edition {frozen.version} already; remove one of them"
                problems.append(Problem(file, 3, 2, "EDI003", message))
            elif path.name != Path(edition_file(frozen.version)).name:
                message = f"the file is that of the edition {frozen.version}; name it {edition_file(frozen.version)}"
                problems.append(Problem(file, 3, 2, "EDI003", message))
    return sorted((frozen for frozen, _ in found.values()), key=lambda frozen: frozen.order), problems


class _ChangedError(Exception):
    """The file is not what its digest says."""


def _read(path: Path, source: Path) -> FrozenEdition:
    if not path.resolve().is_relative_to(source.resolve()):
        raise OSError("a link out of the volume")
    content = json.loads(path.read_text("utf-8"))
    if not isinstance(content, dict):
        raise TypeError("it has no names")
    if content.pop(_DIGEST) != _digest(content):
        raise _ChangedError
    order_of(content["version"])  # raises an error where it is none, as a day does
    date.fromisoformat(content["published"])
    for name, kind in (("records", Snapshot), ("sources", Snapshot), ("sections", Section)):
        content[name] = {key: kind(**value) for key, value in content[name].items()}
    return FrozenEdition(**content | {"printed": Print(**content.get("printed", {}))})


def _digest(content: Mapping[str, Any]) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
