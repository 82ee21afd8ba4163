"""What web book and e-book say where no style sheet is obeyed, or obeyed by half: it is the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree, html

from bilateral.standing import NAMES, SYMBOLS

XHTML = "{http://www.w3.org/1999/xhtml}"
SHEETS = Path(__file__).parents[2] / "scripts/bilateral_sphinx"
GENERATED = re.compile(r"(?<![-\w])content:\s*([^;}]+)")
DRAWN = {'""', "none", r'"\2195" / ""', r'"\2191" / ""', r'"\2193" / ""', r'"\201d" / ""', "attr(data-print)"}
DRAWN |= {"counter(page)", "attr(data-page)", r'"¶\a0" attr(data-number)', '" (" attr(href) ")"'}
"""Content that says nothing: ornaments, signs of buttons, numbers of pages and paragraphs, and where a link leads."""


def pages_of_book(book: Path) -> Iterator[tuple[str, etree._Element]]:
    with ZipFile(book) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".xhtml"):
                yield name, etree.parse(BytesIO(archive.read(name))).getroot()


def pages_of(kind: str, html_book: Path, epub_book: Path) -> list[tuple[str, etree._Element]]:
    """Return the chapters of the web book, in the namespace of the e-book's, or the pages of that."""
    if kind == "epub":
        return list(pages_of_book(epub_book))
    found = [(path.name, html.parse(str(path)).getroot()) for path in sorted(html_book.glob("chapters/*.html"))]
    for _, page in found:
        html.html_to_xhtml(page)
    return found


def text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def classes(element: etree._Element) -> list[str]:
    return str(element.get("class", "")).split()


@pytest.mark.parametrize("kind", ["html", "epub"])
def test_cells_of_wide_tables_say_their_headings(kind: str, html_book: Path, epub_book: Path) -> None:
    """Readers that hide the header row as they are told still tell the day of signature from that in force."""
    seen = 0
    for name, page in pages_of(kind, html_book, epub_book):
        for table in page.iter(f"{XHTML}table"):
            if "wide" not in classes(table):
                continue
            heads = [text(cell) for cell in table.iterfind(f".//{XHTML}thead//{XHTML}th")]
            for row in table.iterfind(f".//{XHTML}tbody/{XHTML}tr"):
                for head, cell in zip(heads, row, strict=True):
                    if cell.tag == f"{XHTML}td" and "empty" not in classes(cell):
                        assert text(cell).startswith(f"{head}: "), (name, text(row))
                        seen += 1
    assert seen > 950


def test_no_table_of_more_columns_is_left_out(epub_book: Path) -> None:
    for name, page in pages_of_book(epub_book):
        for table in page.iter(f"{XHTML}table"):
            assert ("wide" in classes(table)) is (len(table.findall(f".//{XHTML}thead//{XHTML}th")) > 3), name


def marks_in(page: etree._Element) -> Iterator[str]:
    """Yield what is said where a mark stands: the mark, and the words with it or after it."""
    for mark in page.iter(f"{XHTML}span"):
        if "standing" in classes(mark):
            yield text(mark) + (mark.tail or "")


@pytest.mark.parametrize("kind", ["html", "epub"])
def test_marks_have_words(kind: str, html_book: Path, epub_book: Path) -> None:
    said = [mark for _, page in pages_of(kind, html_book, epub_book) for mark in marks_in(page)]
    assert len(said) > 300
    for words in said:
        assert any(
            words.startswith((f"{SYMBOLS[standing]} {NAMES[standing]}", f"{SYMBOLS[standing]} ({NAMES[standing]})"))
            for standing in NAMES
        ), words


def test_style_sheets_generate_no_words() -> None:
    for sheet in sorted(SHEETS.rglob("*.css")):
        for value in GENERATED.findall(sheet.read_text("utf-8")):
            assert value.strip() in DRAWN, f"{sheet.name}: content: {value}"


def test_nothing_that_only_browsers_use_is_in_the_e_book(epub_book: Path) -> None:
    for name, page in pages_of_book(epub_book):
        assert not [link for link in page.iter(f"{XHTML}a") if "headerlink" in classes(link)], name
        for link in page.iter(f"{XHTML}a"):
            assert text(link) or link.find(f".//{XHTML}img") is not None or link.get("href") is None, name
