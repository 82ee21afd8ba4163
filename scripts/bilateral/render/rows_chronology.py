"""Rows of the chronology: one for each date of each record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from bilateral.dates import Edtf
from bilateral.dating import date_of
from bilateral.model import Agreement, Membership, Milestone, Record
from bilateral.render.content import Cell, Mark, Mention, Text
from bilateral.render.context import Context, capitalised
from bilateral.render.query import Query, choose
from bilateral.render.rows_parts import step_text
from bilateral.render.rows_records import Found
from bilateral.standing import standing_of_part

_CHRONICLED = ("events", "visits", "consultations", "agreements", "missions", "memberships", "community")


def chronology(context: Context, query: Query) -> Found:
    """One row for each date of each record of the collections asked for (by default of all that are dated)."""
    names = [choose("kind", name, list(_CHRONICLED)) for name in query.kind] or list(_CHRONICLED)
    entries = [
        entry for name in names for record in getattr(context.volume.file, name) for entry in _entries(context, record)
    ]
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


def _by_date(entry: _Entry) -> tuple[dt.date, int, dt.date, str]:
    assert entry.date is not None  # undated entries are not sorted
    return (*entry.date.sort_key, entry.record.id)


def _entries(context: Context, record: Record) -> Iterator[_Entry]:
    if isinstance(record, Agreement):
        yield from (_milestone_entry(context, record, milestone) for milestone in record.milestones)
        return
    collection = context.volume.collections[record.id]
    date = date_of(record)
    if date is None and collection != "events":
        return
    mention = context.mention(record.id)
    if isinstance(record, Membership):
        mention = Mention(record.id, f"{mention.text} ({record.status})", mention.language)
    cells: dict[str, Cell] = {
        "date": context.dated(date, getattr(record, "also_dated", ())) if date else (Text("undated", order=""),),
        "title": (capitalised(mention),),
        "standing": context.standing(record),
        "sources": context.sources(record),
    }
    yield _Entry(date, record, cells)


def _milestone_entry(context: Context, agreement: Agreement, milestone: Milestone) -> _Entry:
    """Return a step of an agreement: it rests on its own sources, or on the agreement's where it has none."""
    by: Cell = (Text(" by "), *context.party(milestone.by)) if milestone.by else ()
    detail: Cell = (Text(f", {milestone.detail}"),) if milestone.detail else ()
    own = milestone.sources
    mark: Cell = (Mark(standing_of_part(own, context.volume)),) if own else context.standing(agreement)
    cells: dict[str, Cell] = {
        "date": context.dated(milestone.date, milestone.also_dated),
        "title": (capitalised(context.mention(agreement.id)), Text(f": {step_text(milestone.step)}"), *by, *detail),
        "standing": mark,
        "sources": context.cite_links(own, located=False) if own else context.sources(agreement),
    }
    return _Entry(milestone.date, agreement, cells)
