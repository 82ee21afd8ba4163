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

DATE = Column("date", "Date")
STANDING = Column("standing", "Standing")
SOURCES = Column("sources", "Sources")
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
            Column("visitors", "Visitor"),
            DATE,
            Column("goal", "To"),
            Column("programme", "Occasion, talks and company"),
            STANDING,
            SOURCES,
        ),
        rows_records.visits,
        _filters("from_", "to", "ids"),
        (Column("form", "Form"),),
        "date",
    ),
    "consultations": Kind(
        "Political consultations and meetings.",
        "consultations",
        (
            Column("title", "Talks"),
            DATE,
            Column("place", "Place"),
            Column("people", "Taking part"),
            STANDING,
            SOURCES,
        ),
        rows_records.consultations,
        _filters("kind", "ids"),
        (Column("purpose", "Purpose"),),
        "date",
    ),
    "events": Kind(
        "Dated happenings.",
        "events",
        (Column("title", "Event"), DATE, Column("place", "Place"), STANDING, SOURCES),
        rows_records.events,
        _filters("kind", "ids"),
        (Column("people", "People"),),
        "date",
    ),
    "agreements": Kind(
        "Treaties and agreements.",
        "agreements",
        (
            Column("title", "Agreement"),
            Column("parties", "Parties"),
            Column("signed", "Signed"),
            Column("in-force", "In force"),
            STANDING,
            SOURCES,
        ),
        rows_records.agreements,
        _filters("kind", "ids"),
        (Column("field", "Field"),),
        "file",
    ),
    "milestones": Kind(
        "The steps of one agreement or of several.",
        None,
        (
            Column("date", "Date"),
            Column("step", "Step"),
            Column("detail", "What was done"),
            STANDING,
            SOURCES,
        ),
        rows_parts.milestones,
        _filters("parent", "ids"),
        (Column("agreement", "Agreement"),),
        ids="agreements",
        parent="agreements",
        orders=("file",),
    ),
    "provisions": Kind(
        "The main rules of an agreement.",
        None,
        (Column("label", "Subject"), Column("value", "Rule"), STANDING, SOURCES),
        rows_parts.provisions,
        _filters("parent"),
        parent="agreements",
        orders=("file",),
    ),
    "missions": Kind(
        "Posts and accreditations.",
        "missions",
        (
            Column("title", "Post"),
            Column("from", "Of"),
            Column("to", "To"),
            Column("seat", "Seat"),
            Column("period", "Period"),
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
            Column("person", "Head"),
            Column("mission", "Post"),
            DATE,
            Column("credentials", "Credentials presented"),
            STANDING,
            SOURCES,
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
            Column("organisation", "Organisation"),
            Column("country", "Country"),
            Column("status", "As"),
            Column("period", "Period"),
            STANDING,
            SOURCES,
        ),
        rows_records.memberships,
        _filters("from_", "parent", "ids"),
        parent="organisations",
    ),
    "trade": Kind(
        "Series of trade, a row for each value.",
        "series",
        (
            Column("title", "Measure"),
            Column("period", "Period"),
            Column("value", "Value"),
            STANDING,
            SOURCES,
        ),
        rows_parts.trade,
        _filters("from_", "to", "ids"),
        orders=("file",),
    ),
    "population": Kind(
        "Series of people, a row for each value.",
        "series",
        (
            Column("title", "Measure"),
            Column("period", "Date"),
            Column("value", "People"),
            STANDING,
            SOURCES,
        ),
        rows_parts.population,
        _filters("ids"),
        orders=("file",),
    ),
    "products": Kind(
        "Lists of main exports.",
        "products",
        (Column("label", "Product"), STANDING, SOURCES),
        rows_records.products,
        _filters("from_", "to", "ids"),
        (Column("from", "Exporter"), Column("to", "Importer"), Column("rank", "Place")),
    ),
    "community": Kind(
        "Migration, families, buildings, associations.",
        "community",
        (
            Column("title", "Subject"),
            DATE,
            Column("place", "Place"),
            Column("summary", "What is known"),
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
            Column("name", "Name"),
            Column("country", "Country"),
            Column("offices", "Offices and terms"),
            SOURCES,
        ),
        rows_reference.people,
        _filters("from_", "ids"),
        order="name",
    ),
    "person-index": Kind(
        "Index of persons: the records in which each appears.",
        None,
        (Column("name", "Name"), Column("records", "Appears in")),
        rows_reference.person_index,
        _filters("from_", "ids"),
        ids="people",
    ),
    "places": Kind(
        "Cities and buildings.",
        "places",
        (Column("name", "Place"), Column("names", "Other names"), Column("country", "Country")),
        rows_reference.places,
        _filters("from_", "ids"),
    ),
    "organisations": Kind(
        "Organisations and bodies.",
        "organisations",
        (Column("name", "Name"), Column("abbreviation", "Abbreviation")),
        rows_reference.organisations,
        _filters("ids"),
    ),
    "countries": Kind(
        "Countries.",
        "countries",
        (Column("name", "Country"), Column("code", "Code")),
        rows_reference.countries,
        _filters("ids"),
    ),
    "facts": Kind(
        "The numbered facts of a register, with standing and place.",
        None,
        (
            Column("number", "No."),
            Column("statement", "Statement"),
            Column("finding", "Finding"),
            STANDING,
            Column("section", "Told in"),
            SOURCES,
        ),
        rows_reference.facts,
        _filters("register", "kind"),
        orders=("file",),
    ),
    "standings": Kind(
        "How many facts have each standing.",
        None,
        (Column("standing", "Standing"),),
        rows_reference.standings,
        orders=("file",),
    ),
    "source-register": Kind(
        "The sources with their grade and the facts they bear on.",
        None,
        (
            Column("title", "Source"),
            Column("number", "No."),
            Column("grade", "Grade"),
            Column("language", "Language"),
            Column("seen", "Seen"),
            Column("facts", "Bears on"),
        ),
        rows_reference.source_register,
        _filters("kind"),
        orders=("file",),
    ),
    "chronology": Kind(
        "Everything that has a date, in the order of time; undated events come last.",
        "events",
        (DATE, Column("title", "What happened"), STANDING, SOURCES),
        rows_chronology.chronology,
        _filters("kind"),
        order="date",
        orders=("date", "-date"),
        sorts_itself=True,
    ),
}
"""Every kind of table by the name of its directive."""
