"""The structure tree holds what the doctrees hold: a PDF that a validator passes must not be hollow."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from docutils import nodes
from pdfminer.high_level import extract_text

from bilateral_workshop.readback import Element, read_structure
from book.conftest import ROOT, Validator
from typesetting.conftest import Built
from typesetting.doctrees import found, read_doctrees, wanted_headings, wanted_structure


def fold(text: str) -> str:
    return " ".join(text.replace("\u2060", "").split())


@pytest.fixture(scope="session", params=["showcase", "book"])
def pdf(request: pytest.FixtureRequest) -> Path:
    if request.param == "book":
        path: Path = request.getfixturevalue("typst_book")
        return path
    built: Built = request.getfixturevalue("showcase")
    return built.pdf


@pytest.fixture(scope="session")
def documents(pdf: Path) -> dict[str, nodes.document]:
    if pdf.is_relative_to(ROOT):
        return read_doctrees(ROOT / "build/doctrees/book")
    return read_doctrees(pdf.parent.parent / "project-doctrees")


@pytest.fixture(scope="session")
def tree(pdf: Path) -> Element:
    return read_structure(pdf)


def test_each_kind_is_there_as_often_as_in_the_documents(tree: Element, documents: dict[str, nodes.document]) -> None:
    wanted = wanted_structure(documents)
    there = Counter(element.kind for element in tree.all())
    bibliographies = len([node for tree in documents.values() for node in tree.findall() if lists_sources(node)])
    wanted["L"] += bibliographies
    marks = len([node for node in found(documents, nodes.inline) if type(node).__name__ == "standing_mark"])
    wanted["Figure"] += marks + len([node for node in found(documents, nodes.Element) if is_kind(node, "picture")])
    told = [node for node in found(documents, nodes.Element) if is_kind(node, "picture_description")]
    wanted["L"] -= len([part for node in told for part in node.findall(nodes.bullet_list)])  # screens alone have them
    wanted["LI"] -= len([part for node in told for part in node.findall(nodes.list_item)])
    shown = {kind: there[kind] for kind in wanted if kind != "LI"}
    assert shown == {kind: count for kind, count in wanted.items() if kind != "LI"}
    assert there["LI"] >= wanted["LI"]
    assert there["Lbl"] >= there["LI"] == there["LBody"]


def is_kind(node: nodes.Node, name: str) -> bool:
    return type(node).__name__ == name


def lists_sources(node: nodes.Node) -> bool:
    """Tell whether a node prints a list of sources: a bibliography, or the first of several citations."""
    if type(node).__name__ == "bibliography":
        return True
    before = node.parent.children[node.parent.index(node) - 1] if node.parent and node.parent.index(node) else None
    return isinstance(node, nodes.citation) and not isinstance(before, nodes.citation)


def test_headings_follow_the_sections_without_gaps(tree: Element, documents: dict[str, nodes.document]) -> None:
    headings = [element for element in tree.all() if re.fullmatch(r"H\d", element.kind)]
    levels = [int(element.kind[1]) for element in headings]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    texts = Counter(fold(re.sub(r"^Chapter \d+|^Part [IVX]+|^[\d.]+(?=\D)", "", element.text)) for element in headings)
    missing = Counter(map(fold, wanted_headings(documents))) - texts
    assert missing == Counter()


def test_cells_have_their_scope(tree: Element) -> None:
    assert {cell.scope for head in tree.all("THead") for cell in head.all("TH")} == {"Column"}
    rows = [cell for body in tree.all("TBody") for cell in body.all("TH")]
    assert rows
    assert {cell.scope for cell in rows} == {"Row"}
    assert all(cell.id for cell in rows)


def test_cells_name_their_headers(pdf: Path) -> None:
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


def rows_of(node: Any) -> list[list[Any]]:
    kids = elements_of(node)
    found = [list(kid.K) for kid in kids if str(kid.get("/S")) == "/TR"]
    return found + [row for kid in kids for row in rows_of(kid)]


def test_pictures_and_formulas_have_their_alternatives(tree: Element, documents: dict[str, nodes.document]) -> None:
    alts = Counter(str(element.alt) for element in tree.all("Figure", "Formula"))
    wanted = Counter(str(node["alt"]) for node in found(documents, nodes.image) if node.get("alt"))
    wanted += Counter(node.astext().strip() for node in found(documents, nodes.math, nodes.math_block))
    assert wanted - alts == Counter()
    assert "None" not in alts


def test_links_have_text_or_a_picture(tree: Element) -> None:
    links = list(tree.all("Link"))
    assert len(links) > 20
    assert [link for link in links if not fold(link.text) and not list(link.all("Figure"))] == []


def test_the_window_shows_the_title_and_the_bookmarks_number_the_sections(pdf: Path, tree: Element) -> None:
    with pikepdf.open(pdf) as book:
        assert book.Root.ViewerPreferences.DisplayDocTitle
        assert str(book.Root.Lang) == "en"
        with book.open_outline() as outline:
            titles = [title for item in outline.root for title in flattened(item)]
    headings = [fold(element.text) for element in tree.all("H2", "H3")]
    assert len(titles) >= len(headings)
    assert any(re.match(r"\d+(\.\d+)* \S", title) for title in titles)


def flattened(item: pikepdf.OutlineItem) -> list[str]:
    return [item.title, *(title for child in item.children for title in flattened(child))]


def test_heads_and_page_numbers_are_artifacts(tree: Element, pdf: Path) -> None:
    """The running head stands on the page, but no element holds it twice."""
    with pikepdf.open(pdf) as book:
        content = b"".join(page.Contents.read_bytes() for page in book.pages)
        assert content.count(b"/Subtype/Header") > 0
        assert content.count(b"/Subtype/Footer") > 0
    title = next(tree.all("Title")).text
    chapters = {fold(element.text) for element in tree.all("H1", "H2")} - {fold(title)}
    assert [element.text for element in tree.all("P") if fold(element.text) in chapters] == []


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


def figures_of(node: Any) -> list[Any]:
    below = [figure for kid in elements_of(node) for figure in figures_of(kid)]
    return [*below, node] if str(node.get("/S")) == "/Figure" else below


@pytest.mark.verapdf
def test_it_is_accessible_and_archival(pdf: Path, validate: Validator) -> None:
    done = validate(pdf, "ua1,2a")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("failedRules=0") == 2


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


def elements_of(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    return [kid for kid in (kids if isinstance(kids, pikepdf.Array) else [kids]) if isinstance(kid, pikepdf.Dictionary)]
