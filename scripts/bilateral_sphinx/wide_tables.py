"""Wide tables of web book and e-book: where a page is narrow, each row is a card that says what each of its lines is.

It is said in the text of the cells: some reading systems hide the header row as the style sheet tells them, and know
nothing of content that only a style sheet gives. In the web book it is hidden where the header row is shown.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import traverse_parent

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
        tables = list(self.document.findall(nodes.table))
        holding = {around for table in tables for around in traverse_parent(table.parent)}
        for table in tables:
            parts = [part for group in table.children if isinstance(group, nodes.tgroup) for part in group.children]
            heads = [] if table in holding else _heads(parts)
            if len(heads) <= NARROW:
                continue
            table["classes"].append("wide")
            for row in _rows(parts, nodes.tbody):
                for head, cell in zip(heads, row.children, strict=True):
                    assert isinstance(cell, nodes.entry)
                    _label(cell, head)


def _rows(parts: list[nodes.Node], kind: type[nodes.thead | nodes.tbody]) -> list[nodes.Node]:
    return [row for part in parts if isinstance(part, kind) for row in part.children]


def _heads(parts: list[nodes.Node]) -> list[str]:
    """Return the headings of the columns, "" for those of row headers; none where cells are joined."""
    rows = _rows(parts, nodes.thead)
    cells = [cell for row in [*rows, *_rows(parts, nodes.tbody)] for cell in row.children]
    joined = any(isinstance(cell, nodes.entry) and ("morerows" in cell or "morecols" in cell) for cell in cells)
    if len(rows) != 1 or joined:
        return []
    stubs = [bool(column.get("stub")) for column in parts if isinstance(column, nodes.colspec)]
    return ["" if stub else title_text(cell) for stub, cell in zip(stubs, rows[0].children, strict=True)]


def _label(cell: nodes.entry, head: str) -> None:
    if "empty" not in cell["classes"] and not _says(cell):
        cell["classes"].append("empty")
    if not head or "empty" in cell["classes"]:
        return
    label = column_label("", words=f"{head}: ")
    if isinstance(cell.children[0], nodes.paragraph):
        cell.children[0].insert(0, label)
    else:
        cell.insert(0, nodes.paragraph("", "", label))


def _says(node: nodes.Node) -> bool:
    """Tell whether a node holds a picture or words; the first of them is enough, and most cells begin with it."""
    if isinstance(node, nodes.Text):
        return bool(node.strip())
    return isinstance(node, nodes.image) or any(map(_says, node.children))


def _visit_label(self: Any, node: column_label) -> None:
    hidden = "" if self.builder.name == "epub" else " hidden"
    self.body.append(f'<span class="{LABEL}"{hidden}>{self.encode(node["words"])}</span>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the node and the transform."""
    app.add_node(column_label, html=(_visit_label, None))
    app.add_post_transform(LabelCells)
