"""The e-book in three reading systems: nothing is cut off, contents, notes and pages lead on, columns are named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from bilateral_workshop.verification.serving import served
from book.conftest import ROOT
from book.plain import Data
from book.systems import SYSTEMS, prepare
from book.test_questions import QUESTIONS, Question, lacking
from book.wanted import Wanted
from tools import need_packages

NODE = ROOT / ".venv/node"
SIZES = {"phone": (360, 780), "tablet": (820, 1180), "desktop": (1280, 800)}

OPEN = """async (name) => {
  const {open} = await import(`/${name}.js`);
  window.system = await open();
  const until = async (reached) => {
    for (let tries = 0; tries < 60 && !reached(); tries++) await new Promise((done) => setTimeout(done, 50));
  };
  const place = (href) => {
    const [, anchor] = href.split("#");
    const page = system.shown();
    return anchor ? page?.getElementById(anchor) : (page?.querySelector("h1") ?? page?.body);
  };
  const frame = () => system.shown().defaultView.frameElement.getBoundingClientRect();
  window.top_of = (href) => frame().top + place(href).getBoundingClientRect().top;
  window.is_reached = (href) => until(() => place(href) && Math.abs(top_of(href)) < innerHeight / 2);
  window.reach = async (href) => {
    await system.goTo(href);
    await is_reached(href);
    return place(href);
  };
  return system.sections;
}"""
LISTED = """async (list) => {
  const found = [];
  for (const {label, href} of system[list]) {
    const place = await reach(href);
    found.push([label, href, place?.getAttribute("aria-label") ?? place?.textContent, place && top_of(href)]);
  }
  return found;
}"""
STEPS = """async (section) => {
  const start = system.contents.find(({label}) => label.trim().endsWith("At a glance"));
  await reach(start.href);
  const link = [...system.shown().querySelectorAll("a")].find((a) => a.getAttribute("href").endsWith("#" + section));
  link.click();
  await is_reached("#" + section);
  return [top_of("#" + section), system.shown().getElementById(section).closest("section").innerText];
}"""
CUT_OFF = """async (href) => {
  if (href) await reach(href);
  const width = system.shown().documentElement.clientWidth;
  return [...system.shown().body.querySelectorAll("*")].filter((element) => {
    const {right, width: own} = element.getBoundingClientRect();
    return own > 1 && right > width + 1;
  }).map((element) => element.outerHTML.slice(0, 90));
}"""
HEADS = """async (href) => {
  await reach(href);
  const seen = (element) => element !== null && element.getBoundingClientRect().height > 1;
  const cells = (table) => [...table.querySelectorAll("tbody td:not(.empty)")];
  return [...system.shown().querySelectorAll("table:has(thead)")].map((table) => [
    seen(table.tHead), cells(table).every((cell) => seen(cell.querySelector(".column-label"))),
  ]);
}"""
NOTE = """async (selector) => {
  const {FootnoteHandler} = await import("/node_modules/foliate-js/footnotes.js");
  const handler = new FootnoteHandler();
  handler.detectFootnotes = false;
  const {view} = system;
  return new Promise((done) => {
    handler.addEventListener("before-render", ({detail}) => document.body.append(detail.view));
    handler.addEventListener("render", ({detail}) => done(detail.view.renderer.getContents()[0].doc.body.innerText));
    view.addEventListener("link", (event) => {
      if (!handler.handle(view.book, event)) done("followed as a link");
    }, {once: true});
    system.shown().querySelector(selector).click();
  });
}"""
FOLLOWED = """async (selector) => {
  const link = system.shown().querySelector(selector);
  const [, anchor] = link.getAttribute("href").split("#");
  link.click();
  await is_reached("#" + anchor);
  return system.shown().getElementById(anchor)?.innerText;
}"""
NOTES = {
    "a[href$='source-president-lt-2002-mexico']": "Official visit of President Valdas Adamkus",
    "a[href*='#term-']": "A person who exercises the office of president",
}
"""Links of the chapter on visits, and what stands where they lead."""


@pytest.fixture(scope="module", params=SYSTEMS)
def system(request: pytest.FixtureRequest) -> str:
    """The name of a reading system."""
    name: str = request.param
    need_packages(NODE, SYSTEMS[name])
    return name


@pytest.fixture(scope="module")
def address(epub_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    need_packages(NODE, *SYSTEMS.values())
    folder = tmp_path_factory.mktemp("reading") / "systems"
    prepare(folder, epub_book, NODE / "node_modules")
    with served(folder) as found:
        yield found


def opened(
    browser: Browser, address: str, system: str, size: str, scheme: Literal["light", "dark"] = "light"
) -> tuple[Page, list[str]]:
    """Return a window with the book, and the addresses of its sections."""
    width, height = SIZES[size]
    page = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme).new_page()
    page.goto(f"{address}blank.html")
    return page, page.evaluate(OPEN, system)


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off(browser: Browser, address: str, system: str, size: str) -> None:
    page, sections = opened(browser, address, system, size)
    assert len(sections) > 17
    cut = {section: found for section in sections if (found := page.evaluate(CUT_OFF, section))}
    page.context.close()
    assert cut == {}


def test_a_table_that_is_too_wide_is_noticed(browser: Browser, address: str, system: str) -> None:
    page, sections = opened(browser, address, system, "phone")
    page.evaluate(CUT_OFF, sections[5])
    page.evaluate("() => system.shown().querySelector('p').style.width = '900px'")
    found = page.evaluate(CUT_OFF)
    page.context.close()
    assert found


def test_columns_are_named(browser: Browser, address: str, system: str) -> None:
    """By a head, or in cards by each cell."""
    page, sections = opened(browser, address, system, "phone")
    found = [table for section in sections for table in page.evaluate(HEADS, section)]
    page.context.close()
    assert len(found) > 25
    assert all(head or cells for head, cells in found)
    assert {head for head, _ in found} == {True, False}


@pytest.mark.parametrize(("link", "note"), NOTES.items())
def test_a_link_leads_to_its_note(browser: Browser, address: str, system: str, link: str, note: str) -> None:
    page, _ = opened(browser, address, system, "tablet")
    page.evaluate("reach('chapters/visits.xhtml')")
    text = page.evaluate(FOLLOWED, link)
    page.context.close()
    assert note in text


@pytest.mark.parametrize(("link", "note"), NOTES.items())
def test_a_note_opens_beside_the_text(browser: Browser, address: str, link: str, note: str) -> None:
    """foliate-js alone, of these, shows notes so."""
    page, _ = opened(browser, address, "foliate", "tablet")
    page.evaluate("reach('chapters/visits.xhtml')")
    text = page.evaluate(NOTE, link)
    page.context.close()
    assert note in text
    assert len(text) < 1200


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_two_steps_lead_to_the_answer(browser: Browser, address: str, question: Question, data: Data) -> None:
    """From the contents to the page at a glance, and by its link to the section, which is then at the top."""
    page, _ = opened(browser, address, "foliate", "phone")
    top, text = page.evaluate(STEPS, question.section)
    page.context.close()
    assert -1 <= top < SIZES["phone"][1] / 2
    assert lacking(text, question.answers(Wanted(data, ROOT / "source"))) == []


def test_the_contents_lead_to_what_they_name(browser: Browser, address: str, system: str) -> None:
    page, _ = opened(browser, address, system, "tablet")
    found = page.evaluate(LISTED, "contents")
    page.context.close()
    assert len(found) > 90
    named = {href: label.strip() for label, href, *_ in found}  # a part leads to its first chapter
    for _, href, place, top in found:
        assert named[href] in place.replace("\u2060", "")
        assert top < SIZES["tablet"][1]


def test_pages_of_the_pdf_are_listed_and_found(browser: Browser, address: str, system: str) -> None:
    page, _ = opened(browser, address, system, "tablet")
    found = page.evaluate(LISTED, "pages")
    page.context.close()
    assert len(found) > 50
    assert [[label, place] for label, _, place, _ in found] == [[str(n), str(n)] for n in range(1, len(found) + 1)]
    assert all(top < SIZES["tablet"][1] for *_, top in found)
