"""What is read back from a finished book."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BuiltCell:
    """A cell as a reader meets it.

    ``text`` is without marks and citations; ``marks`` are the text alternatives of marks (or their symbols, where the
    format gives no alternative); ``sources`` are the citations: keys in HTML and EPUB, numbers in PDF.
    """

    text: str
    marks: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class BuiltRow:
    """A row: the anchor or record that it carries, if any, and its cells by column."""

    record: str | None
    cells: dict[str, BuiltCell]


@dataclass(frozen=True)
class BuiltTable:
    """A table: its label, caption, headings by column, and rows. PDF gives no caption and no headings."""

    label: str
    caption: str
    headings: dict[str, str]
    rows: tuple[BuiltRow, ...]
