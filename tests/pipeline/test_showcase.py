"""Everything that MyST can write, from phone to desk, in the web book and the e-book: nothing is cut off."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from pipeline.conftest import ROOT, SmallVolume, copied_volume

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

PAGE = "chapters/everything"
CUT_OFF = """(scrolled) => [...document.body.querySelectorAll("*")].filter((element) => {
  const { right, width } = element.getBoundingClientRect();
  if (width <= 1 || right <= innerWidth + 1 || !element.checkVisibility()) return false;
  return !element.closest(scrolled);
}).map((element) => element.outerHTML.slice(0, 90))"""
SCROLLED = {
    "html": ".math, pre, .pst-scrollable-table-container",
    "epub": ".math",  # no reading system breaks a formula; all else is set within the page
}
"""What may be wider than the page, in a box that scrolls."""
CLAIMS = [("gazette", "supports"), *((f"paper-{number}", "contradicts") for number in range(12))]
"""Sources of one fact, whose note has to be set in several lines."""
WIDTHS = {"html": (320, 768, 1280), "epub": (320, 600, 1024)}


@pytest.fixture(scope="module")
def volume(tmp_path_factory: pytest.TempPathFactory) -> SmallVolume:
    small = copied_volume(tmp_path_factory.mktemp("showcase") / "small")
    for path in (ROOT / "tests/showcase").iterdir():
        shutil.copy(path, small.folder / "chapters")
    small.edit("index.md", "chapters/reference\n", f"chapters/reference\n{PAGE}\n")
    first = "    - {source: gazette, stance: supports, locator: p. 1}\n"
    claims = [f"    - {{source: {source}, stance: {stance}, locator: p. 1}}\n" for source, stance in CLAIMS]
    small.edit("data/relations.yaml", first, "".join(claims))
    for source, _ in CLAIMS[1:]:
        entry = f"title = {{{{The {source}}}}}, year = {{1905}}, grade = {{B}}, seen = {{whole}}, langid = {{en}}"
        small.append("references.bib", f"@misc{{{source}, {entry}}}\n")
    return small


@pytest.fixture(scope="module")
def pages(volume: SmallVolume) -> dict[str, Path]:
    found = {}
    for builder, suffix in (("html", "html"), ("epub", "xhtml")):
        built = volume.build(builder)
        assert built.status == 0, built.said
        found[builder] = built.out / f"{PAGE}.{suffix}"
    return found


@pytest.fixture(params=["html", "epub"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def tab(browser: Browser, pages: dict[str, Path], kind: str) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(pages[kind].as_uri())
    yield page
    page.close()


def test_nothing_is_cut_off(tab: Page, kind: str) -> None:
    for width in WIDTHS[kind]:
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert tab.evaluate(CUT_OFF, SCROLLED[kind]) == [], width


def test_a_long_note_is_set_in_several_lines(browser: Browser, pages: dict[str, Path], kind: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.goto(pages[kind].with_stem("chapter").as_uri())
    note = page.locator(".fact-note").first
    lines = "(note) => new Set([...note.getClientRects()].map((line) => line.top)).size"
    assert note.evaluate(lines) > 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_what_scrolls_is_reached_by_keyboard(browser: Browser, pages: dict[str, Path]) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.goto(pages["html"].as_uri())
    stuck = """(scrolled) => [...document.querySelectorAll(scrolled)]
      .filter((box) => box.scrollWidth > box.clientWidth + 1 && box.tabIndex !== 0)
      .map((box) => box.outerHTML.slice(0, 90))"""
    wide = "(scrolled) => [...document.querySelectorAll(scrolled)].filter((box) => box.tabIndex === 0).length"
    assert page.evaluate(stuck, SCROLLED["html"]) == []
    assert page.evaluate(wide, SCROLLED["html"]) > 3
    page.close()


def test_cells_of_several_blocks_stand_below_each_other(tab: Page) -> None:
    tab.set_viewport_size({"width": 320, "height": 900})
    cell = tab.locator("table:is(#table-listed, :has(#table-listed)) td").nth(1)
    tops = cell.locator("p").evaluate_all("(parts) => parts.map((part) => part.getBoundingClientRect().bottom)")
    lefts = cell.locator("p").evaluate_all("(parts) => parts.map((part) => part.getBoundingClientRect().right)")
    assert tops[0] < tops[1]
    assert max(lefts) <= 320


def test_headings_in_cards_stand_beside_their_own_cell(browser: Browser, pages: dict[str, Path]) -> None:
    """Also one that needs two lines beside a cell of one."""
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.goto(pages["html"].with_name("chapter.html").as_uri())
    heights = """() => [...document.querySelectorAll("td .column-label")].map((label) => [
      label.getBoundingClientRect().height,
      label.closest("td").getBoundingClientRect().bottom - label.getBoundingClientRect().bottom,
    ])"""
    found = page.evaluate(heights)
    page.close()
    assert max(height for height, _ in found) > 1.5 * min(height for height, _ in found)  # one has two lines
    assert min(below for _, below in found) >= 0


def test_a_word_too_long_is_noticed(tab: Page, kind: str) -> None:
    tab.set_viewport_size({"width": 320, "height": 900})
    tab.evaluate("document.querySelector('section h2').style.whiteSpace = 'nowrap'")
    assert tab.evaluate(CUT_OFF, SCROLLED[kind])
