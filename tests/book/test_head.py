"""What programs read in the head of each page: reference managers, search engines, previews of links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from book.conftest import ROOT


@dataclass
class Imported:
    """What Zotero makes of a page by its rules for embedded metadata."""

    kind: str = "webpage"
    title: str = ""
    creators: list[tuple[str, str]] = field(default_factory=list)
    container: str = ""
    date: str = ""
    language: str = ""
    url: str = ""
    abstract: str = ""
    rights: str = ""
    edition: str = ""
    pdf: str = ""


def zotero(page: etree._Element) -> Imported:
    """Read a page as Zotero's translator "Embedded Metadata" does.

    Names of Highwire Press come first and decide on the type; then Dublin Core, whose prefix may have been declared.
    A creator is split at a comma, else at the last space.
    """
    tags = [(str(tag.get("name") or tag.get("property")), str(tag.get("content"))) for tag in page.iter("meta")]

    def first(*names: str) -> str:
        return next((text for name in names for tag, text in tags if tag.lower() == name.lower()), "")

    found = Imported(
        title=first("citation_title", "dc.title"),
        container=first("citation_inbook_title"),
        date=first("citation_publication_date", "dc.date").replace("/", "-"),
        language=first("citation_language", "dc.language"),
        url=first("citation_public_url"),
        abstract=first("dcterms.abstract", "description"),
        rights=first("dc.rights"),
        edition=first("bibo:edition"),
        pdf=first("citation_pdf_url"),
    )
    if first("citation_journal_title"):
        found.kind = "journalArticle"
    elif first("citation_inbook_title"):
        found.kind = "bookSection"
    elif first("dc.type"):
        found.kind = first("dc.type")
    for name in [text for tag, text in tags if tag == "citation_author"]:
        if "," in name:
            last, _, given = name.partition(",")
            found.creators.append((last.strip(), given.strip()))
        else:
            given, _, last = name.rpartition(" ")
            found.creators.append((last, given))
    return found


@pytest.fixture(scope="module")
def pages(html_book: Path) -> dict[str, etree._Element]:
    paths = [html_book / "index.html", *sorted((html_book / "chapters").glob("*.html"))]
    paths = [path for path in paths if (ROOT / "source" / path.relative_to(html_book)).with_suffix(".md").exists()]
    return {path.relative_to(html_book).as_posix(): html.parse(str(path)).getroot() for path in paths}


def labels() -> Iterator[tuple[str, str, str]]:
    """Yield page, label and title of each chapter, from the Markdown."""
    for path in sorted((ROOT / "source/chapters").glob("*.md")):
        match = re.search(r"^\((.+)\)=\n# (.+)$", path.read_text("utf-8"), re.MULTILINE)
        assert match is not None
        yield f"chapters/{path.stem}.html", match[1], match[2]


class TestZotero:
    def test_the_home_page_is_the_book(self, pages: dict[str, etree._Element], data: dict[str, Any]) -> None:
        edition = data["volume"]
        item = zotero(pages["index.html"])
        assert item.kind == "book"
        assert item.title == f"{edition['title']}: {edition['subtitle']}"
        assert item.creators == [(author["name"], "") for author in edition["authors"]]
        assert (item.date, item.language, item.url) == (edition["published"], edition["language"], edition["address"])
        assert (item.edition, item.rights) == (edition["edition"], edition["licence"])
        assert item.abstract == " ".join(edition["description"].split())

    def test_each_chapter_is_a_part_of_it(self, pages: dict[str, etree._Element], data: dict[str, Any]) -> None:
        edition = data["volume"]
        checked = 0
        for name, label, title in labels():
            item = zotero(pages[name])
            assert item.kind == "bookSection"
            assert item.title == title
            assert item.container == f"{edition['title']}: {edition['subtitle']}"
            assert item.url == f"{edition['address']}a/{label}/"
            assert item.creators == [(author["name"], "") for author in edition["authors"]]
            checked += 1
        assert checked == len(pages) - 1

    def test_a_name_that_would_be_torn_apart_is_noticed(self) -> None:
        page = html.document_fromstring('<meta name="citation_author" content="The editors of a book">')
        assert zotero(page).creators == [("book", "The editors of a")]

    def test_the_pdf_is_attached_to_the_book(self, typst_book: Path, html_book: Path, data: dict[str, Any]) -> None:
        item = zotero(html.parse(str(html_book / "index.html")).getroot())
        assert item.pdf
        path = html_book / item.pdf.removeprefix(data["volume"]["address"])
        assert path.read_bytes() == typst_book.read_bytes()


class TestStructuredData:
    def test_the_book_its_chapters_and_its_data(
        self, pages: dict[str, etree._Element], data: dict[str, Any], html_book: Path
    ) -> None:
        edition = data["volume"]
        (block,) = pages["index.html"].xpath("//script[@type='application/ld+json']")
        book, dataset = json.loads(block.text)["@graph"]
        assert (book["@type"], dataset["@type"]) == ("Book", "Dataset")
        assert book["@id"] == dataset["isPartOf"]["@id"] == edition["address"]
        assert book["datePublished"] == edition["published"]
        wanted = {f"{edition['address']}a/{label}/": title for _, label, title in labels()}
        assert {part["@id"]: part["name"] for part in book["hasPart"]} == wanted
        assert dataset["distribution"]
        for file in dataset["distribution"]:
            assert (html_book / file["contentUrl"].removeprefix(edition["address"])).is_file()

    def test_each_chapter(self, pages: dict[str, etree._Element], data: dict[str, Any]) -> None:
        for name, label, title in labels():
            (block,) = pages[name].xpath("//script[@type='application/ld+json']")
            chapter = json.loads(block.text)
            assert (chapter["@type"], chapter["name"]) == ("Chapter", title)
            assert chapter["@id"] == f"{data['volume']['address']}a/{label}/"
            assert chapter["isPartOf"]["@id"] == data["volume"]["address"]


class TestPreviews:
    def test_each_page_has_one_of_each(self, pages: dict[str, etree._Element], data: dict[str, Any]) -> None:
        described = set()
        for name, page in pages.items():
            for wanted in ("og:title", "og:type", "og:url", "og:description", "og:site_name"):
                assert len(page.xpath(f"//meta[@property='{wanted}']")) == 1, (name, wanted)
            (canonical,) = page.xpath("//link[@rel='canonical']/@href")
            (told,) = page.xpath("//meta[@property='og:url']/@content")
            assert canonical == told == f"{data['volume']['address']}{name}"
            (text,) = page.xpath("//meta[@name='description']/@content")
            assert 40 < len(text) <= 200
            assert not re.search(r"\[\d|●|◐|◆|○", text), text
            described.add(text)
        assert len(described) == len(pages)
