"""The structure tree of the showcase."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from docutils import nodes
from pdfminer.high_level import extract_text

from tests.conftest import Validator
from tests.doctrees import doctrees_of
from tests.projects import Built
from tests.structure import TaggedPdf, elements_of


class TestShowcase(TaggedPdf):
    """The showcase has every kind of node."""

    @pytest.fixture
    def pdf(self, showcase: Built) -> Path:
        return showcase.pdf

    @pytest.fixture
    def documents(self, pdf: Path) -> dict[str, nodes.document]:
        return doctrees_of(pdf.parent.parent / "project-doctrees")


def test_a_long_table_repeats_its_head_on_each_page_and_is_one_table(showcase: Built) -> None:
    tree = showcase.structure
    long = next(table for table in tree.all("Table") if "row number 60" in table.text)
    pages = sorted({cell.page for cell in long.all("TD") if cell.page})
    assert len(pages) == 2
    assert len([head for head in long.all("TH") if head.text == "Number"]) == 1
    for number in pages:
        assert "Number Text" in " ".join(extract_text(showcase.pdf, page_numbers=[number - 1]).split())


def test_pictures_in_a_line_say_so(showcase: Built) -> None:
    with pikepdf.open(showcase.pdf) as book:
        placed = {}
        for figure in figures_of(book.Root.StructTreeRoot):
            placed[str(figure.Alt)] = next(str(part.Placement) for part in figure.A if "/Placement" in part)
    assert placed["a small disc"] == "/Inline"
    assert placed["A red disc"] == "/Block"


def test_a_picture_in_a_line_is_in_the_text_if_a_sign_is_in_it(showcase: Built) -> None:
    with pikepdf.open(showcase.pdf) as book:
        text = b"".join(page.Contents.read_bytes() for page in book.pages)
    assert text.count(b"/Span<</ActualText(\\(a sign in a line\\))>>BDC") == 1
    assert b"ActualText(\\(a small disc" not in text  # nothing in it could be replaced
    assert b"ActualText(\\(A red disc" not in text  # its text stands in a block of its own


def figures_of(node: Any) -> list[Any]:
    below = [figure for kid in elements_of(node) for figure in figures_of(kid)]
    return [*below, node] if str(node.get("/S")) == "/Figure" else below


@pytest.mark.verapdf
def test_the_validator_finds_planted_faults(showcase: Built, validate: Validator, tmp_path: Path) -> None:
    for name in ("/Alt", "/DisplayDocTitle", "/Metadata"):
        broken = tmp_path / f"{name[1:]}.pdf"
        with pikepdf.open(showcase.pdf) as book:
            root = book.Root
            holders = {"/Alt": first(root.StructTreeRoot, "/Figure"), "/DisplayDocTitle": root.ViewerPreferences}
            del holders.get(name, root)[name]
            book.save(broken)
        assert validate(broken, "ua1,2a").returncode != 0, name


def first(node: Any, kind: str) -> Any:
    for kid in elements_of(node):
        if str(kid.get("/S")) == kind:
            return kid
        try:
            return first(kid, kind)
        except LookupError:
            continue
    raise LookupError(kind)
