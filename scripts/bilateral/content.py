"""What a table is made of before any output format knows of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bilateral.messages import parts_of, say_in
from bilateral.model.base import Standing


@dataclass(frozen=True)
class Text:
    """Plain text, with its language (BCP 47) where that is not the language of the book.

    ``order`` is what a table is sorted by, where that is not the text itself: a date, an amount; what has the empty
    text comes last in any order.
    """

    text: str
    language: str | None = None
    order: str | None = None


@dataclass(frozen=True)
class Mention:
    """A link to a record; ``order`` as for a text."""

    record: str
    text: str
    language: str | None = None
    order: str | None = None


@dataclass(frozen=True)
class Cite:
    """Citations of sources, by key."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class Mark:
    """The mark of a standing, with its name as text alternative; ``named`` prints the name beside it."""

    standing: Standing
    named: bool = False


@dataclass(frozen=True)
class FactLink:
    """A link to the sentence that tells a numbered fact."""

    number: str


@dataclass(frozen=True)
class SectionLink:
    """A link to a section of the book: its number, or its title where it has none."""

    label: str


COLUMN = "column"
"""The context of headings among the messages."""
Inline = Text | Mention | Cite | Mark | FactLink | SectionLink
Cell = tuple[Inline, ...]


@dataclass(frozen=True)
class Column:
    """A column: its key and its heading, and the context of the heading among the messages."""

    key: str
    title: str
    context: str = COLUMN


@dataclass(frozen=True)
class Row:
    """A row: the record that it shows (None for a row that shows no record) and its cells in column order."""

    record: str | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table: the columns, the rows, and the collection whose records it can be the home of."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    collection: str | None
    empty: str = ""
    """What is said where there are no rows."""


def joined(cells: list[Cell], separator: str = "; ") -> Cell:
    """Put cells into one, with a separator between them."""
    result: list[Inline] = []
    for cell in filter(None, cells):
        if result:
            result.append(Text(separator))
        result.extend(cell)
    return tuple(result)


def filled(message: str, **cells: Cell) -> Cell:
    """Put cells into the places of a message: ``by {party}``."""
    result: list[Inline] = []
    for text, place in parts_of(message):
        result += [Text(text)] if text else []
        result += cells[place] if place else ()
    return tuple(result)


def headed(columns: tuple[Column, ...], locale: str) -> tuple[Column, ...]:
    """Return columns with their headings in the language of a locale."""
    return tuple(replace(column, title=say_in(locale, column.context, column.title)) for column in columns)
