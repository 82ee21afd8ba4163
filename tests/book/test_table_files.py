"""Below each table of the web book: the rows that are shown, as a file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from playwright.sync_api import Browser, Page


def saved(page: Page, table: str) -> list[list[str]]:
    """Return the rows of the file that the control below a table offers."""
    with page.expect_download() as waiting:
        page.locator(f".pst-scrollable-table-container:has(#{table}) + button.csv, #{table} + button.csv").click()
    content = Path(waiting.value.path()).read_text("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline="")))


def test_the_file_has_the_rows_that_are_shown_in_their_order(html_book: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((html_book / "chapters/chronology.html").as_uri())
    table = page.locator("table.record-table").first
    identifier = table.get_attribute("id") or ""
    head, *rows = saved(page, identifier)
    assert head[:2] == ["Date", "What happened"]
    assert len(rows) == table.locator("tbody tr").count()
    page.locator(".table-tools input[type=search]").first.fill("visit")
    for _ in range(2):  # ascending, then descending
        table.locator("thead .col-date button").click()
    shown = table.locator("tbody tr:visible")
    _, *fewer = saved(page, identifier)
    assert 0 < len(fewer) < len(rows)
    dates = [" ".join(cell.split()) for cell in shown.locator(":scope > :nth-child(1)").all_inner_texts()]
    assert [row[0] for row in fewer] == dates
    assert {row[-2].split()[0] for row in fewer} <= {"confirmed", "partly", "disputed", "contradicted", "no"}
    page.close()


def test_every_table_of_records_has_one(html_book: Path, browser: Browser) -> None:
    page = browser.new_page()
    for name in ("agreements", "people", "statements"):
        page.goto((html_book / f"chapters/{name}.html").as_uri())
        assert page.locator("button.csv").count() == page.locator("table.record-table").count() > 0
    page.close()
