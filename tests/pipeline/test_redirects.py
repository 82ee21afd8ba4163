"""Old addresses in a browser: from a file and from a server they lead to where the anchor stands now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bilateral_workshop.verification.serving import served
from pipeline.conftest import SmallVolume, copied_volume

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


def test_redirects_to_what_the_book_does_not_have_are_told_and_no_more(small: SmallVolume) -> None:
    """Such as to a section that was renamed again before an edition had its name."""
    (small.folder / "anchors.txt").write_text(LEDGER, "utf-8")
    (small.folder / "redirects.txt").write_text(
        REDIRECTS.replace("-> first", "-> none").replace("-> chapter", "-> none")
    )
    built = small.build()
    assert built.status == 1
    assert [line for line in built.said.splitlines() if "Error" in line or "Traceback" in line] == []
    told = [line for line in built.said.splitlines() if "WARNING: " in line]
    assert told == [
        f"redirects.txt:{line}: WARNING: '{old}' leads to 'none', which the book does not have; "
        "name an anchor of the book [anchor.target]"
        for line, old in [(1, "old-first"), (3, "lost"), (4, "old/lost#")]
    ]
    assert not (built.out / "old/lost.html").exists()
    assert not (built.out / "a/old-first").exists()
