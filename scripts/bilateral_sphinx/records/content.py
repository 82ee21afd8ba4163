"""Turn rendered content into docutils nodes. Text stays text: nothing in it is parsed."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _

from bilateral.render import Cell, Cite, FactLink, Inline, Mark, Mention, SectionLink, Table, Text, column_widths
from bilateral.standing import NAMES, STANDINGS
from bilateral.translation import language_left
from bilateral_sphinx.records.nodes import make_language_span, make_mark, record_anchor
from bilateral_sphinx.seams.references import BY_NUMBER

LONG = 8
"""A table of more rows may run over pages of print; a shorter one is kept together."""


def inline_nodes(content: Inline, docname: str) -> list[nodes.Node]:
    """Return the nodes of one piece of content; links are resolved when the page is written."""
    match content:
        case Text(text, language):
            return [make_language_span(text, language)]
        case Mention(record, text, language):
            return [_reference("record", "rec", record, make_language_span(text, language), docname)]
        case FactLink(number):
            return [_reference("record", "fact", number, nodes.Text(number), docname)]
        case SectionLink(label):
            link = _reference("std", "ref", label, nodes.Text(label), docname, explicit=False)
            link[BY_NUMBER] = True
            return [link]
        case Cite(keys):
            return [_reference("cite", "p", ",".join(keys), nodes.Text(",".join(keys)), docname)]
        case Mark(standing, named):
            mark = make_mark(standing, named=named)
            return [mark, nodes.Text(f" {_(NAMES[standing])}")] if named else [mark]


def cell_nodes(cell: Cell, docname: str) -> list[nodes.Node]:
    """Return the nodes of a cell."""
    return [node for content in cell for node in inline_nodes(content, docname)]


def _order_of(cell: Cell) -> str | None:
    """Return what a cell is sorted by, where that is not its text."""
    match cell:
        case (Text(order=str(order)), *_) | (Mention(order=str(order)), *_):
            return order
        case (Mark(standing), *_):
            return str(STANDINGS.index(standing))
    return None


def _standing_of(cell: Cell) -> str | None:
    """Return the rank of a mark that shares its cell with what the cell is sorted by."""
    return next((str(STANDINGS.index(part.standing)) for part in cell[1:] if isinstance(part, Mark)), None)


def _reference(
    domain: str, kind: str, target: str, child: nodes.Node, docname: str, *, explicit: bool = True
) -> addnodes.pending_xref:
    text = nodes.inline("", "", child, classes=["xref", domain, f"{domain}-{kind}"])
    return addnodes.pending_xref(
        "",
        text,
        refdomain=domain,
        reftype=kind,
        reftarget=target,
        refexplicit=explicit,
        refwarn=True,
        refdoc=docname,
    )


def table_node(table: Table, kind: str, homes: set[str], docname: str, locale: str) -> nodes.table:
    """Return the table; rows whose record is in ``homes`` carry the record's anchor.

    The record of each row and the key of each column stay on the nodes, for writers and transforms.
    """
    node = nodes.table(classes=["record-table", f"record-{kind}", "colwidths-given"])
    if len(table.rows) > LONG:
        node["classes"].append("longtable")
    group = nodes.tgroup(cols=len(table.columns))
    node += group
    for index, width in enumerate(column_widths(table, locale)):
        spec = nodes.colspec(colwidth=width)
        if index == 0:
            spec["stub"] = 1
        group += spec
    heads = nodes.row()
    for column in table.columns:
        left = language_left(column.title)  # the title of a register
        title = make_language_span(column.title, left) if left else nodes.Text(column.title)
        heads += nodes.entry("", nodes.paragraph("", "", title), column=column.key, classes=[f"col-{column.key}"])
    group += nodes.thead("", heads)
    body = nodes.tbody()
    placed: set[str] = set()
    for row in table.rows:
        line = nodes.row()
        if row.record:
            line["record"] = row.record
        for index, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
            paragraph = nodes.paragraph("", "", *cell_nodes(cell, docname))
            if index == 0 and row.record in homes and row.record not in placed:
                placed.add(row.record)
                paragraph.insert(0, record_anchor(row.record))
            classes = [f"col-{column.key}"] if cell else [f"col-{column.key}", "empty"]
            entry = nodes.entry("", paragraph, column=column.key, classes=classes)
            for name, order in (("order", _order_of(cell)), ("standing", _standing_of(cell))):
                if order is not None:
                    entry[name] = order
            line += entry
        body += line
    if not table.rows and table.empty:
        said = nodes.entry("", nodes.paragraph("", table.empty), column=table.columns[0].key, classes=["nothing"])
        if len(table.columns) > 1:
            said["morecols"] = len(table.columns) - 1
        body += nodes.row("", said)
    group += body
    return node
