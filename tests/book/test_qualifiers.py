"""What qualifies an office, a date or a value is said wherever that is said, in every format."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rispy
from lxml import html

from bilateral_workshop.readback import Element
from book.conftest import ROOT
from book.plain import Data, date
from book.printed import Printed, squash
from book.test_evidence import PAGE, texts_before
from book.wanted import Wanted

pytestmark = pytest.mark.book
FORMATS = ("web", "epub", "typst", pytest.param("latex", marks=pytest.mark.latex))
SPOKEN = ("alt", "aria-label", "title", "content", "aria-description")
"""Attributes that a screen reader or a search engine reads."""
BLOCKS = ("P", "TH", "TD", "LBody", "Lbl", "Caption", "Title", "H1", "H2", "H3", "Note")
"""The elements of a PDF that hold lines of their own."""
BEFORE = 24
"""Letters before what a record brings, by which it is found in another format."""
PROSE = "//main//p[not(ancestor::table or ancestor::figure or ancestor::details)]"
SAME = {"about": ("about", "some", "around"), "up to": ("up to", "as many as")}
"""Words that an author may choose for a qualifier in a sentence."""


def squeezed(text: str) -> str:
    return " ".join(text.replace("\u2060", "").split())


def said(page: Any) -> Iterator[str]:
    """Yield the texts of a page: its words, its attributes that are read, and the words of its blocks of data."""
    yield squeezed(" ".join(page.itertext()))
    for element in page.iter():
        yield from (squeezed(element.get(name)) for name in SPOKEN if element.get(name))


def alternatives(element: Element) -> Iterator[str]:
    yield from (child.alt for child in element.all() if child.alt)


def texts_of_book(book: Path) -> tuple[str, ...]:
    """Return every text of the web book or the e-book, as a reader, a screen reader or a program gets it."""
    if book.is_dir():
        pages = [path for path in book.rglob("*.html") if "downloads" not in path.parts]
        scripts = [*book.glob("*.js*"), *book.glob("_static/passages.js"), *(book / "cite").rglob("*.js")]
        read = [text for page in pages for text in said(html.parse(str(page)).getroot())]
        return (*read, *(path.read_text("utf-8") for path in scripts))
    with zipfile.ZipFile(book) as packed:
        names = [name for name in packed.namelist() if name.endswith((".xhtml", ".ncx", ".opf", ".svg"))]
        return tuple(text for name in names for text in said(html.fromstring(packed.read(name))))


@pytest.fixture(scope="session", params=FORMATS)
def texts(request: pytest.FixtureRequest) -> tuple[str, ...]:
    if request.param in ("web", "epub"):
        return texts_of_book(request.getfixturevalue({"web": "html_book", "epub": "epub_book"}[request.param]))
    printed: Printed = request.getfixturevalue(f"{request.param}_printed")
    if request.param == "latex":
        return tuple(map(squeezed, printed.text.split("\n\n")))  # what stands in a column is no sentence
    tree: Element = request.getfixturevalue("structure")
    blocks = (squeezed(element.text) for element in tree.all(*BLOCKS))
    return (*blocks, squeezed(printed.text), *alternatives(tree))


def without_qualifier(texts: tuple[str, ...], qualifier: str, words: str) -> tuple[list[str], int]:
    """Return where the words stand without their qualifier, and how often they stand with it."""
    before = "|".join(map(re.escape, SAME.get(qualifier, (qualifier,))))
    found = re.compile(rf"(?P<before>(?<![a-z])(?:{before}) )?(?<![\w.,]){words}(?!\w)", re.IGNORECASE)
    bare, qualified = [], 0
    for text in texts:
        for match in found.finditer(text):
            if match["before"]:
                qualified += 1
            else:
                bare.append(text[max(0, match.start() - 30) : match.end() + 10])
    return bare, qualified


def test_an_acting_office_is_never_said_without_acting(texts: tuple[str, ...], data: Data) -> None:
    seen = 0
    for person in data["people"]:
        for term in [term for term in person.get("terms", []) if term.get("acting") == "true"]:
            office, given, family = (re.escape(part) for part in (term["office"], person["given"], person["family"]))
            before, count = without_qualifier(texts, "Acting", rf"{office},? (?:{given} )?{family}")
            after = [
                text[match.start() : match.end()]
                for text in texts
                for match in re.finditer(rf"{family},? (?:\S+ ){{0,2}}{office}\b", text)
                if "acting" not in match[0].lower()
            ]
            assert (before, after) == ([], [])
            assert count > 2
            seen += 1
    assert seen


def test_a_value_is_never_said_without_its_qualifier(texts: tuple[str, ...], data: Data) -> None:
    wanted = Wanted(data, ROOT / "source")
    seen = 0
    for series in data["series"]:
        for point in series["points"]:
            plain = wanted.amount(series, {key: value for key, value in point.items() if key != "qualifier"})
            if "qualifier" not in point or plain.isdecimal():
                continue  # a bare number may count anything: the links to its series are looked at below
            bare, count = without_qualifier(texts, point["qualifier"], re.escape(plain))
            assert bare == [], series["id"]
            assert count
            seen += 1
    assert seen > 1


def test_the_prose_says_what_the_records_bring_alike_in_every_format(
    texts: tuple[str, ...], html_book: Path, data: Data
) -> None:
    """With the words before them: "about", "acting", "up to" and the like stand there or in them."""
    records = Wanted(data, ROOT / "source").records
    printed = squash(PAGE.sub("", " ".join(texts)))
    said, missing = 0, []
    for path in sorted((html_book / "chapters").glob("*.html")):
        for block in html.parse(str(path)).getroot().xpath(PROSE):
            for link in block.xpath(".//a[contains(@href, '#')]"):
                if link.get("href").partition("#")[2] in records:
                    before = "".join(texts_before(block, link))
                    words = squash(before)[-BEFORE:] + squash("".join(link.itertext()))
                    said += 1
                    missing += [] if words in printed else [words]
    assert said > 250
    assert len(missing) <= said // 50, missing  # a page ends there


@pytest.fixture(scope="session", params=["web", "epub"])
def links(request: pytest.FixtureRequest) -> list[tuple[str, str]]:
    """Return the words of each link to a place in the book, with the name of the place."""
    if request.param == "web":
        folder: Path = request.getfixturevalue("html_book")
        pages = [html.parse(str(path)).getroot() for path in (folder / "chapters").glob("*.html")]
    else:
        with zipfile.ZipFile(request.getfixturevalue("epub_book")) as packed:
            pages = [html.fromstring(packed.read(name)) for name in packed.namelist() if name.endswith(".xhtml")]
    return [
        (link.get("href").partition("#")[2], squeezed("".join(link.itertext())))
        for page in pages
        for link in page.xpath("//a[contains(@href, '#')]")
    ]


def test_a_link_to_a_record_says_its_date_and_its_values_with_their_qualifiers(
    links: list[tuple[str, str]], data: Data
) -> None:
    """Words of the author's own are not asked for it: they say no date or value of the record."""
    wanted = Wanted(data, ROOT / "source")
    qualified = {
        record["id"]: [date(record["date"])]
        for record in wanted.records.values()
        if re.search(r"[?~%]", record.get("date", ""))
    }
    for series in data["series"]:
        qualified[series["id"]] = [wanted.amount(series, point) for point in series["points"] if "qualifier" in point]
    for key, words in links:
        for whole in qualified.get(key, []):
            bare = re.sub(r"^(about|up to|more than|at least|almost) | \(\?\)$", "", whole)
            if bare in words:
                assert whole in words, (key, words)


@pytest.fixture(scope="session")
def names(data: Data) -> dict[str, str]:
    """Return the name of each record as it begins a line."""
    wanted = Wanted(data, ROOT / "source")
    found = {key: wanted.name(key) for key in wanted.records}
    assert found["visit-paulauskas-2004"] == "visit of Acting President Artūras Paulauskas to Guadalajara"
    return {key: capital(name) for key, name in found.items()}


class TestNames:
    """A record is called by one name, with the office that its people held at its date, wherever a program names it."""

    def test_anchors(self, html_book: Path, names: dict[str, str]) -> None:
        listed = json.loads((html_book / "anchors.json").read_text("utf-8"))["anchors"]
        found = {key: entry["title"] for key, entry in listed.items() if key in names}
        assert found == {key: names[key] for key in found}
        assert len(found) > 150

    def test_search(self, html_book: Path, names: dict[str, str]) -> None:
        index = json.loads((html_book / "searchindex.js").read_text("utf-8").removeprefix("Search.setIndex(")[:-1])
        found = {key: capital(name) for _, key, name in index["records"]}
        assert found == {key: names[key] for key in found}
        assert len(found) > 150

    def test_citations(self, html_book: Path, names: dict[str, str]) -> None:
        seen = 0
        for path in sorted((html_book / "cite").rglob("*.html")):
            for panel in html.parse(str(path)).getroot().xpath("//section[contains(@class, 'panel')]"):
                name = names.get(panel.get("id"))
                if name is None:
                    continue
                code = {form.get("data-form"): form.findtext("pre") for form in panel.xpath("./div//section")}
                assert panel.findtext("h2") == name
                assert json.loads(code["csl-json"])[0]["title"] == name
                assert rispy.loads(code["ris"])[0]["title"] == name
                seen += 1
        assert seen > 150

    def test_pictures(self, html_book: Path, data: Data, names: dict[str, str]) -> None:
        """The rows that tell a picture, and the words in it, name visits and talks as all else does."""
        journeys = {record["id"] for kind in ("visits", "consultations") for record in data[kind]}
        told, drawn = set(), set()
        for path in sorted((html_book / "chapters").glob("*.html")):
            for words in html.parse(str(path)).getroot().xpath("//details[@class='picture-description']"):
                here = {
                    link.get("href").partition("#")[2]: capital(squeezed("".join(link.itertext())))
                    for link in words.xpath(".//a[contains(@href, '#')]")
                }
                assert {key: here[key] for key in here.keys() & journeys} == {
                    key: names[key] for key in here.keys() & journeys
                }
                told |= here.keys() & journeys
                labels = [
                    squeezed(" ".join(text.itertext()))
                    for text in words.xpath("preceding::figure[1]//*[name()='text']")
                ]
                for key in here.keys() & journeys:
                    if any(capital(date(wanted_date(data, key))) in label for label in labels):
                        assert any(label.startswith(f"{names[key]}, ") for label in labels), names[key]
                        drawn.add(key)
        assert "visit-paulauskas-2004" in drawn
        assert len(told) > 5


def capital(text: str) -> str:
    return text[0].upper() + text[1:]


def wanted_date(data: Data, key: str) -> str:
    return str(
        next(record["date"] for kind in ("visits", "consultations") for record in data[kind] if record["id"] == key)
    )
