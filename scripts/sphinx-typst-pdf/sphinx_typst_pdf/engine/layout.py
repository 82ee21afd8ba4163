"""Where things are in a book that has been set."""

from __future__ import annotations

from typing import NamedTuple


class Table(NamedTuple):
    """A table, by its place in the book: its name, and how many columns head their rows."""

    name: str | None
    stubs: int


class Anchor(NamedTuple):
    """A named destination: page from 1, and the distance in points from the page's left and upper edge."""

    name: str
    page: int
    x: float
    y: float


class Layout(NamedTuple):
    """Where things are in a book.

    ``names`` are those of each label, ``titles`` say where a link to it leads; the tables are in the order of the book.
    """

    anchors: list[Anchor]
    names: dict[str, list[str]]
    titles: dict[str, str]
    tables: list[Table]
