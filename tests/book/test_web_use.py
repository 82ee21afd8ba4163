"""The web book in use: on a phone, by keyboard, at night, in large letters, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from book.browsing import PAGES, Reader

if TYPE_CHECKING:
    from playwright.sync_api import Page

# A click on a label is one on its field.
TARGETS = """() => [...document.querySelectorAll("button, input, select, nav a, .headerlink")]
  .map((element) => [element, (element.closest("label") ?? element).getBoundingClientRect()])
  .filter(([element, box]) => element.checkVisibility() && box.width && (box.width < 24 || box.height < 24))
  .map(([element]) => element.outerHTML.slice(0, 80))"""

FOCUSED = """() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return {
    name: element === document.body ? "" : element.outerHTML.slice(0, 90),
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""


@pytest.mark.parametrize("width", [320, 640])
def test_no_page_scrolls_sideways(reader: Reader, width: int) -> None:
    """A window of 640 pixels is what one of 1280 becomes at 200 %."""
    more = ("statements", "agreements", "trade", "people")
    pages = (*PAGES, *(f"chapters/{page}" for page in more), "cite/chapters/chronology")
    for page, tab in reader.tour(pages, width=width):
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, page


def test_text_grows_with_the_reader(reader: Reader) -> None:
    tab = reader.open("chapters/visits.html", width=800)
    tab.evaluate("document.documentElement.style.fontSize = '200%'")
    assert tab.evaluate("getComputedStyle(document.body).fontSize") == "34px"
    assert tab.evaluate("document.documentElement.scrollWidth") <= 800


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_targets_are_large_enough(reader: Reader, width: int) -> None:
    for page, tab in reader.tour(PAGES, width=width):
        assert tab.evaluate(TARGETS) == [], page


@pytest.mark.parametrize("width", [360, 1400])
def test_everything_is_reached_and_seen_by_keyboard(reader: Reader, width: int) -> None:
    tab = reader.open("chapters/visits.html", width=width)
    reached = []
    for _ in range(300):
        tab.keyboard.press("Tab")
        focused = tab.evaluate(FOCUSED)
        if not focused["name"]:
            break
        assert focused["seen"], focused
        assert focused["ringed"], focused
        reached.append(focused["name"])
    assert "skip-link" in reached[0]
    visible = tab.evaluate(
        "[...document.querySelectorAll('a, button, input, select, summary')]"
        ".filter((e) => e.checkVisibility({ visibilityProperty: true })).length"
    )
    assert len(reached) == visible


def test_the_first_link_leads_past_the_menus(reader: Reader) -> None:
    tab = reader.open("chapters/visits.html")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("!!document.activeElement.closest('main')")


def test_the_contents_open_and_close_by_keyboard(reader: Reader) -> None:
    tab = reader.open("chapters/visits.html", width=390)
    contents = tab.locator("#contents")
    assert not contents.is_visible()
    tab.locator("[popovertarget=contents]").focus()
    tab.keyboard.press("Enter")
    assert contents.is_visible()
    assert tab.locator("#contents [aria-current=page]").inner_text().split() == [
        "5",
        *"Visits and political dialogue since 1991".split(),
    ]
    tab.keyboard.press("Escape")
    assert not contents.is_visible()
    assert tab.evaluate("document.activeElement.getAttribute('popovertarget')") == "contents"


def test_the_contents_open_without_a_script(reader: Reader) -> None:
    tab = reader.open("chapters/visits.html", width=390, java_script_enabled=False)
    tab.locator("[popovertarget=contents]").click()
    assert tab.locator("#contents").is_visible()
    assert not tab.locator("#mode").is_visible()


def ground(tab: Page) -> str:
    return str(tab.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_night_follows_the_system_until_the_reader_chooses(reader: Reader) -> None:
    assert ground(reader.open("index.html", color_scheme="light")) == "rgb(253, 252, 249)"
    tab = reader.open("index.html", color_scheme="dark")
    assert ground(tab) == "rgb(21, 26, 27)"
    button = tab.locator("#mode")
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert ground(tab) == "rgb(253, 252, 249)"
    assert button.get_attribute("aria-pressed") == "false"
    tab.goto(tab.url.replace("index.html", "chapters/visits.html"))
    assert ground(tab) == "rgb(253, 252, 249)"


def test_the_number_of_what_is_pointed_at_is_reached(reader: Reader) -> None:
    tab = reader.open("chapters/glossary.html")
    meaning = tab.locator("dd:has(.paragraph)").first
    number = meaning.locator(".paragraph")
    assert not number.is_visible()
    meaning.hover()
    box = number.bounding_box()
    assert box
    # Over the indent between the two.
    tab.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=20)
    tab.wait_for_timeout(600)
    assert number.is_visible()
    tab.mouse.move(1200, 500)
    number.wait_for(state="hidden")


def test_no_words_move_under_the_pointer(reader: Reader) -> None:
    tab = reader.open("chapters/visits.html", width=390)
    words = tab.locator("p:has(> .paragraph)").first
    words.hover()
    assert not words.locator(".paragraph").is_visible()
    tab.evaluate("document.getElementById('paragraph-numbers').click()")
    assert words.locator(".paragraph").is_visible()


def test_nothing_moves_for_those_who_want_no_motion(reader: Reader) -> None:
    for motion, still in (("reduce", True), ("no-preference", False)):
        tab = reader.open("index.html", reduced_motion=motion)
        duration = tab.evaluate("getComputedStyle(document.querySelector('.button')).transitionDuration")
        assert (duration == "0s") is still


def test_dictated_colours_leave_buttons_their_borders(reader: Reader) -> None:
    tab = reader.open("chapters/visits.html", forced_colors="active")
    assert tab.evaluate("getComputedStyle(document.querySelector('.sort')).borderTopStyle") == "solid"


def test_paper_shows_the_text_alone(reader: Reader) -> None:
    tab = reader.open("chapters/visits.html", width=700, color_scheme="dark")
    tab.emulate_media(media="print", color_scheme="dark")
    for gone in (".bd-header", "#contents", "#here", ".prev-next", ".headerlink"):
        assert not tab.locator(gone).first.is_visible(), gone
    assert ground(tab) == "rgb(255, 255, 255)"
    assert tab.evaluate("getComputedStyle(document.querySelector('table.wide thead')).display") == "table-header-group"
