"""The structure tree of the book: what is true of every PDF of the builder, with the nodes of records counted too."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pikepdf
import pytest
from docutils import nodes

from bilateral.standing import NAMES
from bilateral_sphinx.records.nodes import standing_mark
from bilateral_workshop.readback import Element
from book.conftest import ROOT
from tests.conftest import validate
from tests.doctrees import doctrees_of, found
from tests.structure import TaggedPdf

__all__ = ["validate"]  # a fixture


class TestBook(TaggedPdf):
    """The book has record tables, pictures with descriptions, a bibliography of its own, and files that it carries."""

    standards = "ua1,3a"

    @pytest.fixture
    def pdf(self, typst_book: Path) -> Path:
        return typst_book

    @pytest.fixture
    def tree(self, structure: Element) -> Element:
        return structure

    @pytest.fixture
    def documents(self, pdf: Path) -> dict[str, nodes.document]:
        assert pdf.exists()
        return doctrees_of(ROOT / "build/doctrees/book")

    def more(self, documents: dict[str, nodes.document]) -> Counter[str]:
        count = super().more(documents)
        count["L"] += len(of_kind(documents, "bibliography"))
        count["Figure"] = len(of_kind(documents, "standing_mark")) + len(of_kind(documents, "picture"))
        for description in of_kind(documents, "picture_description"):  # screens alone have them
            count["L"] -= len(list(description.findall(nodes.bullet_list)))
            count["LI"] -= len(list(description.findall(nodes.list_item)))
            count["Figure"] -= len(list(description.findall(standing_mark)))
        return count


def test_copied_text_has_the_standing_at_each_mark(typst_book: Path, structure: Element) -> None:
    marks = Counter(f"({figure.alt})" for figure in structure.all("Figure") if figure.alt in NAMES.values())
    with pikepdf.open(typst_book) as pdf:
        drawn = b"".join(page.Contents.read_bytes() for page in pdf.pages)
    said = re.findall(rb"/ActualText(\((?:\\.|[^\\()])*\))>>BDC \([^)]*\)\s*Tj EMC", drawn)
    assert Counter(str(pikepdf.Object.parse(text)) for text in said) == marks
    assert len(marks) == len(NAMES)


def of_kind(documents: dict[str, nodes.document], name: str) -> list[nodes.Element]:
    return [node for node in found(documents, nodes.Element) if type(node).__name__ == name]


def test_the_templates_load_nothing_from_outside() -> None:
    files = [*ROOT.glob("scripts/**/*.typ")]
    assert len(files) > 3
    loading = re.compile(r'@preview|import "@|https?://(?!www\.w3\.org)')
    assert [path.name for path in files if loading.search(path.read_text("utf-8"))] == []
