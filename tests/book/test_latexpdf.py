"""The PDF set by LaTeX as an archival file."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Name, Object, Pdf

from bilateral.standing import NAMES
from bilateral_cli.building.archival import make_archival
from bilateral_sphinx.latex.archival import read_places
from book.conftest import NAME, ROOT, Validator

SOURCE = ROOT / "source"


def test_a_label_has_its_name_before_the_ids_that_sphinx_makes_up(tmp_path: Path) -> None:
    notes = tmp_path / "book.aux"
    notes.write_text(
        r"""\newlabel{index::doc}{{}{1}{}{section*.2}{}}
\newlabel{a:first}{{1}{1}{The {\itshape title} of \foreignname {xx}{it}}{chapter.1}{}}
\newlabel{a:trade}{{1}{1}{Trade}{chapter.1}{}}
\newlabel{b:trade}{{2}{9}{Commerce}{chapter.2}{}}
\newlabel{b:commerce}{{2}{9}{Commerce}{chapter.2}{}}
\bibcite{c:source-x}{1}
""",
        "utf-8",
    )
    wanted = {"first": "chapter.1", "trade": "chapter.2", "commerce": "chapter.2", "source-x": "cite.c:source-x"}
    assert read_places(notes) == wanted


@pytest.mark.latex
@pytest.mark.latex
def test_copied_text_has_the_standing_at_each_mark(latex_book: Path) -> None:
    """The words stand directly around the sign: where the origin is moved, programs put them elsewhere."""
    with Pdf.open(latex_book) as pdf:
        for page in pdf.pages:
            page.contents_coalesce()  # one with a picture has several streams
        drawn = b"".join(page.Contents.read_bytes() for page in pdf.pages)
    said = re.findall(rb"/Span <</ActualText(\((?:\\.|[^\\()])*\))>> BDC BT [^()]*TJ ET EMC", drawn)
    assert len(said) == drawn.count(b"/ActualText") > 300
    assert {str(Object.parse(text)) for text in said} == {f"({name})" for name in NAMES.values()}


class TestArchive:
    @pytest.mark.verapdf
    def test_it_is_valid(self, validate: Validator, latex_book: Path) -> None:
        done = validate(latex_book, "2u")
        assert done.returncode == 0, done.stdout + done.stderr

    @pytest.mark.verapdf
    def test_the_validator_finds_a_planted_fault(self, validate: Validator, latex_book: Path, tmp_path: Path) -> None:
        with Pdf.open(latex_book) as pdf:
            del pdf.pages[3:]  # to judge all of them takes as long as to judge the book
            del pdf.Root[Name.OutputIntents]
            pdf.save(tmp_path / "broken.pdf")
        done = validate(tmp_path / "broken.pdf", "2u")
        assert done.returncode != 0
        assert "6.2.4.3" in done.stdout  # colours that depend on the device

    def test_it_says_what_it_is(self, latex_book: Path, data: dict[str, Any]) -> None:
        edition = data["volume"]
        with Pdf.open(latex_book) as pdf, pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == edition["title"]
            assert metadata["dc:creator"] == [author["name"] for author in edition["authors"]]
            assert metadata["xmp:CreateDate"].startswith(edition["published"])
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "U")
            assert set(pdf.docinfo) == {"/Author", "/CreationDate", "/Creator", "/Producer", "/Subject", "/Title"}
            assert str(pdf.docinfo[Name.CreationDate]).startswith(f"D:{edition['published'].replace('-', '')}000000")
            assert str(pdf.Root.Lang) == edition["language"]
            assert pdf.Root.ViewerPreferences.DisplayDocTitle

    def test_to_archive_it_again_changes_nothing(self, latex_book: Path, tmp_path: Path) -> None:
        """Make runs the program again where TeX had nothing to do."""
        copy = Path(shutil.copy(latex_book, tmp_path))
        shutil.copy(latex_book.with_suffix(".aux"), tmp_path)
        make_archival(SOURCE, copy)
        assert copy.read_bytes() == latex_book.read_bytes()
        assert len(list(tmp_path.iterdir())) == 2

    def test_it_is_the_same_when_set_anew_elsewhere(
        self, latex_book: Path, made_elsewhere: Callable[..., Path]
    ) -> None:
        assert (made_elsewhere("latexpdf") / f"latex/{NAME}.pdf").read_bytes() == latex_book.read_bytes()
