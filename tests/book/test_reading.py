"""The e-book in a reading system: nothing is cut off, a note opens beside the text, and questions are answered."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from bilateral_workshop.verification.serving import served
from book.conftest import ROOT
from book.plain import Data
from book.test_questions import QUESTIONS, Question, lacking
from book.wanted import Wanted
from tools import need

SYSTEM = ROOT / ".venv/node/node_modules/foliate-js"
SIZES = {"phone": (360, 780), "tablet": (820, 1180), "desktop": (1280, 800)}

OPEN = """async () => {
  const {View} = await import("./view.js");
  const view = document.createElement("foliate-view");
  document.body.append(view);
  await view.open("book.epub");
  view.renderer.setAttribute("flow", "scrolled");
  window.view = view;
  return view.book.sections.length;
}"""
PAGES = """async () => {
  const found = [];
  for (const {label, href} of view.book.pageList) {
    await view.goTo(href);
    await new Promise((done) => setTimeout(done, 50));
    const mark = view.renderer.getContents()[0].doc.getElementById(href.split("#")[1]);
    const {top} = mark.getBoundingClientRect();
    found.push([label, mark.getAttribute("aria-label") === label && Number.isFinite(top)]);
  }
  return found;
}"""
STEPS = """async (section) => {
  const entries = (list) => list.flatMap((entry) => [entry, ...entries(entry.subitems ?? [])]);
  const shown = () => view.renderer.getContents()[0].doc;
  const start = entries(view.book.toc).find(({label}) => label.trim().endsWith("At a glance"));
  await view.goTo(start.href);
  const link = [...shown().querySelectorAll("a")].find((a) => a.getAttribute("href").endsWith("#" + section));
  link.click();
  for (let tries = 0; tries < 60 && !shown()?.getElementById(section); tries++)
    await new Promise((done) => setTimeout(done, 50));
  const place = shown().getElementById(section);
  const frame = shown().defaultView.frameElement;
  const top = () => frame.getBoundingClientRect().top + place.getBoundingClientRect().top;
  for (let tries = 0; tries < 60 && Math.abs(top()) > innerHeight / 2; tries++)
    await new Promise((done) => setTimeout(done, 50));
  return [top(), place.innerText];
}"""
CUT_OFF = """async (index) => {
  await view.goTo(index);
  await new Promise((done) => setTimeout(done, 150));
  const {doc} = view.renderer.getContents()[0];
  const width = doc.documentElement.clientWidth;
  return [...doc.body.querySelectorAll("*")].filter((element) => {
    const {right, width: own} = element.getBoundingClientRect();
    return own > 1 && right > width + 1;
  }).map((element) => element.outerHTML.slice(0, 90));
}"""
NOTE = """async (selector) => {
  const {FootnoteHandler} = await import("./footnotes.js");
  const handler = new FootnoteHandler();
  handler.detectFootnotes = false;
  const {doc} = view.renderer.getContents()[0];
  const a = doc.querySelector(selector);
  return new Promise((done) => {
    handler.addEventListener("before-render", ({detail}) => document.body.append(detail.view));
    handler.addEventListener("render", ({detail}) => done(detail.view.renderer.getContents()[0].doc.body.innerText));
    view.addEventListener("link", (event) => {
      if (!handler.handle(view.book, event)) done("followed as a link");
    }, {once: true});
    a.click();
  });
}"""


@pytest.fixture(scope="module")
def system(epub_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    need(*([] if SYSTEM.exists() else ["foliate-js (make verify installs it)"]))
    folder = tmp_path_factory.mktemp("reading") / "system"
    shutil.copytree(SYSTEM, folder)
    shutil.copy(epub_book, folder / "book.epub")
    (folder / "blank.html").write_text("<!DOCTYPE html><title>A reading system</title><style>body{margin:0}", "utf-8")
    with served(folder) as address:
        yield address


def opened(browser: Browser, system: str, size: str, scheme: Literal["light", "dark"] = "light") -> Page:
    width, height = SIZES[size]
    page = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme).new_page()
    page.goto(f"{system}blank.html")
    return page


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off(browser: Browser, system: str, size: str) -> None:
    page = opened(browser, system, size)
    sections = page.evaluate(OPEN)
    assert sections > 17
    cut = {index: found for index in range(sections) if (found := page.evaluate(CUT_OFF, index))}
    page.context.close()
    assert cut == {}


def test_a_table_that_is_too_wide_is_noticed(browser: Browser, system: str) -> None:
    page = opened(browser, system, "phone")
    page.evaluate(OPEN)
    page.evaluate(CUT_OFF, 5)
    widen = "() => view.renderer.getContents()[0].doc.querySelector('p').style.width = '900px'"
    page.evaluate(widen)
    found = page.evaluate(CUT_OFF.replace("await view.goTo(index);", ""), 5)
    page.context.close()
    assert found


@pytest.mark.parametrize(
    ("chapter", "link", "note"),
    [
        (
            "chapters/visits.xhtml",
            "a[href$='source-president-lt-2002-mexico']",
            "Official visit of President Valdas Adamkus",
        ),
        ("chapters/visits.xhtml", "a[href*='#term-']", "A person who exercises the office of president"),
    ],
)
def test_a_note_opens_beside_the_text(browser: Browser, system: str, chapter: str, link: str, note: str) -> None:
    page = opened(browser, system, "tablet")
    page.evaluate(OPEN)
    page.evaluate("(target) => view.goTo(target)", chapter)
    page.wait_for_timeout(300)
    text = page.evaluate(NOTE, link)
    page.context.close()
    assert note in text
    assert len(text) < 1200


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_two_steps_lead_to_the_answer(browser: Browser, system: str, question: Question, data: Data) -> None:
    """From the contents to the page at a glance, and by its link to the section, which is then at the top."""
    page = opened(browser, system, "phone")
    page.add_style_tag(content="html, body, foliate-view { display: block; height: 100% }")  # a view that scrolls
    page.evaluate(OPEN)
    top, text = page.evaluate(STEPS, question.section)
    page.context.close()
    assert -1 <= top < SIZES["phone"][1] / 2
    assert lacking(text, question.answers(Wanted(data, ROOT / "source"))) == []


def test_pages_of_the_pdf_are_listed_and_found(browser: Browser, system: str) -> None:
    page = opened(browser, system, "tablet")
    page.evaluate(OPEN)
    found = page.evaluate(PAGES)
    page.context.close()
    assert len(found) > 50
    assert found == [[str(number), True] for number in range(1, len(found) + 1)]
