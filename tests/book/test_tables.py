"""Every generated table of every format against the YAML, cell by cell and in both directions."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bilateral_workshop.readback import (
    BuiltCell,
    BuiltTable,
    Element,
    epub_tables,
    html_tables,
    pdf_tables,
    structure_tables,
)
from book.forms import FORMS
from book.wanted import Cell, Directive, Wanted, date, directives

SOURCE = Path(__file__).parents[2] / "source"
SYMBOLS = {
    "confirmed": "●",
    "partly confirmed": "◐",
    "disputed": "◆",
    "contradicted": "×",
    "no independent source": "○",
}
KINDS = set(
    """visits consultations agreements agreement-citations milestones provisions missions heads memberships trade
    population products community people places organisations countries facts standings source-register
    chronology""".split()
)


def tidy(text: str) -> str:
    """Fold white space; citations that were taken out leave a space before a comma."""
    return re.sub(r"\s+(?=[,;.]|$)", "", " ".join(text.split())).strip()


def difference(
    label: str, rows: list[Any], table: BuiltTable, shown: Callable[[BuiltCell], Any], wanted: Callable[[Cell], Any]
) -> list[str]:
    """Return where a built table is not what the data says."""
    faults = []
    if len(rows) != len(table.rows):
        faults.append(f"{label}: {len(rows)} rows in the data, {len(table.rows)} in the book")
    for number, ((record, cells), built) in enumerate(zip(rows, table.rows, strict=False), 1):
        if set(cells) != set(built.cells):
            faults.append(f"{label} row {number}: columns {sorted(built.cells)}, not {sorted(cells)}")
        for column, cell in cells.items():
            if column in built.cells and shown(built.cells[column]) != wanted(cell):
                faults.append(
                    f"{label} row {number} ({record}) {column}: {shown(built.cells[column])!r}, not {wanted(cell)!r}"
                )
    return faults


def compare_page(wanted: Wanted, tables: dict[str, BuiltTable], asked: list[Directive]) -> list[str]:
    """Compare the tables of HTML or EPUB."""
    faults = []
    for directive in asked:
        table = tables.get(directive.label)
        if table is None:
            faults.append(f"{directive.label} is not in the book")
            continue
        faults += difference(
            directive.label,
            wanted.rows(directive),
            table,
            lambda built: (tidy(built.text), built.marks, built.sources),
            lambda cell: (tidy(cell.text), cell.marks, cell.sources),
        )
    return faults + [f"{label} is in no chapter" for label in tables if label not in {d.label for d in asked}]


@pytest.fixture(scope="session")
def wanted(data: dict[str, Any]) -> Wanted:
    return Wanted(data, SOURCE)


@pytest.fixture(scope="session")
def asked() -> list[Directive]:
    found = directives(SOURCE, KINDS)
    assert {d.kind for d in found} == KINDS  # each kind of table stands in the book and is compared
    return found


def test_html_tables_show_the_data(wanted: Wanted, asked: list[Directive], html_book: Path) -> None:
    assert compare_page(wanted, html_tables(html_book), asked) == []


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_the_dataset_has_what_is_printed(form: str, asked: list[Directive], html_book: Path) -> None:
    found = Wanted(FORMS[form](html_book / "data"), SOURCE)
    assert compare_page(found, html_tables(html_book), asked) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_wrong_cell_in_a_form_is_found(form: str, asked: list[Directive], html_book: Path, tmp_path: Path) -> None:
    data = shutil.copytree(html_book / "data", tmp_path / "data")
    with sqlite3.connect(next(data.glob("*.sqlite"))) as database:
        database.execute("UPDATE visits SET date = '2002-01-24' WHERE id = 'visit-adamkus-2002'")
    for path in (data / "csv/visits.csv", next(data.glob("*.jsonld"))):
        before, found, after = path.read_text("utf-8").partition("2002-01-23/2002-01-25")
        path.write_text(f"{before}2002-01-24{after}" if found else "", "utf-8")
    faults = compare_page(Wanted(FORMS[form](data), SOURCE), html_tables(html_book), asked)
    assert any("(visit-adamkus-2002) date: '23–25 January 2002'" in fault.replace("('", "'") for fault in faults)


def test_places_lie_where_and_happen_when_it_is_printed(data: dict[str, Any], html_book: Path) -> None:
    (file,) = (html_book / "data").glob("*.geojson")
    features = {one["id"]: one["properties"] for one in json.loads(file.read_text("utf-8"))["features"]}
    tables = html_tables(html_book)
    rows = {row.record: row.cells for table in tables.values() for row in table.rows if row.record}
    places = {one["id"] for one in data["places"] if "position" in one}
    assert places
    assert places <= set(features)
    for key, properties in features.items():
        printed = {name: tidy(cell.text) for name, cell in rows[key].items()}
        if key in places:
            assert properties["title"] in printed["name"]
        elif properties["date"] and "date" in printed:
            assert printed["date"].split(", or ")[0] == date(properties["date"])


def test_epub_tables_show_the_data(wanted: Wanted, asked: list[Directive], epub_book: Path) -> None:
    assert compare_page(wanted, epub_tables(epub_book), asked) == []


@pytest.mark.latex
def test_pdf_tables_show_the_data(wanted: Wanted, asked: list[Directive], latex_book: Path) -> None:
    tables = pdf_tables(latex_book)
    faults = [f"{d.label} is not in the PDF" for d in asked if d.label not in tables]
    for directive in asked:
        faults += difference(
            directive.label,
            wanted.rows(directive),
            tables.get(directive.label, BuiltTable(directive.label, "", {}, ())),
            lambda built: (built.text, built.marks, built.sources),
            lambda cell: (
                "".join(cell.text.split()),
                tuple(SYMBOLS[mark] for mark in cell.marks),
                tuple(str(wanted.keys.index(key) + 1) for key in cell.sources),
            ),
        )
    assert faults == []


def test_typst_pdf_tables_show_the_data(
    wanted: Wanted, asked: list[Directive], structure: Element, html_book: Path
) -> None:
    """Its columns are called by their headings, which are those of HTML."""
    headings = {label: table.headings for label, table in html_tables(html_book).items()}
    tables = structure_tables(structure)
    faults = [f"{d.label} is not in the PDF" for d in asked if d.label not in tables]
    for directive in asked:
        table = tables.get(directive.label, BuiltTable(directive.label, "", {}, ()))
        names = headings[directive.label]
        faults += [] if table.caption == directive.caption else [f"{directive.label}: '{table.caption}' is its caption"]
        faults += difference(
            directive.label,
            [
                (record, {names[column]: cell for column, cell in cells.items()})
                for record, cells in wanted.rows(directive)
            ],
            table,
            lambda built: (tidy(built.text), built.marks, built.sources),
            lambda cell: (
                tidy(cell.text),
                cell.marks,
                tuple(str(wanted.keys.index(key) + 1) for key in cell.sources),
            ),
        )
    assert faults == []


def test_captions_and_headings_are_there(asked: list[Directive], html_book: Path, epub_book: Path) -> None:
    for tables in (html_tables(html_book), epub_tables(epub_book)):
        assert {d.label: d.caption for d in asked} == {label: table.caption for label, table in tables.items()}
        assert all(all(table.headings.values()) for table in tables.values())


def test_every_record_is_shown_at_its_home(wanted: Wanted, html_book: Path) -> None:
    homes = [row.record for table in html_tables(html_book).values() for row in table.rows if row.record]
    assert sorted(homes) == sorted(wanted.records)


@pytest.mark.parametrize("column", ["date", "visitors", "sources"])
def test_a_wrong_cell_is_found(
    column: str, wanted: Wanted, asked: list[Directive], html_book: Path, tmp_path: Path
) -> None:
    """Plant a fault in a built page: the comparison must see it."""
    page = (html_book / "chapters/visits.html").read_text("utf-8")
    row = page.index('id="visit-adamkus-2002"')
    cell = page.index(f"col-{column}", row)
    edits = {
        "date": ("23–25 January", "23–26 January"),
        "visitors": ("Adamkus", "Adamkas"),
        "sources": ("#source-president-lt-2002-mexico", "#source-article"),
    }
    old, new = edits[column]
    assert old in page[cell:]
    (tmp_path / "visits.html").write_text(page[:cell] + page[cell:].replace(old, new, 1), "utf-8")
    only_visits = [d for d in asked if d.label == "table-visits-from-lithuania"]
    faults = compare_page(wanted, html_tables(tmp_path), only_visits)
    assert any(f"(visit-adamkus-2002) {column}" in fault for fault in faults)
