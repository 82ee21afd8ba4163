"""The tables that belong to no kind of record: registers and the chronology; and all tables of a volume."""

from __future__ import annotations

from collections.abc import Mapping

from bilateral.kinds import KINDS, AnyKind, tables_of
from bilateral.kinds.kind import DATE, PERSON, SOURCES, STANDING, TableKind, columns, filters
from bilateral.render import official, rows_changes, rows_chronology, rows_glance, rows_reference

REGISTERS: dict[str, TableKind] = {
    "at-a-glance": TableKind(
        summary="The state of relations on the day of the edition or on another, computed from the records.",
        columns=columns(("subject", "Subject"), ("what", "As it stands"), DATE, STANDING),
        rows=rows_glance.at_a_glance,
        filters=filters("kind", "date"),
        extra=columns(SOURCES),
        orders=("file",),
        home=False,
    ),
    "changes": TableKind(
        summary="What this edition has changed in the one before, as far as that was frozen.",
        columns=columns(
            ("part", "Part"), ("place", "Place"), ("change", "Change"), ("was", "For"), ("is", "Read"), SOURCES
        ),
        rows=rows_changes.changes,
        filters=filters("kind"),
        orders=("file",),
        home=False,
        empty="Nothing has changed since the last edition that was frozen.",
    ),
    "errata": TableKind(
        summary="What this edition has corrected in the printed pages of the one before: for this, read that.",
        columns=columns(("place", "Place"), ("part", "Part"), ("was", "For"), ("is", "Read")),
        rows=rows_changes.errata,
        orders=("file",),
        home=False,
        empty="Nothing that was printed has been corrected.",
    ),
    "person-index": TableKind(
        summary="Index of persons: the records in which each appears.",
        columns=columns(PERSON, ("records", "Appears in")),
        rows=rows_reference.person_index,
        filters=filters("from_", "ids"),
        order="name",
        ids="people",
    ),
    "agreement-citations": TableKind(
        summary="The official citation of each agreement, by its own title, dates and publications.",
        columns=columns(("agreement", "Agreement"), ("citation", "Official citation")),
        rows=official.citations,
        filters=filters("ids"),
        ids="agreements",
        orders=("file",),
        home=False,
    ),
    "facts": TableKind(
        summary="The numbered facts of a register, with standing and place.",
        columns=columns(("number", "No., told in"), ("statement", "Statement"), ("finding", "Finding"), SOURCES),
        rows=rows_reference.facts,
        filters=filters("register", "kind"),
        orders=("file",),
    ),
    "standings": TableKind(
        summary="How many facts have each standing.",
        columns=columns(STANDING),
        rows=rows_reference.standings,
        asked=rows_reference.registers,
        orders=("file",),
    ),
    "source-register": TableKind(
        summary="The sources of each grade.",
        columns=columns(("grade", "Grade"), ("sources", "Sources")),
        rows=rows_reference.source_register,
        orders=("file",),
    ),
    "chronology": TableKind(
        summary="Everything that has a date, in the order of time; undated events come last.",
        columns=columns(DATE, ("title", "What happened"), STANDING, SOURCES),
        rows=rows_chronology.chronology,
        collection="events",
        filters=filters("kind"),
        order="date",
        orders=("date", "-date"),
        sorts_itself=True,
    ),
}


TABLES: Mapping[str, TableKind] = {**dict(tables_of(KINDS)), **REGISTERS}
"""Every kind of table of the press by the name of its directive."""


def all_tables(kinds: tuple[AnyKind, ...]) -> Mapping[str, TableKind]:
    """Return the tables of these kinds of records, and the registers."""
    return TABLES if kinds is KINDS else {**dict(tables_of(kinds)), **REGISTERS}
