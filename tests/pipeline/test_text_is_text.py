"""Text in the data has no power over any format."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bilateral_workshop.readback import epub_tables, html_tables, pdf_tables, tagged_pdf_tables
from pipeline.conftest import SmallVolume
from tools import need

NASTY = (
    "\\input{x} #1 $x$ %c &amp; _a_ {b} ~^ <b>t</b> *s* **t** `r` ``l`` [l](u) {rec}`y` |s|_ @x //c -- --- '' \"q\" "
    "'q' ... ${HOME} <!-- c --> [[w]] :role:`x` \\emph{z} \\\\ ~~d~~ ąčęėįšųūž ñ"
)


@pytest.fixture
def nasty(small: SmallVolume) -> SmallVolume:
    quoted = NASTY.replace("\\", "\\\\").replace('"', '\\"')
    small.edit("data/relations.yaml", 'title: "Treaty of Peace & $Friendship$ #1"', f'title: "{quoted}"')
    return small


def test_html_and_epub_show_it_as_it_is(nasty: SmallVolume) -> None:
    for builder, read in (("html", html_tables), ("epub", lambda out: epub_tables(out / "northland-southland.epub"))):
        built = nasty.build(builder)
        assert built.status == 0, built.said
        assert read(built.out)["table-agreements"].rows[0].cells["title"].text == NASTY


def test_typst_pdf_shows_it_as_it_is(nasty: SmallVolume) -> None:
    built = nasty.build("typst")
    assert built.status == 0, built.said
    row = tagged_pdf_tables(built.out / "northland-southland.pdf")["table-agreements"].rows[0]
    assert "".join(next(iter(row.cells.values())).text.split()) == "".join(NASTY.split())


@pytest.mark.latex
def test_pdf_shows_it_as_it_is(nasty: SmallVolume) -> None:
    need("xelatex", "latexmk", "xindy")
    built = nasty.build("latex")
    assert built.status == 0, built.said
    make = ["make", "-C", str(built.out), "all-pdf", "LATEXMKOPTS=-quiet -halt-on-error -interaction=nonstopmode"]
    done = subprocess.run(make, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    shown = pdf_tables(built.out / "northland-southland.pdf")["table-agreements"].rows[0].cells["title"].text
    assert shown == "".join(NASTY.split())


@pytest.mark.process
def test_a_whole_other_volume_is_built_by_make(small: SmallVolume, tmp_path: Path) -> None:
    """Two other countries, from another folder: nothing of the first volume is left in the pages."""
    root = Path(__file__).parents[2]
    run = ["make", f"SOURCE={small.folder}", f"BUILD={tmp_path / 'made'}"]
    done = subprocess.run(run, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "made/epub/northland-southland.epub").exists()
    assert (tmp_path / "made/pdf/northland-southland.pdf").exists()
    pages = "".join(path.read_text("utf-8") for path in (tmp_path / "made/html").rglob("*.html"))
    assert "Northland" in pages
    assert "Lithuania" not in pages.replace("Lithuanian", "")
    assert "Mexic" not in pages


def test_no_code_names_a_country_of_the_volume() -> None:
    root = Path(__file__).parents[2]
    files = [
        *root.glob("scripts/bilateral*/**/*.py"),
        *root.glob("scripts/sphinx-typst-pdf/sphinx_typst_pdf/**/*.py"),
        root / "source/conf.py",
        root / "Makefile",
    ]
    named = [
        str(path.relative_to(root))
        for path in files
        if path.is_file() and path.suffix in (".py", ".typ", ".css", ".sty", ".jinja", ".html", "")
        for word in ("Lithuania", "Mexic", "Vilnius")
        if word in path.read_text("utf-8").replace("lithuanian", "")
    ]
    assert sys.version_info >= (3, 11)
    assert named == []
