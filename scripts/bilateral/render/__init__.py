"""Records to rows, mentions and dates: pure functions of a volume, a query and a locale."""

from bilateral.render.content import Cell, Cite, Column, FactLink, Inline, Mark, Mention, Row, SectionLink, Table, Text
from bilateral.render.evidence import cited
from bilateral.render.kinds import KINDS
from bilateral.render.query import Query, QueryError
from bilateral.render.tables import render_table
from bilateral.render.text import (
    amount,
    capital,
    format_date,
    mention_text,
    office_at,
    person_name,
    record_title,
    sort_name,
)
from bilateral.render.widths import column_widths

__all__ = [
    "KINDS",
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
    "amount",
    "capital",
    "cited",
    "column_widths",
    "format_date",
    "mention_text",
    "office_at",
    "person_name",
    "record_title",
    "render_table",
    "sort_name",
]
