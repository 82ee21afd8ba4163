"""Records to rows, mentions and dates: pure functions of a volume, a query and a locale."""

from bilateral.content import Cell, Cite, Column, FactLink, Inline, Mark, Mention, Row, SectionLink, Table, Text
from bilateral.query import Query, QueryError
from bilateral.render.evidence import cited
from bilateral.render.official import official_citation
from bilateral.render.registers import TABLES
from bilateral.render.tables import render_table
from bilateral.render.text import format_date, language_of, mention_text, reading_of, record_title, sort_text
from bilateral.render.widths import column_widths

__all__ = [
    "TABLES",
    "Cell",
    "Cite",
    "Column",
    "FactLink",
    "Inline",
    "Mark",
    "Mention",
    "Query",
    "QueryError",
    "Row",
    "SectionLink",
    "Table",
    "Text",
    "cited",
    "column_widths",
    "format_date",
    "language_of",
    "mention_text",
    "official_citation",
    "reading_of",
    "record_title",
    "render_table",
    "sort_text",
]
