"""The PDF set by Typst as a book: reading order, title page, languages, bookmarks, and the same bytes anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import html

from bilateral_workshop.readback import Element
from book.conftest import NAME, ROOT
from book.wanted import Wanted

SOURCE = ROOT / "source"
OF_THE_HOME_PAGE = ("masthead", "book-contents", "book-downloads")
"""What the PDF has elsewhere: on its title page, as its contents, or not at all."""
LEFT_OUT = ("headerlink", "section-number", "caption-number")


def squash(text: str) -> str:
    """Leave out white space, which lines change, and what only print says: pages of references."""
    text = re.sub(r"\s\(p\.\s\d+\)", "", text)
    return "".join(text.replace("\u2060", "").split())


@pytest.fixture(scope="session")
def pages(html_book: Path) -> list[Any]:
    """The pages of the web book in the order of its contents."""
    home = html.parse(str(html_book / "index.html")).getroot()
    names = dict.fromkeys(
        address.partition("#")[0]
        for address in home.xpath("//div[@class='book-contents']//a/@href")
        if address.startswith("chapters/")
    )
    return [home, *(html.parse(str(html_book / name)).getroot() for name in names)]


def texts(page: Any) -> list[str]:
    """Return headings and paragraphs of a page of the web book in their order, without what is in tables."""
    found = []
    for element in page.xpath("//*[@class='bd-article']//*[self::h1 or self::h2 or self::h3 or self::p]"):
        if any(around.tag in ("table", "figure", "details") for around in element.iterancestors()):
            continue
        if any(around.get("class", "") in OF_THE_HOME_PAGE for around in element.iterancestors("div")):
            continue
        found.append(squash("".join(strings(element))))
    return [text for text in found if text]


def strings(element: Any) -> list[str]:
    names = element.get("class", "").split()
    if any(name in names for name in LEFT_OUT) or "standing" in names:
        return []
    parts = [element.text or ""]
    for child in element:
        parts += [*strings(child), child.tail or ""]
    return parts


def test_it_is_read_in_the_order_of_the_web_book(structure: Element, pages: list[Any]) -> None:
    every = [text for page in pages for text in texts(page)]
    assert len(pages) == 20
    assert len(every) > 250
    read = squash(structure.text)
    place = read.index(squash("Lithuania and Mexico are represented to each other"))
    lost = []
    for text in every[2:]:  # the title and the subtitle of the home page stand on the title page too
        found = read.find(text, place)
        if found < 0:
            lost.append(text[:80])
        else:
            place = found + len(text)
    assert lost == []


def languages(element: Element, language: str) -> Iterator[tuple[str, str]]:
    """Yield the language of each element below, its own or that of what it stands in, with its text."""
    for child in element.children:
        yield child.language or language, squash(child.text)
        yield from languages(child, child.language or language)


def test_names_are_told_in_their_languages(structure: Element, data: dict[str, Any]) -> None:
    """The name of a person that is linked stands in an element of its language."""
    countries = {country["code"]: country["language"] for country in data["countries"] if "language" in country}
    spoken = set(languages(structure, "en"))
    wanted = Wanted(data, SOURCE)
    people = [person for person in data["people"] if person.get("country") in countries]
    named = {squash(wanted.name(p["id"])): p.get("language") or countries[p["country"]] for p in people}
    links = {squash(link.text) for link in structure.all("Link")}
    told = [name for name in named if name in links and named[name] != "en"]
    assert len(told) > 20
    assert [name for name in told if (named[name], name) not in spoken] == []


def test_the_first_pages_say_what_a_title_page_must(structure: Element, data: dict[str, Any]) -> None:
    edition = data["volume"]
    front = " ".join(element.text for element in structure.all("P", "Title") if (element.page or 9) <= 4)
    front = " ".join(front.split())
    assert [element.page for element in structure.all("Title")] == [2]  # after the cover
    for words in (edition["title"], edition["subtitle"], edition["edition"], edition["version"], edition["licence"]):
        assert words in front, words
    assert edition["identifier"] in front
    assert "To cite:" in front


def test_the_file_says_what_it_is(typst_book: Path, data: dict[str, Any]) -> None:
    edition = data["volume"]
    with pikepdf.open(typst_book) as book, book.open_metadata() as metadata:
        assert metadata["dc:title"] == edition["title"]
        assert metadata["dc:creator"] == [author["name"] for author in edition["authors"]]
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["xmp:CreateDate"].startswith(edition["published"])
        assert metadata["dc:description"] == edition["description"]


def test_parts_and_chapters_are_bookmarks(typst_book: Path) -> None:
    with pikepdf.open(typst_book) as book, book.open_outline() as outline:
        parts = {item.title: [child.title for child in item.children] for item in outline.root}
    captions = re.findall(r"^:caption: (.+)$", (SOURCE / "index.md").read_text("utf-8"), re.MULTILINE)
    assert [re.sub(r"^[IVX]+ ", "", title) for title in parts if re.match(r"[IVX]+ ", title)] == captions
    assert "5 Visits and political dialogue since 1991" in [title for titles in parts.values() for title in titles]
    assert list(parts)[-1] == "Index"


def test_parts_contents_and_index_have_their_titles(structure: Element) -> None:
    captions = re.findall(r"^:caption: (.+)$", (SOURCE / "index.md").read_text("utf-8"), re.MULTILINE)
    shown = ["".join(element.text.split()) for element in structure.all("H1")]
    parts = [
        f"Part{number}{squash(caption)}" for number, caption in zip(("I", "II", "III", "IV"), captions, strict=True)
    ]
    # The text of the home page is the preface; the contents follow it.
    assert shown == ["Lithuania–MexicoRelations", "Contents", *parts, "Index"]


def test_it_is_the_same_when_set_anew_elsewhere(typst_book: Path, made_elsewhere: Callable[..., Path]) -> None:
    assert (made_elsewhere("epub", "pdf") / f"pdf/{NAME}.pdf").read_bytes() == typst_book.read_bytes()


def test_only_the_book_is_published(typst_book: Path) -> None:
    assert [path.name for path in typst_book.parent.iterdir()] == [typst_book.name]


def test_it_carries_data_and_bibliography_as_they_are_published(typst_book: Path, html_book: Path) -> None:
    with pikepdf.open(typst_book) as book:
        carried = {name: book.attachments[name] for name in book.attachments}
        found = {name: file.get_file().read_bytes() for name, file in carried.items()}
        assert all(file.description and file.obj.AFRelationship for file in carried.values())
    assert set(found) == {f"{NAME}-data.zip", "references.bib"}
    assert found == {name: (html_book / "data" / name).read_bytes() for name in found}
