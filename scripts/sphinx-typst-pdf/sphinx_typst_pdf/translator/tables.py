"""Tables: captions, widths, spans, header rows, row headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from math import ceil
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes

from sphinx_typst_pdf.syntax import BREAK, array, breakable, optional, string, strings
from sphinx_typst_pdf.translator.core import LONG_WORD, Core
from sphinx_typst_pdf.translator.inline import NARROW
from sphinx_typst_pdf.translator.numbering import Numbering

ALIGNMENTS = {"text-left": "left", "text-right": "right", "text-center": "center"}

FEW = 40
"""Characters that surely fit into a line; where the longest words of a table are more, it may be too wide."""
LONG = 40
"""Characters that make a cell so long that columns share the width."""
TALL = 600
"""Characters that make a cell so tall that its row may run over pages."""
BLOCKS = 4
"""Blocks that make it so, too."""
LINE = 100
"""Characters in a line over the whole width of a page."""
FIRST = 3
"""Of a table that runs over pages, so many rows stand at the foot of the first one, if any."""
MOST_FIRST = 24
"""Lines that they need at the most: taller ones may be left alone."""
COPIED = (nodes.reference, nodes.footnote_reference, nodes.target, nodes.table, addnodes.index)
"""What a header row that is printed again on each page may not hold: a place is in one place only."""


@dataclass
class _Table:
    """What is known of the table that is being written; ``tall`` is the row that is."""

    caption: str = "none"
    widths: list[int] = field(default_factory=list)
    stubs: int = 0
    heads: int = 0
    rows: int = 0
    again: bool = True
    tall: bool = False
    head: str = ""
    body: str = ""


@dataclass(frozen=True)
class Word:
    """A piece of text that cannot be broken."""

    text: str = ""
    literal: bool = False

    @property
    def code(self) -> str:
        """The word as code, in the type that it is set in."""
        return f"#literal({string(self.text)})" if self.literal else f"#{string(self.text)}"


class Cell(NamedTuple):
    """A cell of a table: its column and row, and over how many of each it reaches."""

    x: int
    y: int
    wide: int
    tall: int
    entry: nodes.entry


def cells_of(table: nodes.table) -> Iterator[Cell]:
    """Yield the cells of a table, not those of one in it."""
    taken: set[tuple[int, int]] = set()
    group = next(table.findall(nodes.tgroup), nodes.tgroup())
    rows = [row for part in group.children if isinstance(part, nodes.thead | nodes.tbody) for row in part.children]
    for y, row in enumerate(rows):
        x = 0
        for entry in row.children:
            assert isinstance(entry, nodes.entry)
            while (x, y) in taken:
                x += 1
            wide, tall = entry.get("morecols", 0) + 1, entry.get("morerows", 0) + 1
            taken |= {(x + dx, y + dy) for dx in range(wide) for dy in range(tall)}
            yield Cell(x, y, wide, tall, entry)
            x += wide


def longest_words(table: nodes.table) -> list[Word]:
    """Return the longest word of each column; in a body, words of letters are hyphenated, and do not count."""
    longest: dict[int, Word] = {}
    for cell in cells_of(table):
        if cell.wide == 1:
            found = _words(cell.entry, head=isinstance(cell.entry.parent.parent, nodes.thead))
            longest[cell.x] = max([longest.get(cell.x, Word()), *found], key=lambda word: len(word.text))
    return [longest.get(x, Word()) for x in range(max(longest, default=-1) + 1)]


def _words(entry: nodes.entry, *, head: bool) -> Iterator[Word]:
    for text in entry.findall(nodes.Text):
        literal, listing = (isinstance(text.parent, kind) for kind in (nodes.literal, nodes.literal_block))
        for word in re.split(rf"[\s{BREAK}]+", breakable(text.astext(), NARROW if literal else LONG_WORD)):
            if head or literal or listing or not word.strip(",.;:!?()\"'").isalpha():
                yield Word(f"{word}mm" if listing else word, literal or listing)  # a listing has a frame


FRAMES = (nodes.entry, nodes.Admonition, nodes.sidebar, nodes.topic)
"""In what stands in one of these, a table does not reach into the margin."""


class Tables(Numbering):
    """Tables become one call: first what describes them, then their cells, row by row."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]  # handed on as they come
        self._tables: list[_Table] = []

    def visit_table(self, node: nodes.table) -> None:
        """Gather the parts, then write them."""
        table = _Table()
        self._tables.append(table)
        place = self.mark(node)
        labels = self.claim(node)
        for child in node.children:
            if isinstance(child, nodes.title):
                table.caption = f"[{self.content_of(child)}]"
            else:
                child.walkabout(self)
        self._tables.pop()
        columns = (
            array(f"{width}fr" for width in table.widths) if self._shared(node) else array("auto" for _ in table.widths)
        )
        longest = longest_words(node)
        words = (
            "words: " + array(f"[{word.code}]" for word in longest) + ", " if self._tight(longest, table.widths) else ""
        )
        tall = [array(map(str, cell[:4])) for cell in cells_of(node) if cell.tall > 1]
        spans = f"spans: {array(tall)}, " if tall else ""
        inside = "inside: true, " if self.within(node, *FRAMES) else ""
        described = (
            f"anchors: {strings(labels)}, number: {optional(self.number_of(node))}, caption: {table.caption}, "
            f"stubs: {table.stubs}, heads: {table.heads}, rows: {table.rows}, {spans}{inside}{words}"
            f"classes: {strings(node['classes'])}, columns: {columns}{self._first(node, table)}"
        )
        once = "" if table.again else "repeat: false,"
        header = f"table.header({once}{table.head}\n)," if table.head else ""
        self.add(place, f"#tabular({described},\n{header}{table.body}\n)")
        raise nodes.SkipNode

    @staticmethod
    def _shared(node: nodes.table) -> bool:
        """Tell whether columns share the width as they are told to, instead of taking what they need.

        They do where widths are given, and where a cell holds more than a line would.
        """
        given = "colwidths-given" in node["classes"] or "width" in node
        return given or any(len(entry.astext()) > LONG for entry in node.findall(nodes.entry))

    def _first(self, node: nodes.table, table: _Table) -> str:
        """Return, as code, how many rows must not be left at the foot of a page, and about how many lines they have."""
        count = table.heads + FIRST
        if table.rows <= count:
            return ""
        line = LINE / max(1, sum(table.widths)) if self._shared(node) else LINE
        lines = 0
        for row in islice(node.findall(nodes.row), count):
            cells = zip(row.findall(nodes.entry), table.widths, strict=False)
            lines += max((ceil(len(cell.astext()) / max(1, width * line)) for cell, width in cells), default=1)
        return f", first: (rows: {count}, lines: {min(lines, MOST_FIRST)})"

    @staticmethod
    def _tight(longest: list[Word], widths: list[int]) -> bool:
        """Tell whether a column may be too narrow for its longest word, so that the template must measure."""
        words = [len(word.text) + 2 for word in longest]
        shares = [width / max(1, sum(widths)) * FEW for width in widths]
        return sum(words) > FEW or any(word > share for word, share in zip(words, shares, strict=False))

    def visit_colspec(self, node: nodes.colspec) -> None:
        """Note a width, and whether the column heads its rows."""
        table = self._tables[-1]
        width = node.get("colwidth", 1)
        table.widths.append(width if isinstance(width, int) else 1)
        table.stubs += 1 if node.get("stub") else 0
        raise nodes.SkipNode

    def visit_thead(self, node: nodes.thead) -> None:
        """Gather the header rows."""
        table = self._tables[-1]
        table.heads = len(node.children)
        copied = any(
            isinstance(part, COPIED) or (part is not node and part.get("ids")) for part in node.findall(nodes.Element)
        )
        table.again = not copied and not any(self._tall(row) for row in node.findall(nodes.row))
        table.head = self.content_of(node)
        raise nodes.SkipNode

    def visit_tbody(self, node: nodes.tbody) -> None:
        """Gather the other rows."""
        self._tables[-1].body += self.content_of(node)
        raise nodes.SkipNode

    def visit_row(self, node: nodes.row) -> None:
        """Begin a row on a line of its own; the cells follow each other."""
        table = self._tables[-1]
        table.rows += 1
        table.tall = self._tall(node)
        self.defer(node)
        self.add(self.mark(node))

    @staticmethod
    def _tall(row: nodes.Element) -> bool:
        """Tell whether a row may be taller than a page has room for; only such a row is broken."""
        cells = [entry for entry in row.children if isinstance(entry, nodes.entry)]
        listings = row.findall(lambda part: isinstance(part, nodes.literal_block | nodes.image | nodes.table))
        return any(len(cell.astext()) > TALL or len(cell.children) > BLOCKS for cell in cells) or any(listings)

    def visit_entry(self, node: nodes.entry) -> None:
        """Begin a cell."""
        spans = {"colspan": node.get("morecols", 0) + 1, "rowspan": node.get("morerows", 0) + 1}
        arguments = [f"{name}: {span}" for name, span in spans.items() if span > 1]
        arguments += ["breakable: true"] if spans["rowspan"] > 1 or self._tables[-1].tall else []
        arguments += [f"align: {ALIGNMENTS[name]}" for name in node["classes"] if name in ALIGNMENTS]
        self.defer(node)
        self.add(self.mark_if_new(node), f"table.cell({', '.join(arguments)})[" if arguments else "[")
        if not self._is_text(node):
            self.add("#cell-blocks[")

    @staticmethod
    def _is_text(cell: nodes.entry) -> bool:
        """Tell whether a cell holds nothing but lines of text."""
        return all(isinstance(child, nodes.paragraph | nodes.comment | addnodes.index) for child in cell.children)

    def depart_entry(self, node: nodes.entry) -> None:
        """End a cell."""
        self.add(self.held(), "], " if self._is_text(node) else "]], ")

    visit_tgroup = Core.through
    depart_tgroup = depart_row = Core.ignore

    def visit_tabular_col_spec(self, node: addnodes.tabular_col_spec) -> None:
        """Leave out what only LaTeX understands."""
        raise nodes.SkipNode
