"""Old addresses in a browser: from a file and from a server they lead to where the anchor stands now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bilateral_workshop.verification.serving import served
from pipeline.conftest import copied_volume

LEDGER = """\
first      section  chapters/chapter    0.1.0
old-first  section  chapters/chapter    0.1.0
second     section  chapters/reference  0.1.0
lost       chapter  old/lost            0.1.0
first      section  old/lost            0.1.0
"""
REDIRECTS = """\
old-first                  -> first
chapters/reference#second  -> second
lost                       -> chapter
old/lost#                  -> chapter
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    small = copied_volume(tmp_path_factory.mktemp("redirects") / "small")
    (small.folder / "anchors.txt").write_text(LEDGER, "utf-8")
    (small.folder / "redirects.txt").write_text(REDIRECTS, "utf-8")
    built = small.build()
    assert built.status == 0, built.said
    return built.out


@pytest.fixture(params=["file", "server"])
def address(request: pytest.FixtureRequest, book: Path) -> Iterator[str]:
    with served(book) if request.param == "server" else nullcontext(f"{book.as_uri()}/") as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("chapters/reference.html#second", "chapters/chapter.html#second"),
        ("old/lost.html", "chapters/chapter.html#chapter"),
        ("old/lost.html#first", "chapters/chapter.html#first"),
        ("a/old-first/index.html", "chapters/chapter.html#first"),
        ("a/second/index.html", "chapters/chapter.html#second"),
    ],
)
def test_an_old_address_leads_on(page: Page, address: str, old: str, new: str) -> None:
    page.goto(f"{address}{old}")
    expect(page).to_have_url(f"{address}{new}")
    expect(page.locator(f"[id={new.partition('#')[2]}]")).to_be_in_viewport()


def test_an_anchor_that_stays_stays(page: Page, address: str) -> None:
    page.goto(f"{address}chapters/reference.html#reference")
    page.wait_for_load_state("load")
    expect(page).to_have_url(f"{address}chapters/reference.html#reference")


def test_a_link_on_the_old_page_leads_on_too(page: Page, address: str) -> None:
    page.goto(f"{address}chapters/reference.html")
    page.evaluate("location.hash = 'second'")
    expect(page).to_have_url(f"{address}chapters/chapter.html#second")
