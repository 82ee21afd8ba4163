"""What every table must show, worked out from the YAML and the chapters by a few lines of the tests' own."""

from __future__ import annotations

from book.plain import Cell, Directive, Row, date, directives
from book.wanted_records import RecordTables
from book.wanted_reference import ReferenceTables

__all__ = ["Cell", "Directive", "Row", "Wanted", "date", "directives"]


class Wanted(RecordTables, ReferenceTables):
    """The rows of every kind of table."""
