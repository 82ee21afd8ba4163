"""Tables: captions, widths, spans, header rows, row headers."""

from __future__ import annotations

from dataclasses import dataclass, field

from docutils import nodes
from sphinx import addnodes

from sphinx_typst_pdf.syntax import array, optional, strings
from sphinx_typst_pdf.translator.core import Core
from sphinx_typst_pdf.translator.numbering import Numbering

ALIGNMENTS = {"text-left": "left", "text-right": "right", "text-center": "center"}

LONG = 40
"""Characters that make a cell so long that columns share the width."""
TALL = 600
"""Characters that make a cell so tall that its row may run over pages."""
BLOCKS = 4
"""Blocks that make it so, too."""
COPIED = (nodes.reference, nodes.footnote_reference, nodes.target, nodes.table, addnodes.index)
"""What a header row that is printed again on each page may not hold: a place is in one place only."""


@dataclass
class _Table:
    """What is known of the table that is being written."""

    caption: str = "none"
    widths: list[int] = field(default_factory=list)
    stubs: int = 0
    heads: int = 0
    again: bool = True
    head: str = ""
    body: str = ""


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
        spans = "spans: true, " if any(entry.get("morerows") for entry in node.findall(nodes.entry)) else ""
        described = (
            f"anchors: {strings(labels)}, number: {optional(self.number_of(node))}, caption: {table.caption}, "
            f"stubs: {table.stubs}, heads: {table.heads}, {spans}"
            f"classes: {strings(node['classes'])}, columns: {columns}"
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
        arguments += ["breakable: true"] if spans["rowspan"] > 1 or self._tall(node.parent) else []
        arguments += [f"align: {ALIGNMENTS[name]}" for name in node["classes"] if name in ALIGNMENTS]
        self.defer(node)
        self.add(f"table.cell({', '.join(arguments)})[" if arguments else "[")

    def depart_entry(self, node: nodes.entry) -> None:
        """End a cell."""
        self.add(self.held(), "], ")

    visit_tgroup = Core.through
    depart_tgroup = depart_row = Core.ignore

    def visit_tabular_col_spec(self, node: addnodes.tabular_col_spec) -> None:
        """Leave out what only LaTeX understands."""
        raise nodes.SkipNode
