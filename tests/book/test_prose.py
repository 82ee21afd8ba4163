"""The prose is held to the data: each fact is told where its record says, and with what the record knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree, html

from book.wanted import Wanted, date

SOURCE = Path(__file__).parents[2] / "source"
NARRATIVE = ("early-contact recognition visits agreements trade missions multilateral community").split()
APART = " or ".join(
    [f"self::{name}" for name in ("table", "figure", "details", "aside", "script", "dialog")]
    + [f"contains(@class, '{name}')" for name in ("fact-note", "record-notes", "cite", "headerlink", "section-number")]
)
"""What stands beside the prose of a chapter."""
STUB = 40
"""A section of fewer words belongs to another one."""
SPEAKS = re.compile(
    r"\b(the article|sources?|accounts?|encyclopedias?|Wikipedia|newspaper|data set|this book|[Tt]ables? \d|recorded"
    r"|on record|documented|attested|confirmed|disputed|found|reported|is said|are said|not known|no known"
    r"|known to|is known|unknown|uncertain|probably|presumably|implies|inferred|dated to|is given)\b"
)
Element = Any
Told = tuple[str, list[str], Element, Element]


def pages_of_html(folder: Path) -> Iterator[Element]:
    for page in sorted(folder.rglob("*.html")):
        yield html.parse(str(page)).getroot()


def pages_of_epub(book: Path) -> Iterator[Element]:
    with ZipFile(book) as archive:
        for name in archive.namelist():
            if name.endswith(".xhtml"):
                yield html.document_fromstring(archive.read(name))


def notes(pages: Iterator[Element]) -> Iterator[Told]:
    """Yield each told fact: its number, the ids of the sections around it, its paragraph and its section."""
    for page in pages:
        for element in page.xpath("//*[starts-with(@id, 'fact-')]"):
            sections = list(element.iterancestors("section"))
            block = next(element.iterancestors("p", "li", "dd", "td"))
            names = [name for section in sections for name in section.xpath("(.|h1|h2|h3|h4)/@id")]
            yield element.get("id")[5:].upper(), names, block, sections[0]


@pytest.fixture(scope="session", params=["html", "epub"])
def told(request: pytest.FixtureRequest, html_book: Path, epub_book: Path) -> list[Told]:
    return list(notes(pages_of_html(html_book) if request.param == "html" else pages_of_epub(epub_book)))


def test_each_fact_is_told_once_in_its_section(data: dict[str, Any], told: list[Told]) -> None:
    numbers = [number for number, *_ in told]
    every = {f"{r['letter']}{n:02}" for r in data["registers"] for n in range(1, int(r["count"]) + 1)}
    assert sorted(numbers) == sorted(every)
    wanted = Wanted(data, SOURCE)
    places = {fact["fact"]: fact["section"] for fact, _ in wanted.facts}
    assert {n: places[n] for n, sections, *_ in told if places[n] not in sections} == {}


def test_a_told_fact_names_its_sources_and_bears_its_mark(data: dict[str, Any], told: list[Told]) -> None:
    wanted = Wanted(data, SOURCE)
    facts = {fact["fact"]: fact for fact, _ in wanted.facts}
    grouped: dict[int, list[str]] = {}
    shown: dict[int, tuple[set[str], list[str]]] = {}
    for number, _, block, _ in told:
        note = block.xpath(f".//*[@id='fact-{number.lower()}']/ancestor-or-self::span[contains(@class, 'fact-note')]")
        element = note[0] if note else next(block.iter("span"))
        key = hash(etree.tostring(element))
        grouped.setdefault(key, []).append(number)
        sources = {a.get("href").partition("#source-")[2] for a in element.iter("a") if "#source-" in a.get("href")}
        shown[key] = (sources, [s.get("aria-label") for s in element.iter("span") if "standing" in s.get("class", "")])
    faults = []
    for key, numbers in grouped.items():
        sources = {source for number in numbers for source in wanted.fact_sources(facts[number])}
        standings = {wanted.standing_of_fact(facts[number]) for number in numbers}
        mark = wanted.together(standings)
        if shown[key] != (sources, [] if mark == "confirmed" else [mark]):
            faults.append((numbers, shown[key], sources, mark))
    assert faults == []


def test_a_section_that_tells_a_fact_links_its_record(data: dict[str, Any], told: list[Told]) -> None:
    """The record itself, or one that it names, is linked in the section, or the record's own row stands in it."""
    wanted = Wanted(data, SOURCE)
    records = {fact["fact"]: record for fact, record in wanted.facts}
    lost = []
    for number, _, _, section in told:
        record = records[number]
        targets = {a.get("href", "").partition("#")[2] for a in section.iter("a")} | set(section.xpath(".//@id"))
        if record["id"] not in targets:
            lost.append((number, record["id"]))
    assert lost == []


def test_dates_of_records_are_printed_at_their_precision(data: dict[str, Any], html_book: Path) -> None:
    """Links whose text is a date say the date of the record that they lead to."""
    wanted = Wanted(data, SOURCE)
    dates: dict[str, set[str]] = {}
    for key, record in wanted.records.items():
        own = [record["date"]] if isinstance(record.get("date"), str) else []
        dates[key] = {date(text) for text in own + [m["date"] for m in record.get("milestones", [])]}
    every = {text for texts in dates.values() for text in texts if not text.isdigit()}
    seen = 0
    for page in pages_of_html(html_book):
        for link in page.xpath("//section//p//a[contains(@href, '#')]"):
            text, target = link.text_content(), link.get("href").partition("#")[2]
            if text in every and target in dates and wanted.kind_of[target] != "people":
                seen += 1
                assert text in dates[target], (text, target)
    assert seen > 20


@pytest.fixture(scope="session")
def narrative(html_book: Path) -> dict[str, list[tuple[str, str]]]:
    """Return the prose of each chapter that tells what happened: the id of each section, and its text."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name in NARRATIVE:
        page = html.parse(str(html_book / f"chapters/{name}.html")).getroot()
        for apart in page.xpath(f"//main//*[{APART}]"):
            apart.drop_tree()
        blocks = page.xpath("//*[@class='bd-article']//*[self::h1 or self::h2 or self::h3 or self::p]")
        by_section: dict[str, str] = {}
        for block in blocks:
            around = next(part for part in block.iterancestors() if part.xpath("./h1 | ./h2 | ./h3"))
            by_section[around.get("id")] = f"{by_section.get(around.get('id'), '')} {block.text_content()}".replace(
                "\u2060", ""
            )
        found[name] = list(by_section.items())
    return found


def test_chapters_are_neither_stubs_nor_treatises(narrative: dict[str, list[tuple[str, str]]]) -> None:
    lengths = {name: sum(len(text.split()) for _, text in sections) for name, sections in narrative.items()}
    assert {name: length for name, length in lengths.items() if not 900 <= length <= 2000} == {}
    stubs = {key: text for sections in narrative.values() for key, text in sections if len(text.split()) < STUB}
    assert stubs == {}


def test_the_narrative_speaks_of_the_countries_and_seldom_of_sources(
    narrative: dict[str, list[tuple[str, str]]],
) -> None:
    """A coarse measure: sentences with words of the craft, of all sentences of the chapters."""
    sentences = [
        sentence
        for sections in narrative.values()
        for _, text in sections
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z“])", re.sub(r"\b([A-Z])\. ", r"\1 ", text))
    ]
    speaking = [sentence for sentence in sentences if SPEAKS.search(sentence)]
    assert len(sentences) > 300
    assert len(speaking) / len(sentences) <= 0.15, speaking


def test_the_office_of_2004_comes_from_the_term(html_book: Path) -> None:
    page = (html_book / "chapters/visits.html").read_text("utf-8")
    assert "Acting President <a" in page
    prose = (SOURCE / "chapters/visits.md").read_text("utf-8")
    assert "Acting President" not in prose  # the words come from the term, not from a sentence
    assert "office: Acting" not in (SOURCE / "data/relations.yaml").read_text("utf-8")


def test_every_heading_has_a_label_of_its_own() -> None:
    labels: list[str] = []
    for page in [SOURCE / "index.md", *sorted((SOURCE / "chapters").glob("*.md"))]:
        lines = page.read_text("utf-8").splitlines()
        for number, line in enumerate(lines):
            if re.match(r"#+ ", line):
                label = re.fullmatch(r"\(([a-z][a-z0-9-]*)\)=", lines[number - 1]) if number else None
                assert label is not None, f"{page.name}:{number + 1}: {line}"
                labels.append(label[1])
    assert len(labels) > 60
    assert len(set(labels)) == len(labels)
