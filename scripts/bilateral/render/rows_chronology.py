"""Rows of the chronology: one for each date of each record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from bilateral.content import Cell, Mention, Text
from bilateral.dates import Edtf
from bilateral.kinds.kind import Found, Moment
from bilateral.messages import say
from bilateral.model import Record
from bilateral.query import Query, choose
from bilateral.render.context import Context, capitalised


def chronology(context: Context, query: Query) -> Found:
    """One row for each date of each record of the collections asked for (by default of all that are dated)."""
    kinds = {kind.name: kind for kind in context.volume.kinds if kind.moments}
    names = [choose("kind", name, list(kinds)) for name in query.kind] or list(kinds)
    entries = [entry for name in names for entry in _entries(context, name)]
    dated = sorted((entry for entry in entries if entry.date), key=_by_date)
    undated = sorted((entry for entry in entries if entry.date is None), key=lambda entry: entry.record.id)
    for entry in (*dated, *undated):
        yield entry.record.id, entry.cells


@dataclass(frozen=True)
class _Entry:
    """One line of the chronology."""

    date: Edtf | None
    record: Record
    cells: dict[str, Cell]


def _by_date(entry: _Entry) -> tuple[dt.date, int, dt.date, int, str]:
    assert entry.date is not None  # undated entries are not sorted
    return (*entry.date.sort_key, entry.record.id)


def _entries(context: Context, name: str) -> Iterator[_Entry]:
    for record in context.volume.in_collection(name):
        moments = context.volume.kind_of(record).moments
        assert moments is not None  # the chronology asks for no other kinds
        for moment in moments(record, context):
            yield _Entry(moment.date, record, _cells(context, record, moment))


def _cells(context: Context, record: Record, moment: Moment) -> dict[str, Cell]:
    """Return the cells of a line."""
    mention = capitalised(context.mention(record.id), context.locale)
    if moment.suffix:
        mention = Mention(mention.record, mention.text + moment.suffix, mention.language)
    return {
        "date": context.dated(moment.date, moment.beside) or (Text(say(context.locale, "undated"), order=""),),
        "title": (mention, *moment.what),
        **context.judged(record, moment.links, located=False),
    }
