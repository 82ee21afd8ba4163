"""A source with an archived address: the copy is linked in its entry, in every format."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest

from bilateral.bibliography import read_bibliography
from pipeline.conftest import SmallVolume

COPY = "https://archive.example/2001/https://gazette.example/"
LINK = f'</a> (<a class="reference external" href="{COPY}">archived copy</a>).'


def links(pdf: Path) -> list[str]:
    with pikepdf.open(pdf) as book:
        annotations: list[Any] = [link for page in book.pages for link in page.get("/Annots", [])]
        return [str(link.A.URI) for link in annotations if "/A" in link and "/URI" in link.A]


def test_every_format_links_the_copy(small: SmallVolume) -> None:
    web, ebook, pdf, tex = (small.build(builder) for builder in ("html", "epub", "typst", "latex"))
    assert [built.status for built in (web, ebook, pdf, tex)] == [0, 0, 0, 0]
    assert web.page("chapters/reference.html").count(LINK) == 1
    with ZipFile(ebook.out / "northland-southland.epub") as archive:
        assert archive.read("chapters/reference.xhtml").decode().count(LINK) == 1
    assert links(pdf.out / "northland-southland.pdf").count(COPY) == 1
    assert rf"(\sphinxhref{{{COPY}}}{{archived copy}})." in tex.page("northland-southland.tex")


def test_the_copy_follows_the_bibliography(small: SmallVolume) -> None:
    assert small.build().status == 0
    small.edit("references.bib", f", archived = {{{COPY}}}", "")
    built = small.build()
    assert built.status == 0
    assert "archived copy" not in built.page("chapters/reference.html")


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("http://a.example/", True),
        ("https://a.example/b?c=d#e", True),
        ("a.example", False),
        ("https:", False),
        ("https://", False),
        ("https://a.example/b c", False),
        ("https://[a", False),
        ("", False),
    ],
)
def test_only_an_address_on_the_web_is_one(address: str, right: bool, tmp_path: Path) -> None:
    fields = "title = {T}, grade = {A}, seen = {whole}, langid = {en}"
    (tmp_path / "references.bib").write_text(f"@misc{{a, {fields}, archived = {{{address}}}}}\n", "utf-8")
    _, problems = read_bibliography(tmp_path / "references.bib")
    assert [problem.code for problem in problems] == [] if right else ["BIB004"]
