"""Pictures in the finished book: marks counted and placed against the data, words that do not meet, details."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as day_of
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from bilateral_workshop.readback import Element
from book.conftest import ROOT
from book.plain import bounds

DIRECTIVE = re.compile(r"^```\{picture-(\w+)\} (.+)\n((?::.*\n)*)```$", re.MULTILINE)
DATED = ("events", "visits", "consultations", "agreements", "missions", "memberships", "community")
PLACED = """() => [...document.querySelectorAll('svg.picture')].map((svg) => {
  const box = (element) => { const {left, right, top, bottom} = element.getBoundingClientRect();
    return {left, right, top, bottom, text: element.textContent}; };
  return {label: svg.closest('figure').id, whole: box(svg), texts: [...svg.querySelectorAll('text')].map(box)};
})"""

WIDER = """(more) => document.querySelectorAll('svg.picture text').forEach(
  (text) => { text.style.letterSpacing = `${more}px`; })"""


def asked() -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Yield page, kind, caption and options of every picture directive in the chapters."""
    for path in sorted((ROOT / "source/chapters").glob("*.md")):
        for match in DIRECTIVE.finditer(path.read_text("utf-8")):
            options = dict(re.findall(r"^:(\w+):[ ]?(.*)$", match[3], re.MULTILINE))
            yield f"chapters/{path.stem}.html", match[1], match[2], options


def date_of(record: dict[str, Any]) -> str | None:
    if "milestones" in record:
        signed = [step for step in record["milestones"] if step["step"] == "signed"]
        return str((signed or record["milestones"])[0]["date"])
    return record.get("date")


def wanted_in(data: dict[str, Any], options: dict[str, str]) -> set[str]:
    """Return the records that a timeline must show, by the tests' own reading of the dates."""
    first, last = bounds(options["period"]) if "period" in options else ("0000", "9999-12-31")
    names = [name.strip() for name in options["kind"].split(",")] if "kind" in options else DATED
    dated = {record["id"]: date_of(record) for name in names for record in data[name]}
    return {key for key, date in dated.items() if date and bounds(date)[0] <= last and bounds(date)[1] >= first}


@pytest.fixture(scope="module")
def trees(html_book: Path) -> dict[str, Any]:
    return {page: html.parse(str(html_book / page)).getroot() for page, *_ in asked()}


def figure_of(trees: dict[str, Any], page: str, label: str) -> Any:
    (figure,) = trees[page].xpath(f"//figure[@id='{label}']")
    return figure


def test_every_kind_is_in_the_book() -> None:
    assert {kind for _, kind, _, _ in asked()} == {"timeline", "map", "figures", "lines", "milestones", "terms"}


def test_each_stands_where_it_is_asked_for(trees: dict[str, Any]) -> None:
    for page, _, caption, options in asked():
        figure = figure_of(trees, page, options["name"])
        (svg,) = figure.iter("svg")
        assert len(svg.get("aria-label")) > 20
        assert caption.split("{")[0].strip() in figure.xpath("string(.//figcaption)")
        (words,) = figure.xpath("following-sibling::details[1]")
        assert words.xpath(".//li")


def test_marks_are_those_of_the_records(trees: dict[str, Any], data: dict[str, Any]) -> None:
    checked = 0
    for page, kind, _, options in asked():
        if kind != "timeline":
            continue
        figure = figure_of(trees, page, options["name"])
        wanted = wanted_in(data, options)
        told = figure.xpath("following-sibling::details[1]//li//a[contains(@href, '#')]/@href")
        assert {address.partition("#")[2] for address in told} == wanted
        assert f", {len(wanted)} records:" in figure.xpath(".//svg/@aria-label")[0]
        marks = [address.partition("#")[2] for address in figure.xpath(".//svg//a/@href")]
        if marks:  # many are counted, not named
            assert sorted(marks) == sorted(wanted)
            checked += 1
    assert checked


def test_marks_lie_at_their_dates(browser: Browser, html_book: Path, data: dict[str, Any]) -> None:
    page = opened(browser, html_book, "chapters/recognition.html")
    places = page.evaluate(
        """() => { const svg = document.querySelector('#figure-early svg');
        const middle = (element) => { const box = element.getBoundingClientRect(); return (box.left + box.right) / 2; };
        const box = (element) => { const {left, right} = element.getBoundingClientRect(); return [left, right]; };
        return {years: [...svg.querySelectorAll('text')].filter((text) => /^\\d{4}$/.test(text.textContent))
            .map((text) => [text.textContent, middle(text)]),
          marks: [...svg.querySelectorAll('a')].map((a) => [a.getAttribute('href').split('#')[1], box(a)])}; }"""
    )
    page.context.close()
    inner = places["years"][1:-1]  # the first and the last are moved to stay in the picture
    (first, at_first), (last, at_last) = inner[0], inner[-1]
    begin, end = day_of(int(first), 1, 1).toordinal(), day_of(int(last), 1, 1).toordinal()

    def place(day: day_of) -> float:
        return float(at_first + (day.toordinal() - begin) * (at_last - at_first) / (end - begin))

    records = {record["id"]: date_of(record) for name in DATED for record in data[name]}
    compared = 0
    for key, (left, right) in places["marks"]:
        low, high = bounds(str(records[key]))
        if high.startswith("9999"):
            assert left == pytest.approx(place(day_of.fromisoformat(low)), abs=2)
            continue
        start, stop = day_of.fromisoformat(low), last_day(high) + timedelta(days=1)
        if low == high:
            assert (left + right) / 2 == pytest.approx(place(start), abs=1.5)
        else:
            assert (left, right) == (pytest.approx(place(start), abs=2), pytest.approx(place(stop), abs=2))
        compared += 1
    assert compared > 8


def last_day(text: str) -> day_of:
    """Read the end of a month as it is written by ``bounds``, which gives each 31 days."""
    year, month, day = map(int, text.split("-"))
    while True:
        try:
            return day_of(year, month, day)
        except ValueError:
            day -= 1


def opened(browser: Browser, html_book: Path, name: str, width: int = 1280) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto((html_book / name).as_uri())
    return page


@pytest.mark.parametrize("wider", [0, 0.8], ids=["in the font that is measured", "in a font that is a seventh wider"])
def test_no_words_meet_and_none_leave_the_picture(browser: Browser, html_book: Path, wider: float) -> None:
    faults = []
    for name in sorted({page for page, *_ in asked()}):
        page = opened(browser, html_book, name)
        page.evaluate(WIDER, wider)
        for picture in page.evaluate(PLACED):
            whole, words = picture["whole"], picture["texts"]
            faults += [
                f"{picture['label']}: {text['text']} leaves the picture"
                for text in words
                if text["left"] < whole["left"] - 1 or text["right"] > whole["right"] + 1
            ]
            faults += [
                f"{picture['label']}: {one['text']} meets {other['text']}"
                for index, one in enumerate(words)
                for other in words[index + 1 :]
                if meet(one, other)
            ]
        page.context.close()
    assert faults == []


def meet(one: dict[str, float], other: dict[str, float]) -> bool:
    slack = 2  # a box is as high as the line, the letters in it are not
    return (
        one["left"] < other["right"] - slack
        and other["left"] < one["right"] - slack
        and one["top"] < other["bottom"] - slack
        and other["top"] < one["bottom"] - slack
    )


def test_a_mark_tells_what_it_is_and_leads_there(browser: Browser, html_book: Path) -> None:
    page = opened(browser, html_book, "chapters/recognition.html")
    mark = page.locator("#figure-early svg a[href$='#event-recognition-1921']")
    note = page.locator("#figure-early .picture-note")
    expect(note).to_be_hidden()
    mark.focus()
    expect(note).to_be_visible()
    expect(note).to_contain_text("5 May 1921")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    mark.hover()
    expect(note).to_be_visible()
    mark.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#event-recognition-1921$"))
    page.context.close()


def test_in_the_e_book_marks_lead_to_their_records(epub_book: Path) -> None:
    checked = 0
    with ZipFile(epub_book) as archive:
        package = archive.read("content.opf").decode()
        for name in archive.namelist():
            if not name.endswith(".xhtml"):
                continue
            tree = html.document_fromstring(archive.read(name))
            if tree.xpath("//figure//svg"):
                assert re.search(rf'href="{name}"[^>]* properties="svg"', package)
                checked += len(tree.xpath("//figure//svg//a/@href"))
                assert "var(--" not in archive.read(name).decode()
    assert checked > 20


def test_in_the_pdf_each_has_its_words(structure: Element) -> None:
    figures = [figure.alt or "" for figure in structure.all("Figure")]
    told = [alt for alt in figures if len(alt) > 40]
    assert len(told) >= len(list(asked()))
