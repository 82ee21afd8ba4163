"""A directive for each kind of table."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from bilateral.kinds.kind import TableKind
from bilateral.render import TABLES as TABLE_KINDS
from bilateral.render import Query, QueryError, column_widths, render_table
from bilateral_sphinx.records.content import table_node
from bilateral_sphinx.records.dependencies import Dependency
from bilateral_sphinx.records.domain import domain_of
from bilateral_sphinx.records.index import home_entries
from bilateral_sphinx.records.locations import Location
from bilateral_sphinx.records.nodes import record_anchors
from bilateral_sphinx.records.notes import notes_list

logger = logging.getLogger(__name__)

LATEX_LINE = 100
"""Characters in a line of a table that LaTeX prints: it sets those that are looked up no smaller than the others."""


def words(argument: str | None) -> tuple[str, ...]:
    """Read a comma-separated option."""
    found = tuple(word.strip() for word in (argument or "").split(",") if word.strip())
    if not found:
        raise ValueError("name at least one, separated by commas")
    return found


class RecordDirective(SphinxDirective):
    """What shows records. The argument is its caption, ``:name:`` its label."""

    kind: ClassVar[str]
    has_content = False
    optional_arguments = 1
    final_argument_whitespace = True

    def caption(self, node: type[nodes.TextElement]) -> nodes.TextElement:
        """Return the caption, whose text may have roles; what has no place is no message for translators."""
        parsed, messages = self.parse_inline(self.arguments[0], lineno=self.lineno)
        caption = node(self.arguments[0], "", *parsed, *messages)
        self.set_source_info(caption)
        return caption

    def complain(self, message: str) -> list[nodes.Node]:
        """Warn of a wrong option at its line; nothing is shown."""
        logger.warning(message, location=self.get_location(), type="record", subtype="query")
        return []


class RecordTable(RecordDirective):
    """A table of records."""

    option_spec: ClassVar[dict[str, Any]] = {
        "name": directives.unchanged_required,
        "from": directives.unchanged_required,
        "to": directives.unchanged_required,
        "kind": words,
        "ids": words,
        "parent": directives.unchanged_required,
        "register": directives.unchanged_required,
        "date": directives.unchanged_required,
        "columns": words,
        "order": directives.unchanged_required,
        "canonical": directives.flag,
        "class": directives.class_option,
    }

    def run(self) -> list[nodes.Node]:
        """Render the table; a wrong option is a warning at its line, and no table."""
        if not self.arguments or "name" not in self.options:
            return self.complain(f"'{self.kind}' needs a caption and a ':name: table-…' so that it can be cited")
        options = {
            key: self.options[key]
            for key in ("to", "kind", "ids", "parent", "register", "date", "columns", "order")
            if key in self.options
        }
        query = Query(from_=self.options.get("from"), **options)
        domain = domain_of(self.env)
        try:
            table = render_table(self.kind, domain.volume, query, domain.locale)
        except QueryError as error:
            return self.complain(f"'{self.kind}': {error}")
        docname = self.env.current_document.docname
        domain.note_dependency(docname, Dependency("table", (self.kind, query)), table)
        homes: set[str] = set()
        if "canonical" in self.options:
            rows = (row.record for row in table.rows if row.record)
            homes = {key for key in rows if domain.volume.collections[key] == table.collection}
        node = table_node(table, self.kind, homes, docname, domain.locale)
        node["classes"] += self.options.get("class", [])
        self.set_source_info(node)
        place = Location(docname, self.lineno)
        for key in sorted(homes):
            domain.note_home(key, place)
        node.insert(0, self.caption(nodes.title))
        self.add_name(node)
        widths = column_widths(table, domain.locale, LATEX_LINE)
        spec = "".join(rf"\X{{{width}}}{{{sum(widths)}}}" for width in widths)
        for anchor in record_anchors(node):  # beside it, for a table may run over pages
            anchor.parent[:0] = home_entries(domain.volume, anchor["ids"][0])
        at_home = list(dict.fromkeys(row.record for row in table.rows if row.record in homes and row.record))
        notes = notes_list(domain.volume, at_home)
        if notes:
            node["classes"].append("noted")
        return [addnodes.tabular_col_spec(spec=spec), node, *notes]


def table_directive(name: str, table: TableKind) -> type[RecordTable]:
    """Return the directive of a kind of table."""
    return type(f"{name.title().replace('-', '')}Table", (RecordTable,), {"kind": name, "__doc__": table.summary})


TABLES = {name: table_directive(name, table) for name, table in TABLE_KINDS.items()}
"""The directive of each kind of table."""
