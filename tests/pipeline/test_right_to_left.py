"""A volume in Hebrew is a book that is written from right to left, in every format; LaTeX refuses it in a line."""

from __future__ import annotations

import zipfile

import pytest

from pipeline.conftest import SmallVolume


@pytest.fixture
def hebrew(small: SmallVolume) -> SmallVolume:
    small.edit("data/relations.yaml", "language: en", "language: he")
    small.edit("data/relations.yaml", "title: Northland and Southland", "title: צפוניה ודרומיה")
    small.edit("data/relations.yaml", "subtitle: A small book", "subtitle: ספר קטן על John Smith, 1890–1920")
    small.edit("chapters/chapter.md", "# A chapter", "# פרק ראשון")
    small.edit("chapters/chapter.md", "came later, to", "באה אחר כך אל")
    return small


def test_pages_run_from_right_to_left(hebrew: SmallVolume) -> None:
    built = hebrew.build("html")
    assert built.status == 0, built.said
    page = built.page("chapters/chapter.html")
    assert '<html lang="he"' in page
    assert '<body dir="rtl">' in page
    assert '<span class="lang-es" dir="ltr" lang="es">Süd</span>' in page
    assert "caption{" in built.page("_static/book.css")
    assert "float:left" in built.page("_static/book.css")
    assert "padding-left: 3.6rem" in built.page("_static/citing.css")
    assert '<html lang="he" dir="rtl">' in built.page("a/chapter/index.html")
    again = hebrew.build("html")
    assert again.page("_static/citing.css") == built.page("_static/citing.css")


def test_the_e_book_is_leafed_through_from_right_to_left(hebrew: SmallVolume) -> None:
    built = hebrew.build("epub")
    assert built.status == 0, built.said
    (file,) = built.out.glob("*.epub")
    with zipfile.ZipFile(file) as book:
        texts = {name.rpartition("/")[2]: book.read(name).decode() for name in book.namelist() if "png" not in name}
    assert '<spine toc="ncx" page-progression-direction="rtl">' in texts["content.opf"]
    assert all('xml:lang="he" dir="rtl"' in texts[name] for name in ("nav.xhtml", "chapter.xhtml"))
    assert "caption { text-align: right" in texts["epub.css"]


def test_the_pdf_is_set_from_right_to_left(hebrew: SmallVolume) -> None:
    built = hebrew.build("typst")
    assert built.status == 0, built.said
    assert list(built.out.glob("*.pdf"))


def test_latex_refuses_it_in_one_line(hebrew: SmallVolume) -> None:
    built = hebrew.build("formats", "-D", "formats=latex")
    assert built.status == 1
    (said,) = [line for line in built.said.splitlines() if "LaTeX" in line]
    assert "data/relations.yaml:10:" in said
    assert "LaTeX sets no book in 'he', which is written from right to left; 'make pdf' does" in said
