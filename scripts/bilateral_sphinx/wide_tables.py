"""Wide tables of web book and e-book: where a page is narrow, each row is a card that says what each of its lines is.

It is said in the text of the cells: some reading systems hide the header row as the style sheet tells them, and know
nothing of content that only a style sheet gives. In the web book it is hidden where the header row is shown.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from bilateral_sphinx.phases import PostTransforms
from sphinx_typst_pdf.titles import title_text

NARROW = 3
"""A table of more columns is wide."""
LABEL = "column-label"


class column_label(nodes.Inline, nodes.Element):  # noqa: N801  (docutils names node classes in lower case)
    """The name of its column in a cell, ``words``. It holds no text, so the search does not find it."""


class LabelCells(SphinxPostTransform):
    """Tell the cells of wide tables under which heading they stand; the first column may be the heading of the row."""

    default_priority = PostTransforms.ROWS
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Mark the tables and their cells, whether data or an author has written them."""
        for table in self.document.findall(nodes.table):
            heads = _heads(table)
            if len(heads) <= NARROW:
                continue
            table["classes"].append("wide")
            for body in table.findall(nodes.tbody):
                for row in body.findall(nodes.row):
                    for head, cell in zip(heads, row.children, strict=True):
                        assert isinstance(cell, nodes.entry)
                        _label(cell, head)


def _heads(table: nodes.table) -> list[str]:
    """Return the headings of the columns, "" for those of row headers; none where cells are joined."""
    rows = [row for head in table.findall(nodes.thead) for row in head.children]
    joined = any("morerows" in cell or "morecols" in cell for cell in table.findall(nodes.entry))
    nested = any(inner is not table for inner in table.findall(nodes.table))
    if len(rows) != 1 or joined or nested:
        return []
    stubs = [bool(column.get("stub")) for column in table.findall(nodes.colspec)]
    return ["" if stub else title_text(cell) for stub, cell in zip(stubs, rows[0].children, strict=True)]


def _label(cell: nodes.entry, head: str) -> None:
    if not cell.astext().strip() and not any(cell.findall(nodes.image)) and "empty" not in cell["classes"]:
        cell["classes"].append("empty")
    if not head or "empty" in cell["classes"]:
        return
    label = column_label("", words=f"{head}: ")
    if isinstance(cell.children[0], nodes.paragraph):
        cell.children[0].insert(0, label)
    else:
        cell.insert(0, nodes.paragraph("", "", label))


def _visit_label(self: Any, node: column_label) -> None:
    hidden = "" if self.builder.name == "epub" else " hidden"
    self.body.append(f'<span class="{LABEL}"{hidden}>{self.encode(node["words"])}</span>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the node and the transform."""
    app.add_node(column_label, html=(_visit_label, None))
    app.add_post_transform(LabelCells)
