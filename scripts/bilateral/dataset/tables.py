"""Tables, their columns, and how a model of the data file is laid out in them.

Each collection of records is a table, and so is each list within its records. What all records may have, facts for
one, is one table for all of them; so are the links to sources, whatever part of a record has them. The rows of a list
begin with the key of the row that has the list, and end their key with their place in it. Columns that are computed
(first and last day of a date) are not read back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel

from bilateral.dataset.shapes import Fixed, Keyed, Many, Parts, Shape, Type, Value, shapes_of
from bilateral.messages import say_in
from bilateral.model import Link, Record

Cell = str | int | bool | None
"""What a row holds. Numbers with decimals are text: they keep the digits that the source gives."""
Row = tuple[Cell, ...]
RECORDS, FACTS, LINKS, SOURCES = "records", "facts", "links", "sources"
DATASET = "dataset"
"""The context of descriptions, among the messages."""


@dataclass(frozen=True)
class Column:
    """A column; ``refers`` is the table and the column in which its values are found."""

    name: str
    type: Type
    description: str
    """A message, as the model has it; it may have a place for ``name``."""
    required: bool = False
    words: tuple[str, ...] = ()
    refers: tuple[str, str] | None = None
    unique: bool = False
    """Whether other tables refer to it, although it is not the key."""
    unit: str = ""
    named: str = ""
    """The column or the table that the description names."""

    def described(self, locale: str) -> str:
        """Return the description in the language of a locale; that of a field of a volume's own is left as it is."""
        places = {"name": self.named} if self.named else {}
        return say_in(locale, DATASET, self.description, **places)


@dataclass(frozen=True)
class Table:
    """A table; its first ``keys`` columns tell its rows apart."""

    name: str
    description: str
    columns: tuple[Column, ...]
    keys: int

    @property
    def key(self) -> tuple[str, ...]:
        """The names of the columns that tell rows apart."""
        return tuple(column.name for column in self.columns[: self.keys])

    def described(self, locale: str) -> str:
        """Return the description in the language of a locale."""
        return say_in(locale, DATASET, self.description)


@dataclass(frozen=True)
class Layout:
    """How a model, or a list of values, becomes rows of a table.

    ``fields`` are its columns behind the inherited key, and ``lists`` what has a table of its own, each with the path
    of keys that leads to it from the model. A list of values has one field with an empty path.
    """

    table: Table
    inherited: int
    fields: tuple[tuple[tuple[str, ...], Value | Fixed], ...]
    lists: tuple[tuple[tuple[str, ...], Layout], ...] = ()
    keyed: bool = False
    """Whether the rows of a list have keys, and not places."""


DEGREES = "degree"

RECORD = Column("record", "string", "The record.", required=True, refers=(RECORDS, "id"))
PATH = Column("path", "string", "What it bears on: / is the record, /milestones/2 a part of it.", required=True)
POSITION = Column("position", "integer", "Place in the list.", required=True)
KEY = Column("key", "string", "What the value belongs to.", required=True)


@cache
def layouts(model: type[BaseModel]) -> dict[str, Layout]:
    """Return the layout of each part of the data file, by the key of the part."""
    found = {}
    for key, shape, info in shapes_of(model).values():
        held = shape.item if isinstance(shape, Many) else shape
        if not isinstance(held, Parts):
            raise TypeError(f"'{key}' of the data file holds no model")
        own_key = not isinstance(shape, Many) or issubclass(held.model, Record)
        found[key] = _model(_plain(key), info.description or "", held.model, () if own_key else (POSITION,))
    return found


def tables(model: type[BaseModel]) -> dict[str, Table]:
    """Return all tables of a data file by name, in the order of the file, what refers behind what it belongs to."""
    return {layout.table.name: layout.table for top in layouts(model).values() for layout in _all(top)}


def _all(layout: Layout) -> Iterator[Layout]:
    if layout.table.columns:
        yield layout
    for _, below in layout.lists:
        yield from _all(below)


def _plain(name: str) -> str:
    return name.replace("-", "_")


def _model(name: str, about: str, model: type[BaseModel], key: tuple[Column, ...]) -> Layout:
    columns, fields, lists = list(key), [], []
    place = Column(name, "integer", "Place in {name}.", required=True, named=name)
    below = tuple(place if column is POSITION else column for column in key)
    if issubclass(model, Record):
        below = (RECORD,)
    for path, shape, described, required in _flat(model):
        label = _plain("_".join(path))
        if isinstance(shape, Value | Fixed):
            fields.append((path, shape))
            columns += _columns(label, shape, described, required=required)
        else:
            shared = issubclass(model, Record) and path[0] in Record.model_fields
            lists.append((path, _list(label if shared else f"{name}_{label}", shape, described, below)))
    own = len(key) or int(issubclass(model, Record))
    return Layout(Table(name, about, tuple(columns), own), len(key), tuple(fields), tuple(lists))


def _flat(model: type[BaseModel]) -> Iterator[tuple[tuple[str, ...], Shape, str, bool]]:
    """Yield the fields of a model and of the models within it."""
    for key, shape, info in shapes_of(model).values():
        if isinstance(shape, Parts):
            yield from (((key, *path), inner, about, False) for path, inner, about, _ in _flat(shape.model))
        else:
            yield (key,), shape, info.description or "", info.is_required()


def _list(name: str, shape: Shape, about: str, key: tuple[Column, ...]) -> Layout:
    if isinstance(shape, Many) and isinstance(shape.item, Parts):
        if shape.item.model is Link:
            return _model(LINKS, "How sources bear on records and their parts.", Link, (RECORD, PATH, POSITION))
        return _model(name, about, shape.item.model, (*key, POSITION))
    value = shape.value if isinstance(shape, Keyed) else shape.item if isinstance(shape, Many) else None
    if not isinstance(value, Value):
        raise TypeError(f"'{name}' is neither a value nor a list")
    keyed = isinstance(shape, Keyed)
    columns = (*key, KEY if keyed else POSITION, *_columns("value", value, about, required=True))
    return Layout(Table(name, about, columns, len(key) + 1), len(key) + 1, (((), value),), (), keyed)


def _columns(label: str, shape: Value | Fixed, about: str, *, required: bool) -> Iterator[Column]:
    if isinstance(shape, Fixed):
        pairs = zip(shape.names, shape.values, strict=True)
        yield from (Column(name, value.type, about, unit=DEGREES) for name, value in pairs)
        return
    refers = _refers(label, shape)
    yield Column(label, shape.type, about, required, shape.words, refers, unique=label == "code")
    if shape.edtf:
        yield from day_columns(label)


def day_columns(label: str) -> tuple[Column, Column]:
    """Return the columns beside a date: its first and its last possible day."""
    return (
        Column(f"{label}_earliest", "date", "First possible day of {name}; empty where open.", named=label),
        Column(f"{label}_latest", "date", "Last possible day of {name}; empty where open.", named=label),
    )


def _refers(label: str, value: Value) -> tuple[str, str] | None:
    """Return where the values are found; a party is a country or an organisation, so it has no one table."""
    if label == "source":
        return SOURCES, "key"
    if label == "id":
        return RECORDS, "id"
    if len(value.ref) != 1:
        return None
    return (value.ref[0], "code") if value.ref == ("countries",) else (RECORDS, "id")
