"""The kinds of tables: which columns each has, which filters it takes, and how it finds its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bilateral.render import rows_chronology, rows_parts, rows_records, rows_reference
from bilateral.render.content import Cell, Column
from bilateral.render.context import Context
from bilateral.render.query import Query

Cells = dict[str, Cell]
Rows = Iterable[tuple[str | None, Cells]]

DATE = Column("date", "Date", 3)
STANDING = Column("standing", "Standing", 2)
SOURCES = Column("sources", "Sources", 3)
EVIDENCE = Column("sources", "Sources", 5)
"""Sources with the places in them."""


@dataclass(frozen=True)
class Kind:
    """One kind of table. ``extra`` columns are shown only where a directive asks for them.

    ``order`` is the order of the rows unless a directive asks for another of ``orders``; rows that show parts of
    records have an order of their own, and ``sorts_itself`` says that it is that of time. ``ids`` and ``parent`` name
    the collections that these options choose from, where that is not ``collection``.
    """

    summary: str
    collection: str | None
    columns: tuple[Column, ...]
    rows: Callable[[Context, Query], Rows]
    filters: frozenset[str] = frozenset()
    extra: tuple[Column, ...] = ()
    order: str = "file"
    orders: tuple[str, ...] = ("file", "date", "-date", "name")
    sorts_itself: bool = False
    ids: str | None = None
    parent: str | None = None

    @property
    def subject(self) -> str | None:
        """The collection that ``ids`` chooses from."""
        return self.ids or self.collection


def _filters(*names: str) -> frozenset[str]:
    return frozenset(names)


KINDS: dict[str, Kind] = {
    "visits": Kind(
        "Visits, by direction.",
        "visits",
        (
            Column("visitors", "Visitor", 5),
            DATE,
            Column("goal", "To", 3),
            Column("programme", "Occasion, talks and company", 6),
            STANDING,
            SOURCES,
        ),
        rows_records.visits,
        _filters("from_", "to", "ids"),
        (Column("form", "Form", 3),),
        "date",
    ),
    "consultations": Kind(
        "Political consultations and meetings.",
        "consultations",
        (
            Column("title", "Talks", 4),
            DATE,
            Column("place", "Place", 2),
            Column("people", "Taking part", 6),
            STANDING,
            SOURCES,
        ),
        rows_records.consultations,
        _filters("kind", "ids"),
        (Column("purpose", "Purpose", 4),),
        "date",
    ),
    "events": Kind(
        "Dated happenings.",
        "events",
        (Column("title", "Event", 6), DATE, Column("place", "Place", 3), STANDING, SOURCES),
        rows_records.events,
        _filters("kind", "ids"),
        (Column("people", "People", 4),),
        "date",
    ),
    "agreements": Kind(
        "Treaties and agreements.",
        "agreements",
        (
            Column("title", "Agreement", 7),
            Column("parties", "Parties", 3),
            Column("signed", "Signed", 3),
            Column("in-force", "In force", 3),
            STANDING,
            SOURCES,
        ),
        rows_records.agreements,
        _filters("kind", "ids"),
        (Column("field", "Field", 2),),
        "file",
    ),
    "milestones": Kind(
        "The steps of one agreement or of several.",
        None,
        (
            Column("date", "Date", 3),
            Column("step", "Step", 3),
            Column("detail", "What was done", 5),
            STANDING,
            EVIDENCE,
        ),
        rows_parts.milestones,
        _filters("parent", "ids"),
        (Column("agreement", "Agreement", 4),),
        ids="agreements",
        parent="agreements",
        orders=("file",),
    ),
    "provisions": Kind(
        "The main rules of an agreement.",
        None,
        (Column("label", "Subject", 3), Column("value", "Rule", 5), STANDING, EVIDENCE),
        rows_parts.provisions,
        _filters("parent"),
        parent="agreements",
        orders=("file",),
    ),
    "missions": Kind(
        "Posts and accreditations.",
        "missions",
        (
            Column("title", "Post", 5),
            Column("from", "Of", 2),
            Column("to", "To", 2),
            Column("seat", "Seat", 3),
            Column("period", "Period", 4),
            STANDING,
            SOURCES,
        ),
        rows_records.missions,
        _filters("from_", "to", "kind", "ids"),
    ),
    "heads": Kind(
        "Heads of posts.",
        None,
        (
            Column("person", "Head", 4),
            Column("mission", "Post", 5),
            DATE,
            Column("credentials", "Credentials presented", 3),
            STANDING,
            EVIDENCE,
        ),
        rows_parts.heads,
        _filters("from_", "to", "kind", "parent"),
        parent="missions",
        orders=("file",),
    ),
    "memberships": Kind(
        "Places of countries in organisations.",
        "memberships",
        (
            Column("organisation", "Organisation", 6),
            Column("country", "Country", 2),
            Column("status", "As", 2),
            Column("period", "Period", 4),
            STANDING,
            EVIDENCE,
        ),
        rows_records.memberships,
        _filters("from_", "parent", "ids"),
        parent="organisations",
    ),
    "trade": Kind(
        "Series of trade, a row for each value.",
        "series",
        (
            Column("title", "Measure", 5),
            Column("period", "Period", 2),
            Column("value", "Value", 3),
            STANDING,
            EVIDENCE,
        ),
        rows_parts.trade,
        _filters("from_", "to", "ids"),
        orders=("file",),
    ),
    "population": Kind(
        "Series of people, a row for each value.",
        "series",
        (
            Column("title", "Measure", 5),
            Column("period", "Date", 2),
            Column("value", "People", 2),
            STANDING,
            EVIDENCE,
        ),
        rows_parts.population,
        _filters("ids"),
        orders=("file",),
    ),
    "products": Kind(
        "Lists of main exports.",
        "products",
        (Column("label", "Product", 6), STANDING, SOURCES),
        rows_records.products,
        _filters("from_", "to", "ids"),
        (Column("from", "Exporter", 2), Column("to", "Importer", 2), Column("rank", "Place", 1)),
    ),
    "community": Kind(
        "Migration, families, buildings, associations.",
        "community",
        (
            Column("title", "Subject", 4),
            DATE,
            Column("place", "Place", 3),
            Column("summary", "What is known", 7),
            STANDING,
            SOURCES,
        ),
        rows_records.community,
        _filters("kind", "ids"),
    ),
    "people": Kind(
        "People with their offices.",
        "people",
        (
            Column("name", "Name", 4),
            Column("country", "Country", 2),
            Column("offices", "Offices and terms", 7),
            EVIDENCE,
        ),
        rows_reference.people,
        _filters("from_", "ids"),
        order="name",
    ),
    "person-index": Kind(
        "Index of persons: the records in which each appears.",
        None,
        (Column("name", "Name", 3), Column("records", "Appears in", 8)),
        rows_reference.person_index,
        _filters("from_", "ids"),
        ids="people",
    ),
    "places": Kind(
        "Cities and buildings.",
        "places",
        (Column("name", "Place", 4), Column("names", "Other names", 4), Column("country", "Country", 3)),
        rows_reference.places,
        _filters("from_", "ids"),
    ),
    "organisations": Kind(
        "Organisations and bodies.",
        "organisations",
        (Column("name", "Name", 6), Column("abbreviation", "Abbreviation", 2)),
        rows_reference.organisations,
        _filters("ids"),
    ),
    "countries": Kind(
        "Countries.",
        "countries",
        (Column("name", "Country", 4), Column("code", "Code", 1)),
        rows_reference.countries,
        _filters("ids"),
    ),
    "facts": Kind(
        "The numbered facts of a register, with standing and place.",
        None,
        (
            Column("number", "No.", 1),
            Column("statement", "Statement", 5),
            Column("finding", "Finding", 5),
            STANDING,
            Column("section", "Told in", 3),
            EVIDENCE,
        ),
        rows_reference.facts,
        _filters("register", "kind"),
        orders=("file",),
    ),
    "standings": Kind(
        "How many facts have each standing.",
        None,
        (Column("standing", "Standing", 4),),
        rows_reference.standings,
        orders=("file",),
    ),
    "source-register": Kind(
        "The sources with their grade and the facts they bear on.",
        None,
        (
            Column("title", "Source", 14),
            Column("number", "No.", 2),
            Column("grade", "Grade", 3),
            Column("language", "Language", 5),
            Column("seen", "Seen", 6),
            Column("facts", "Bears on", 8),
        ),
        rows_reference.source_register,
        _filters("kind"),
        orders=("file",),
    ),
    "chronology": Kind(
        "Everything that has a date, in the order of time; undated events come last.",
        "events",
        (DATE, Column("title", "What happened", 8), STANDING, EVIDENCE),
        rows_chronology.chronology,
        _filters("kind"),
        order="date",
        orders=("date", "-date"),
        sorts_itself=True,
    ),
}
"""Every kind of table by the name of its directive."""
