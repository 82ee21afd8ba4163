"""Anchors: the same names in every format, none made by counting or from a title, none of the published lost."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from bilateral_workshop.readback.anchors import epub_anchors, html_anchors, inventory_anchors, pdf_anchors
from book.conftest import ROOT
from book.plain import bib_keys
from book.test_tables import KINDS
from book.wanted import Wanted, directives

SOURCE = ROOT / "source"
OF_THE_MAKERS = {"genindex", "Doc-Start"}
"""Names that typesetters give to pages of their own: the index, and the beginning of TeX's book."""


@pytest.fixture(scope="session")
def wanted_anchors(data: dict[str, Any]) -> set[str]:
    """Every anchor that chapters, data and bibliography ask for."""
    pages = [SOURCE / "index.md", *sorted((SOURCE / "chapters").glob("*.md"))]
    text = "\n".join(page.read_text("utf-8") for page in pages)
    wanted = Wanted(data, SOURCE)
    glossary = re.search(r"```\{glossary\}\n(.*?)```", text, re.DOTALL)
    assert glossary is not None
    terms = [line for line in glossary[1].splitlines() if line and not line.startswith((" ", ":"))]
    return {
        *re.findall(r"^\((.+)\)=$", text, re.MULTILINE),
        *(directive.label for directive in directives(SOURCE, KINDS)),
        *re.findall(r"^```\{(?:picture-|list-table).*\n:name: (.+)$", text, re.MULTILINE),
        *wanted.records,
        *(f"fact-{fact['fact'].lower()}" for fact, _ in wanted.facts),
        *(f"source-{key}" for key in bib_keys(SOURCE)),
        *("term-" + re.sub(r"[^A-Za-z0-9]+", "-", term).strip("-") for term in terms),
    }


def published() -> list[tuple[str, str, str, str]]:
    """Return the lines of the ledger: anchor, kind, page, edition."""
    lines = (SOURCE / "anchors.txt").read_text("utf-8").splitlines()
    found = [tuple(line.split()) for line in lines if not line.startswith("#")]
    assert all(len(line) == 4 for line in found)
    return found  # type: ignore[return-value]  # the line above makes sure


def retired() -> dict[str, str]:
    """Return what takes the place of each name that is no longer in use."""
    lines = (SOURCE / "redirects.txt").read_text("utf-8").splitlines()
    pairs = [re.split(r"\s+->\s+", line) for line in lines if "->" in line and not line.startswith("#")]
    return {old: new.split()[0] for old, new in pairs if "#" not in old}


class TestSets:
    def test_the_web_book_has_what_the_sources_ask_for_and_nothing_else(
        self, html_book: Path, wanted_anchors: set[str]
    ) -> None:
        assert len(wanted_anchors) > 400
        assert set(html_anchors(html_book)) == wanted_anchors | set(retired())
        assert wanted_anchors & set(retired()) == set()

    def test_the_e_book_has_the_same_on_the_same_pages(self, html_book: Path, epub_book: Path) -> None:
        assert epub_anchors(epub_book) == html_anchors(html_book)

    def test_the_pdf_has_the_same(self, html_book: Path, typst_book: Path) -> None:
        assert pdf_anchors(typst_book) - OF_THE_MAKERS == set(html_anchors(html_book))

    @pytest.mark.latex
    def test_the_pdf_by_latex_has_the_same(self, html_book: Path, latex_book: Path) -> None:
        assert pdf_anchors(latex_book) - OF_THE_MAKERS == set(html_anchors(html_book))

    def test_the_inventory_has_the_same(self, html_book: Path) -> None:
        told = inventory_anchors(html_book / "objects.inv")
        assert told == {name: found[0] for name, found in html_anchors(html_book).items() if name not in retired()}

    def test_each_stands_once(self, html_book: Path) -> None:
        assert {name: pages for name, pages in html_anchors(html_book).items() if len(pages) > 1} == {}


class TestLedger:
    def test_what_is_published_stands_where_it_was_published(self, html_book: Path, epub_book: Path) -> None:
        redirects = SOURCE / "redirects.txt"
        lines = redirects.read_text("utf-8").splitlines() if redirects.exists() else []
        old = {line.split()[0].rpartition("#")[2] for line in lines if line and not line.startswith("# ")}
        for found in (html_anchors(html_book), epub_anchors(epub_book)):
            lost = {anchor for anchor, _, page, _ in published() if found.get(anchor) != [page]}
            assert lost - old == set()

    def test_the_ledger_knows_every_anchor(self, wanted_anchors: set[str]) -> None:
        assert {anchor for anchor, *_ in published()} >= wanted_anchors, "run: make anchors"


class TestPermanentAddresses:
    def test_each_leads_to_its_anchor(self, html_book: Path) -> None:
        pages = {name: found[0] for name, found in html_anchors(html_book).items()}
        assert {path.parent.name for path in (html_book / "a").glob("*/index.html")} == set(pages)
        for name, page in pages.items():
            tree = html.parse(str(html_book / f"a/{name}/index.html")).getroot()
            (sent,) = tree.xpath("//meta[@http-equiv='refresh']/@content")
            (link,) = tree.xpath("//main//a/@href")
            assert sent == f"0; url={link}"
            assert link == f"../../{page}.html#{retired().get(name, name)}"

    def test_they_are_listed(self, html_book: Path, data: dict[str, Any]) -> None:
        listed = json.loads((html_book / "anchors.json").read_text("utf-8"))["anchors"]
        assert set(listed) == set(html_anchors(html_book)) - set(retired())
        address = data["volume"]["address"]
        assert all(anchor["address"] == f"{address}a/{name}/" for name, anchor in listed.items())
