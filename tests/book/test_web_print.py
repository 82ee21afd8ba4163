"""Chapters printed from the browser: a book's pages, whatever the reader has done to the tables on the screen."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTTextContainer

from book.browsing import Reader

if TYPE_CHECKING:
    from playwright.sync_api import Page


def printed(tab: Page) -> bytes:
    return bytes(tab.pdf(format="A4", prefer_css_page_size=True))


def words(pdf: bytes) -> str:
    return " ".join(extract_text(BytesIO(pdf)).split())


def test_filter_and_order_stay_on_the_screen(reader: Reader) -> None:
    tab = reader.open("chapters/chronology.html", locale="en")
    whole = words(printed(tab))
    tab.get_by_label("Filter: Chronology").fill("visa")
    tab.locator("#table-chronology thead th").first.get_by_role("button").click()
    tab.locator("#table-chronology thead th").first.get_by_role("button").click()
    rows = "() => [...document.querySelectorAll('#table-chronology tbody tr')].map((row) => row.dataset.place).join()"
    order, shown = tab.evaluate(rows), tab.locator("#table-chronology tbody tr:visible").count()
    assert 0 < shown < 10
    assert words(printed(tab)) == whole
    assert tab.evaluate(rows) == order
    assert tab.locator("#table-chronology tbody tr:visible").count() == shown


def filter_and_turn(tab: Page) -> None:
    tab.locator(".table-tools input").first.fill("tre")
    tab.locator(".table-tools select").first.select_option(index=2)


def choose_words(tab: Page) -> None:
    tab.evaluate("getSelection().selectAllChildren(document.querySelector('.bd-article p'))")
    tab.wait_for_selector("button.quoting:visible")


def open_panel(tab: Page) -> None:
    tab.locator(".cite-line .cite").first.click()
    tab.wait_for_selector("dialog[open]")


STATES = {
    "bibliography": ("chapters/sources.html", filter_and_turn),
    "panel": ("chapters/visits.html", open_panel),
    "selection": ("chapters/visits.html", choose_words),
    "picture": ("chapters/recognition.html", lambda tab: tab.locator("svg.picture a").first.focus()),
    "night": ("chapters/visits.html", lambda tab: tab.locator("#mode").click()),
    "contents": ("index.html", lambda tab: tab.evaluate("document.querySelectorAll('[popover]')[0].showPopover()")),
}


def test_controls_are_not_printed_where_nothing_points(reader: Reader) -> None:
    """Without a pointer, as on a phone, the controls of rows and captions are seen at all times."""
    tab = reader.open("chapters/visits.html", width=390, has_touch=True, is_mobile=True)
    assert tab.evaluate("getComputedStyle(document.querySelector('caption .cite')).opacity") == "1"
    tab.emulate_media(media="print")
    assert tab.locator(":is(tr, caption, figcaption) .cite:visible").count() == 0


@pytest.mark.parametrize("state", STATES)
def test_what_a_reader_has_done_to_a_page_is_not_printed(state: str, reader: Reader) -> None:
    address, do = STATES[state]
    tab = reader.open(address)
    whole, shown = words(printed(tab)), tab.evaluate("document.body.innerText")
    do(tab)
    assert tab.evaluate("document.body.innerText") != shown or state in {"night", "contents", "panel"}
    assert words(printed(tab)) == whole


def test_pages_have_numbers_and_tables_their_heads(reader: Reader) -> None:
    pdf = printed(reader.open("chapters/chronology.html"))
    pages = list(extract_pages(BytesIO(pdf)))
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        boxes = [box for box in page if isinstance(box, LTTextContainer)]
        lowest = min(boxes, key=lambda box: box.y0)
        assert lowest.get_text().strip() == str(number)
        assert 0.4 < (lowest.x0 + lowest.x1) / 2 / page.width < 0.6
        inside = [box for box in boxes if box is not lowest]
        assert all(box.x0 > 40 and box.x1 < page.width - 40 for box in inside)
    heads = [bool(re.search(r"Date\s+(\S+\s+)*Standing", words_of(page))) for page in pages[1:-1]]
    assert heads
    assert all(heads)


def words_of(page: object) -> str:
    boxes = [box for box in page if isinstance(box, LTTextContainer)]  # type: ignore[attr-defined]  # pages are iterable
    return " ".join(" ".join(box.get_text().split()) for box in sorted(boxes, key=lambda box: (-round(box.y1), box.x0)))


def test_a_link_says_where_it_leads(reader: Reader) -> None:
    tab = reader.open("chapters/about.html")
    address = "https://northland.example/page"
    link = f'<a class="reference external" href="{address}">it</a>'
    tab.evaluate("(link) => document.querySelector('.bd-article p').innerHTML = `See ${link}.`", link)
    assert f"See it ({address})." in words(printed(tab))


def test_the_size_is_that_of_the_page(reader: Reader) -> None:
    with pikepdf.open(BytesIO(printed(reader.open("chapters/visits.html", color_scheme="dark")))) as book:
        for page in book.pages:
            assert [float(side) for side in page.mediabox] == pytest.approx([0, 0, 595, 842], abs=1.5)
