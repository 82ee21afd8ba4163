"""What the dataset of a volume holds: the tables of its data file, with what is computed from them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pydantic import BaseModel

from bilateral.anchors import permanent_address, source_anchor
from bilateral.bibliography import Source
from bilateral.dataset.rows import Rows, days, rows_of
from bilateral.dataset.tables import FACTS, RECORDS, SOURCES, Column, Row, Table, day_columns, tables
from bilateral.dating import date_of
from bilateral.model import Edition, Record
from bilateral.standing import STANDINGS, standing_of_fact, standing_of_record
from bilateral.volume import Volume

STANDING = Column("standing", "string", "How well it is borne out.", words=STANDINGS)
_ADDRESS = "Its permanent address."
_RECORDS = Table(
    RECORDS,
    "Every record, whatever its kind; all of it is computed from the other tables.",
    (
        Column("id", "string", "Permanent id.", required=True),
        Column("collection", "string", "The table that holds it.", required=True),
        Column("title", "string", "How running text mentions it.", required=True),
        Column("date", "string", "Its date in EDTF, where it has one."),
        *day_columns("date"),
        STANDING,
        Column("address", "string", _ADDRESS, required=True),
    ),
    1,
)
_SOURCES = Table(
    SOURCES,
    "The bibliography, as references.bib has it.",
    (
        Column("key", "string", "Key of the entry.", required=True),
        Column("number", "integer", "Number in the printed list.", required=True),
        Column("type", "string", "What it is, in the words of CSL.", required=True),
        Column("title", "string", "Title.", required=True),
        Column("language", "string", "Language of the source (BCP 47)."),
        Column("grade", "string", "A official, B scholarly, C press, D wiki or hobby page.", required=True),
        Column("seen", "string", "What was seen of it."),
        Column("base", "string", "The source that it copies, so that it cannot confirm it.", refers=(SOURCES, "key")),
        Column("url", "string", "Where it is published."),
        Column("address", "string", _ADDRESS, required=True),
        Column("csl", "object", "The whole entry in CSL-JSON.", required=True),
    ),
    1,
)


@dataclass(frozen=True)
class Contents:
    """The tables of a volume in the order in which they can be filled, and the rows of each."""

    edition: Edition
    tables: dict[str, Table]
    rows: Rows


def all_tables(model: type[BaseModel]) -> dict[str, Table]:
    """Return the tables of a data file and those that are computed, by name."""
    found = {RECORDS: _RECORDS, SOURCES: _SOURCES, **tables(model)}
    facts = found[FACTS]
    return found | {FACTS: Table(facts.name, facts.description, (*facts.columns, STANDING), facts.keys)}


def contents_of(volume: Volume) -> Contents:
    """Return the tables of a volume with their rows."""
    found = all_tables(type(volume.file))
    rows = rows_of(volume.file)
    rows[RECORDS] = [_record(record, volume) for record in volume.records.values()]
    rows[SOURCES] = [_source(source, volume) for source in volume.sources.values()]
    number = next(place for place, column in enumerate(found[FACTS].columns) if column.name == "fact")
    rows[FACTS] = [(*row, standing_of_fact(str(row[number]), volume)) for row in rows[FACTS]]
    return Contents(volume.edition, found, rows)


def _source(source: Source, volume: Volume) -> Row:
    return (
        *(source.key, source.number, source.item["type"], source.title, source.language, source.grade, source.seen),
        *(source.base, source.item.get("URL"), permanent_address(volume.edition, source_anchor(source.key))),
        json.dumps(source.item, ensure_ascii=False, sort_keys=True),
    )


def _record(record: Record, volume: Volume) -> Row:
    date = date_of(record)
    return (
        *(record.id, volume.collections[record.id], volume.mention(record.id)),
        *(None if date is None else str(date), *days(date)),
        *(standing_of_record(record, volume), permanent_address(volume.edition, record.id)),
    )
