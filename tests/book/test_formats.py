"""The formats as such: valid, whole, repeatable, and silent where a validator could speak."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from lxml import html
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser

from bilateral_workshop.verification.epub import epubcheck
from bilateral_workshop.verification.tools import Tools
from book.conftest import NAME
from tools import need

READ = re.compile(r"schema\..+|canonical|cite-as|type|author|license|item|collection|describedby|linkset|alternate")
"""Relations of links that programs read; browsers load none of them."""


@pytest.mark.java
def test_epub_is_valid(epub_book: Path) -> None:
    need("java")
    assert epubcheck(epub_book, Tools(Path())).findings == []


@pytest.mark.java
def test_epubcheck_finds_a_planted_fault(stock_books: Path, tmp_path: Path) -> None:
    need("java")
    broken = tmp_path / "broken.epub"
    with ZipFile(stock_books / "epub/northland-southland.epub") as old, ZipFile(broken, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "chapters/chapter.xhtml":
                assert b'"#visit-aaa-1900"' in content
                content = content.replace(b"#visit-aaa-1900", b"#visit-nobody-1900")
            new.writestr(entry, content)
    assert "RSC-012" in {finding.code for finding in epubcheck(broken, Tools(Path())).findings}


def test_epub_opens_with_its_cover(epub_book: Path) -> None:
    with ZipFile(epub_book) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
        package = archive.read("content.opf").decode()
        spine = re.findall(r'<itemref idref="([^"]+)"', package)
        opened = re.search(rf'id="{spine[0]}" href="([^"]+)"', package)
        assert opened is not None
        assert opened[1] == "epub-cover.xhtml"
        assert 'properties="cover-image"' in package
        assert archive.read("_static/cover.png")[:8] == b"\x89PNG\r\n\x1a\n"


def test_epub_is_the_same_when_built_anew_elsewhere(epub_book: Path, made_elsewhere: Callable[..., Path]) -> None:
    assert (made_elsewhere("epub", "pdf") / f"epub/{NAME}.epub").read_bytes() == epub_book.read_bytes()


def test_nothing_in_the_web_book_comes_from_another_host(html_book: Path) -> None:
    loaded = []
    for page in html_book.rglob("*.html"):
        tree = html.parse(str(page)).getroot()
        links = [link.get("href") for link in tree.iter("link") if not READ.fullmatch(link.get("rel"))]
        loads = [*links, *tree.xpath("//script/@src | //img/@src | //iframe/@src")]
        loaded += [(page.name, address) for address in loads if re.match(r"(https?:)?//", address)]
    assert loaded == []
    for sheet in html_book.rglob("*.css"):
        assert not re.search(r"(@import|url\()\s*[\"']?(https?:)?//", sheet.read_text("utf-8")), sheet


def test_web_book_offers_the_other_formats(html_book: Path) -> None:
    page = html.parse(str(html_book / "chapters/visits.html")).getroot()
    offered = page.xpath("//a[contains(@href, 'downloads/')]/@href")
    assert f"../downloads/epub/{NAME}.epub" in offered
    assert all((html_book / "chapters" / address).resolve().exists() for address in offered)


def test_header_cells_have_a_scope(html_book: Path) -> None:
    cells = [cell for page in html_book.rglob("*.html") for cell in html.parse(str(page)).getroot().iter("th")]
    assert len(cells) > 300
    assert {cell.get("scope") for cell in cells} == {"row", "col"}


def test_no_link_inside_the_web_book_is_broken(html_book: Path) -> None:
    trees = {page.resolve(): html.parse(str(page)).getroot() for page in html_book.rglob("*.html")}
    ids = {page: set(tree.xpath("//@id")) for page, tree in trees.items()}
    broken = []
    for page, tree in trees.items():
        for address in tree.xpath("//a/@href"):
            path, _, fragment = address.partition("#")
            if re.match(r"[a-z]+:", address) or path.startswith("downloads"):
                continue
            target = (page.parent / path).resolve() if path else page
            if target.suffix == ".html" and (target not in ids or (fragment and fragment not in ids[target])):
                broken.append((page.name, address))
    assert broken == []


@pytest.fixture(scope="session")
def log(latex_book: Path) -> str:
    raw = (latex_book.parents[1] / f"work/latex/{NAME}.log").read_text("utf-8", errors="replace")
    return re.sub(r"(?<=.{79})\n", "", raw)  # TeX breaks its log after 79 characters


@pytest.mark.latex
class TestLatexLog:
    def test_no_box_is_wider_than_five_points(self, log: str) -> None:
        widths = [float(width) for width in re.findall(r"Overfull \\hbox \(([\d.]+)pt too wide\)", log)]
        assert [width for width in widths if width > 5] == []

    def test_no_glyph_is_missing(self, log: str) -> None:
        assert re.findall(r"Missing character.*", log) == []

    def test_no_reference_is_undefined(self, log: str) -> None:
        assert re.findall(r"(?:Reference|Citation) .* undefined.*|There were undefined references.*", log) == []
        assert "Label(s) may have changed" not in log

    def test_it_is_a4_with_bookmarks_and_an_index(self, latex_book: Path) -> None:
        need("pdfinfo", "pdftotext")
        info = subprocess.run(["pdfinfo", latex_book], capture_output=True, text=True, check=True).stdout
        assert "A4" in info
        assert "Lithuania–Mexico Relations" in info
        last = subprocess.run(
            ["pdftotext", "-layout", latex_book, "-"], capture_output=True, text=True, check=True
        ).stdout
        assert re.search(r"Ušackas, Vygaudas, \d+", last)
        with latex_book.open("rb") as stream:
            titles = [title for _, title, *_ in PDFDocument(PDFParser(stream)).get_outlines()]
        assert "Visits and political dialogue since 1991" in " ".join(titles)
        assert len(titles) > 50
