"""The structure tree holds what the doctrees hold: a PDF that a validator passes must not be hollow."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import pikepdf
import pytest
from docutils import nodes

from sphinx_typst_pdf.readback import Element, read_structure
from tests.conftest import Validator
from tests.doctrees import found, wanted_headings, wanted_structure

Documents = dict[str, nodes.document]
structure_of = lru_cache(read_structure)


class TaggedPdf:
    """What is true of every PDF; its heirs give the fixtures ``pdf`` and ``documents``, a project's doctrees."""

    standards: ClassVar[str] = "ua1,2a"
    """Profiles of veraPDF."""

    @pytest.fixture
    def tree(self, pdf: Path) -> Element:
        return structure_of(pdf)

    def more(self, documents: Documents) -> Counter[str]:
        """Return how many elements there are beside those that every project would have."""
        return Counter({"L": len([node for node in found(documents, nodes.citation) if begins_a_list(node)])})

    def test_each_kind_is_there_as_often_as_in_the_documents(
        self, tree: Element, documents: dict[str, nodes.document]
    ) -> None:
        wanted = wanted_structure(documents)
        wanted.update(self.more(documents))
        there = Counter(element.kind for element in tree.all())
        shown = {kind: there[kind] for kind in wanted if kind != "LI"}
        assert shown == {kind: count for kind, count in wanted.items() if kind != "LI"}
        assert there["LI"] >= wanted["LI"]
        assert there["Lbl"] >= there["LI"] == there["LBody"]

    def test_headings_follow_the_sections_without_gaps(
        self, tree: Element, documents: dict[str, nodes.document]
    ) -> None:
        headings = [element for element in tree.all() if re.fullmatch(r"H\d", element.kind)]
        levels = [int(element.kind[1]) for element in headings]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
        texts = Counter(
            fold(re.sub(r"^Chapter \d+|^Part [IVX]+|^[\d.]+(?=\D)", "", element.text)) for element in headings
        )
        missing = Counter(map(fold, wanted_headings(documents))) - texts
        assert missing == Counter()

    def test_cells_have_their_scope(self, tree: Element) -> None:
        assert {cell.scope for head in tree.all("THead") for cell in head.all("TH")} == {"Column"}
        rows = [cell for body in tree.all("TBody") for cell in body.all("TH")]
        assert rows
        assert {cell.scope for cell in rows} == {"Row"}
        assert all(cell.id for cell in rows)

    def test_cells_name_their_headers(self, pdf: Path) -> None:
        """Each cell names headers that exist, its row's among them where the row has one."""
        with pikepdf.open(pdf) as book:
            ids = set(pikepdf.NameTree(book.Root.StructTreeRoot.IDTree).keys())
            seen = 0
            for row in rows_of(book.Root.StructTreeRoot):
                heads = {str(cell.ID) for cell in row if str(cell.S) == "/TH"}
                for cell in (cell for cell in row if str(cell.S) == "/TD"):
                    named = {str(name) for part in cell.A for name in part.get("/Headers", [])}
                    seen += 1
                    assert named <= ids
                    assert heads <= named
            assert seen > 20

    def test_pictures_and_formulas_have_their_alternatives(
        self, tree: Element, documents: dict[str, nodes.document]
    ) -> None:
        alts = Counter(str(element.alt) for element in tree.all("Figure", "Formula"))
        wanted = Counter(str(node["alt"]) for node in found(documents, nodes.image) if node.get("alt"))
        wanted += Counter(node.astext().strip() for node in found(documents, nodes.math, nodes.math_block))
        assert wanted - alts == Counter()
        assert "None" not in alts

    def test_links_have_text_or_a_picture(self, tree: Element) -> None:
        links = list(tree.all("Link"))
        assert len(links) > 20
        assert [link for link in links if not fold(link.text) and not list(link.all("Figure"))] == []

    def test_the_window_shows_the_title_and_the_bookmarks_number_the_sections(self, pdf: Path, tree: Element) -> None:
        with pikepdf.open(pdf) as book:
            assert book.Root.ViewerPreferences.DisplayDocTitle
            assert str(book.Root.Lang) == "en"
            with book.open_outline() as outline:
                titles = [title for item in outline.root for title in flattened(item)]
        headings = [fold(element.text) for element in tree.all("H2", "H3")]
        assert len(titles) >= len(headings)
        assert any(re.match(r"\d+(\.\d+)* \S", title) for title in titles)

    def test_heads_and_page_numbers_are_artifacts(self, tree: Element, pdf: Path) -> None:
        """The running head stands on the page, but no element holds it twice."""
        with pikepdf.open(pdf) as book:
            content = b"".join(page.Contents.read_bytes() for page in book.pages)
            assert content.count(b"/Subtype/Header") > 0
            assert content.count(b"/Subtype/Footer") > 0
        title = next(tree.all("Title")).text
        chapters = {fold(element.text) for element in tree.all("H1", "H2")} - {fold(title)}
        assert [element.text for element in tree.all("P") if fold(element.text) in chapters] == []

    @pytest.mark.verapdf
    def test_it_is_accessible_and_archival(self, pdf: Path, validate: Validator) -> None:
        done = validate(pdf, self.standards)
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stdout.count("failedRules=0") == 2


def begins_a_list(node: nodes.Element) -> bool:
    """Tell whether a citation is the first of several, which are one list."""
    index = node.parent.index(node)
    return not index or not isinstance(node.parent.children[index - 1], nodes.citation)


def fold(text: str) -> str:
    return " ".join(text.replace("\u2060", "").split())


def rows_of(node: Any) -> list[list[Any]]:
    kids = elements_of(node)
    found = [list(kid.K) for kid in kids if str(kid.get("/S")) == "/TR"]
    return found + [row for kid in kids for row in rows_of(kid)]


def flattened(item: pikepdf.OutlineItem) -> list[str]:
    return [item.title, *(title for child in item.children for title in flattened(child))]


def elements_of(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    return [kid for kid in (kids if isinstance(kids, pikepdf.Array) else [kids]) if isinstance(kid, pikepdf.Dictionary)]
