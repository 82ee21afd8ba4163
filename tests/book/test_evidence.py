"""A source is printed as what it is, in each format: supporting, contradicting, or context; with the place in it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from bilateral_workshop.readback import Element
from book.judged import Judged, place_in
from book.test_prose import pages_of_epub, pages_of_html
from book.test_tables import KINDS
from book.wanted import Directive, Wanted, directives

SOURCE = Path(__file__).parents[2] / "source"
Cells = dict[str, list[str]]
"""The texts of the cells with sources of each table, in the order of its rows."""
Notes = dict[tuple[str, ...], str]
"""What is printed at a sentence that tells facts, by their numbers."""

LEAD = re.compile(r"(?:^|;\s*)(against|see also)\s(?=\[)")
PAGE = re.compile(r"\s*\(p\.\s*\d+\)")
"""Where a link leads to, on paper."""
NUMBER = re.compile(r"\[([\d,\s]+)\]")


def by_stance(text: str) -> dict[str, tuple[str, ...]]:
    """Return the numbers of sources by the words that they stand after."""
    text = " ".join(text.replace("\u2060", "").split())
    first, *rest = LEAD.split(text)
    parts = {"": first, **dict(zip(rest[::2], rest[1::2], strict=True))}
    found = {word: tuple(re.findall(r"\d+", " ".join(NUMBER.findall(part)))) for word, part in parts.items()}
    return {word: numbers for word, numbers in found.items() if numbers}


def squash(text: str) -> str:
    """Keep what says something: the formats differ in spaces, hyphens and typographic signs."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum() or char in "[],")


@pytest.fixture(scope="module")
def wanted(data: dict[str, Any]) -> Wanted:
    return Wanted(data, SOURCE)


def numbered(wanted: Judged, stances: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {word: tuple(str(wanted.keys.index(key) + 1) for key in keys) for word, keys in stances.items()}


def cells_of_pages(pages: Iterator[Any]) -> Cells:
    found: Cells = {}
    for page in pages:
        for table in page.xpath("//table[contains(@class, 'record-table')]"):
            rows = table.xpath("./tbody/tr")
            found[table.get("id") or table.find("caption").get("id")] = [
                row.xpath("./*[contains(@class, 'col-sources')]")[0].text_content()
                for row in rows
                if row.xpath("./*[contains(@class, 'col-sources')]")
            ]
    return found


def cells_of_structure(structure: Element) -> Cells:
    found: Cells = {}
    for table in structure.all("Table"):
        heads = [cell.text for head in table.all("THead") for cell in head.all("TH")]
        if table.id and "Sources" in heads:
            place = heads.index("Sources")
            rows = [row for body in table.all("TBody") for row in body.all("TR")]
            found[table.id] = [row.children[place].text for row in rows]
    return found


@pytest.fixture(scope="module", params=["html", "epub", "pdf"])
def cells(request: pytest.FixtureRequest, html_book: Path, epub_book: Path, structure: Element) -> Cells:
    if request.param == "pdf":
        return cells_of_structure(structure)
    return cells_of_pages(pages_of_html(html_book) if request.param == "html" else pages_of_epub(epub_book))


def faults(asked: list[Directive], wanted: Wanted, cells: Cells) -> list[Any]:
    """Return the rows whose sources do not stand where the data have them."""
    found = []
    for directive in asked:
        rows = [row["sources"] for _, row in wanted.rows(directive) if "sources" in row]
        built = [by_stance(text) for text in cells.get(directive.label, [])]
        expected = [numbered(wanted, cell.stances) for cell in rows]
        if built != expected:
            found.append((directive.label, [pair for pair in zip(expected, built, strict=False) if pair[0] != pair[1]]))
    return found


def test_each_row_has_its_sources_by_what_they_do(wanted: Wanted, cells: Cells) -> None:
    asked = directives(SOURCE, KINDS)
    assert faults(asked, wanted, cells) == []
    kinds = {word for texts in cells.values() for text in texts for word in by_stance(text)}
    assert kinds == {"", "against", "see also"}


def test_a_source_that_contradicts_and_stands_as_if_it_supported_is_found(wanted: Wanted, cells: Cells) -> None:
    for label, texts in cells.items():
        for place, text in enumerate(texts):
            if "against" in by_stance(text):
                planted = {**cells, label: [*texts[:place], LEAD.sub("; ", text), *texts[place + 1 :]]}
                assert [table for table, _ in faults(directives(SOURCE, KINDS), wanted, planted)] == [label]
                return
    pytest.fail("nothing is contradicted")


def test_each_locator_is_printed_beside_its_source(wanted: Wanted, cells: Cells) -> None:
    places: dict[str, str] = defaultdict(str)
    for texts in cells.values():
        for text in texts:
            _, *found = NUMBER.split(text.replace("\u2060", ""))
            for numbers, words in zip(found[::2], found[1::2], strict=True):
                for number in re.findall(r"\d+", numbers):
                    places[number] += squash(words) + "|"
    links = list(wanted.links(wanted.data))
    missing = [
        (link["source"], link["locator"])
        for link in links
        if squash(place_in(link["locator"], wanted.seen[link["source"]]))
        not in places[str(wanted.keys.index(link["source"]) + 1)]
    ]
    assert len(links) > 300
    assert missing == []


def notes(pages: Iterator[Any]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Yield the facts that each note is for, the text before it in its block, and its own text, as they are seen."""
    for page in pages:
        for name in page.xpath("//*[@class='unseen']"):
            name.drop_tree()
        for note in page.xpath("//*[contains(concat(' ', @class, ' '), ' fact-note ')]"):
            keys = note.xpath("descendant-or-self::*/@id[starts-with(., 'fact-')]")  # a page may turn within a note
            numbers = tuple(sorted(key[5:].upper() for key in keys))
            if numbers:
                block = next(note.iterancestors("p", "li", "dd", "td"))
                yield numbers, "".join(texts_before(block, note)), note.text_content()


def texts_before(block: Any, end: Any) -> Iterator[str]:
    """Yield the texts of a block, in their order, as far as one of its elements."""
    for event, element in etree.iterwalk(block, events=("start", "end")):
        if element is end:
            return
        if event == "start":
            yield element.text or ""
        elif element is not block:
            yield element.tail or ""


def stances_of_facts(wanted: Wanted, numbers: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    facts = {fact["fact"]: fact for fact, _ in wanted.facts}
    return numbered(
        wanted,
        {
            wanted.WORDS[stance]: tuple(places)
            for stance, places in wanted.by_stance(
                [found for number in numbers for found in wanted.of_fact(facts[number])]
            ).items()
        },
    )


@pytest.mark.parametrize("kind", ["html", "epub"])
def test_each_note_has_its_sources_by_what_they_do(kind: str, wanted: Wanted, html_book: Path, epub_book: Path) -> None:
    found = list(notes(pages_of_html(html_book) if kind == "html" else pages_of_epub(epub_book)))
    assert sorted(number for numbers, *_ in found for number in numbers) == sorted(f["fact"] for f, _ in wanted.facts)
    wrong = [(numbers, text) for numbers, _, text in found if by_stance(text) != stances_of_facts(wanted, numbers)]
    assert wrong == []
    assert {word for *_, text in found for word in by_stance(text)} == {"", "against", "see also"}


def test_each_note_of_the_pdf_is_that_of_the_web_book(html_book: Path, structure: Element) -> None:
    text = squash(PAGE.sub("", structure.text))
    for numbers, before, note in notes(pages_of_html(html_book)):
        wanted = squash(before)[-60:] + squash(note)
        place = text.find(wanted)
        assert place >= 0, (numbers, wanted)
        assert not text.startswith(("against[", "seealso["), place + len(wanted)), numbers
