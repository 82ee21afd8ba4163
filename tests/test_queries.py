"""Tables by query: which records, which columns, in which order, and what is said of a query that is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from bilateral.render import TABLES, Cell, Mention, Query, QueryError, Table, Text, render_table
from bilateral.render.context import Context
from bilateral.volume import Volume

BIBLIOGRAPHY = """
@misc{gazette, title = {Gazette}, grade = {A}, seen = {whole}, langid = {en}}
@misc{wiki, title = {Wiki}, grade = {D}, seen = {whole}, langid = {es}}
"""


@pytest.fixture
def volume(volume_of: Callable[..., Volume]) -> Volume:
    """Return a volume whose records stand in the file in no order of time or name."""
    return volume_of(
        BIBLIOGRAPHY,
        registers=[{"letter": "F", "title": "Statements", "count": 2}, {"letter": "G", "title": "More", "count": 1}],
        people=[
            _person("person-zeta", "Žeta", "XN"),
            _person("person-alfa", "Alfa", "XS"),
            _person("person-zulu", "Zulu", "XN"),
        ],
        events=[
            _event("event-late", "Late", "recognition", date="1910"),
            _event("event-never", "Anytime", "statehood"),
            _event("event-early", "early", "recognition", date="1899-05"),
            _event("event-middle", "Middle", "occupation", date="1899-05-02", facts=[_fact("F02"), _fact("G01")]),
        ],
        visits=[
            _visit("visit-back", "XS", "XN", "1905", "person-alfa"),
            _visit("visit-there", "XN", "XS", "1900", "person-zulu"),
            _visit("visit-again", "XN", "XS", "1899-12", "person-zeta", facts=[_fact("F01", "supports")]),
        ],
        agreements=[_agreement("agreement-peace", "Peace"), _agreement("agreement-tea", "Tea")],
    )


def _person(key: str, family: str, country: str) -> dict[str, str]:
    return {"id": key, "family": family, "country": country}


def _event(key: str, title: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"id": key, "title": title, "kind": kind, **more}


def _visit(key: str, start: str, goal: str, date: str, visitor: str, **more: Any) -> dict[str, Any]:
    return {"id": key, "form": "visit", "from": start, "to": goal, "date": date, "visitors": [visitor], **more}


def _agreement(key: str, short: str) -> dict[str, Any]:
    steps = [{"step": "signed", "date": "1901", "by": "XN"}, {"step": "in-force", "date": "1902"}]
    provisions = [{"label": "Tea", "value": f"{short} provides tea"}]
    titles = {"title": f"Treaty of {short}", "short": short, "field": "friendship"}
    return {"id": key, **titles, "parties": ["XN", "XS"], "milestones": steps, "provisions": provisions}


def _fact(number: str, stance: str = "context") -> dict[str, Any]:
    link = {"source": "gazette", "stance": stance, "locator": "p. 1"}
    return {"fact": number, "statement": f"This is {number}.", "section": "here", "sources": [link]}


def _records(table: Table) -> list[str | None]:
    return [row.record for row in table.rows]


def _words(cell: Cell) -> str:
    return "".join(part.text for part in cell if isinstance(part, Text | Mention))


@pytest.mark.parametrize(
    ("kind", "query", "records"),
    [
        ("visits", Query(), ["visit-again", "visit-there", "visit-back"]),
        ("visits", Query(from_="XN"), ["visit-again", "visit-there"]),
        ("visits", Query(to="XN"), ["visit-back"]),
        ("visits", Query(from_="XS", to="XS"), []),
        ("visits", Query(ids=("visit-there", "visit-back")), ["visit-there", "visit-back"]),
        ("events", Query(kind=("recognition",)), ["event-early", "event-late"]),
        ("events", Query(kind=("occupation", "statehood")), ["event-middle", "event-never"]),
        ("events", Query(kind=("recognition",), ids=("event-late", "event-never")), ["event-late"]),
        ("agreements", Query(kind=("trade",)), []),
        ("milestones", Query(parent="agreement-tea"), ["agreement-tea", "agreement-tea"]),
        ("provisions", Query(), ["agreement-peace", "agreement-tea"]),
        ("people", Query(from_="XN"), ["person-zeta", "person-zulu"]),
        ("person-index", Query(from_="XS"), ["person-alfa"]),
    ],
)
def test_filters_choose_the_records(kind: str, query: Query, records: list[str], volume: Volume) -> None:
    assert _records(render_table(kind, volume, query, "en_GB")) == records


@pytest.mark.parametrize(
    ("order", "records"),
    [
        ("file", ["event-late", "event-never", "event-early", "event-middle"]),
        ("date", ["event-early", "event-middle", "event-late", "event-never"]),
        ("name", ["event-never", "event-early", "event-late", "event-middle"]),
    ],
)
def test_an_order_puts_the_records_in_it(order: str, records: list[str], volume: Volume) -> None:
    assert _records(render_table("events", volume, Query(order=order), "en_GB")) == records


def test_the_latest_comes_first_where_time_runs_backwards(volume: Volume) -> None:
    table = render_table("visits", volume, Query(order="-date"), "en_GB")
    assert _records(table) == ["visit-back", "visit-there", "visit-again"]


def test_names_are_ordered_without_regard_to_accents(volume: Volume) -> None:
    table = render_table("people", volume, Query(columns=("name",)), "en_GB")
    assert [_words(row.cells[0]) for row in table.rows] == ["Alfa", "Žeta", "Zulu"]


def test_columns_come_as_asked_for_and_extra_ones_only_then(volume: Volume) -> None:
    assert "form" not in [column.key for column in render_table("visits", volume, Query(), "en_GB").columns]
    table = render_table("visits", volume, Query(columns=("form", "date"), ids=("visit-again",)), "en_GB")
    assert [column.key for column in table.columns] == ["form", "date"]
    assert [[_words(cell) for cell in row.cells] for row in table.rows] == [["visit", "December 1899"]]


def test_a_column_in_which_nothing_stands_is_left_out(volume: Volume) -> None:
    every = [column.key for column in TABLES["visits"].columns]
    table = render_table("visits", volume, Query(), "en_GB")
    shown = [column.key for column in table.columns]
    assert shown == [key for key in every if key in shown] != every
    assert all(any(row.cells[place] for row in table.rows) for place in range(len(shown)))
    assert all(len(row.cells) == len(shown) for row in table.rows)
    # Asked for by name, too; what a table without rows would hold, its columns say.
    asked = render_table("visits", volume, Query(columns=(*every, "form")), "en_GB")
    assert [column.key for column in asked.columns] == [*shown, "form"]
    nothing = render_table("visits", volume, Query(from_="XS", to="XS"), "en_GB")
    assert ([column.key for column in nothing.columns], nothing.rows) == (every, ())


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        (Query(), ["F01", "F02", "G01"]),
        (Query(register="F"), ["F01", "F02"]),
        (Query(kind=("confirmed",)), ["F01"]),
        (Query(register="G", kind=("reported", "confirmed")), ["G01"]),
    ],
)
def test_facts_are_chosen_by_register_and_standing(query: Query, numbers: list[str], volume: Volume) -> None:
    table = render_table("facts", volume, query, "en_GB")
    says = [column.key for column in table.columns].index("statement")
    assert [_words(row.cells[says]) for row in table.rows] == [f"This is {number}." for number in numbers]


@pytest.mark.parametrize(
    ("kind", "query", "message"),
    [
        ("visits", Query(register="F"), "option 'register' is not one of 'visits'; its filters: from, ids, to"),
        ("standings", Query(from_="XN"), "option 'from' is not one of 'standings'; its filters: none"),
        ("visits", Query(from_="xn"), "option 'from': 'xn' is unknown; known: XN, XS"),
        ("visits", Query(to="Utopia"), "option 'to': 'Utopia' is unknown; known: XN, XS"),
        ("visits", Query(columns=("dates",)), "option 'columns': 'dates' is unknown; did you mean 'date'?"),
        ("places", Query(columns=("x",)), "option 'columns': 'x' is unknown; known: name, names, country"),
        (
            "visits",
            Query(ids=("visit-their",)),
            "option 'ids': 'visit-their' is unknown; did you mean 'visit-there'?",
        ),
        (
            "milestones",
            Query(parent="agreement-te"),
            "option 'parent': 'agreement-te' is unknown; did you mean 'agreement-tea'?",
        ),
        (
            "milestones",
            Query(parent="event-late"),
            "option 'parent': 'event-late' is unknown; did you mean 'agreement-tea'?",
        ),
        ("events", Query(kind=("recogniton",)), "option 'kind': 'recogniton' is unknown; did you mean 'recognition'?"),
        (
            "facts",
            Query(kind=("true",)),
            "'true' is unknown; known: confirmed, partly, disputed, contradicted, reported",
        ),
        ("facts", Query(register="H"), "option 'register': 'H' is unknown; known: F, G"),
        ("chronology", Query(kind=("visit",)), "option 'kind': 'visit' is unknown; did you mean 'visits'?"),
        ("visits", Query(order="dates"), "option 'order': 'dates' is unknown; did you mean 'date'?"),
        ("visits", Query(order="size"), "option 'order': 'size' is unknown; known: file, date, -date, name"),
    ],
)
def test_a_wrong_query_is_told_with_what_is_right(kind: str, query: Query, message: str, volume: Volume) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        render_table(kind, volume, query, "en_GB")


@pytest.mark.parametrize("kind", TABLES)
def test_every_row_has_what_every_column_shows(kind: str, volume: Volume) -> None:
    shown = {column.key for column in TABLES[kind].columns + TABLES[kind].extra}
    for record, cells in TABLES[kind].rows(Context(volume, "en_GB"), Query()):
        assert shown <= set(cells)
        assert record is None or record in volume.records
