"""Back-links: below each entry of the bibliography stand the places that cite it, in the order of the book."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from pikepdf import Name, NameTree, Pdf, String

from book.conftest import ROOT
from book.printed import Printed, squash
from book.test_prose import pages_of_epub
from book.test_tables import KINDS
from book.wanted import Directive, Wanted, directives

SOURCE = ROOT / "source"
PARTS = re.compile(
    r"^\((?P<label>[\w-]+)\)=\n(?P<level>#+) |\{(?P<role>fact|source)\}`(?P<keys>[^`]+)`|^:name: (?P<table>[\w-]+)$",
    re.MULTILINE,
)
COLLECTIONS = {"chronology": "events", "trade": "series", "population": "series"}
"""The collection of a table's home rows, where it has not the name of the table's kind."""
LETTERS = "bcdefghijklmnopqrstuvwxyz"
Backlink = tuple[str, str]
"""The number of a section and the anchor in it that cites first; then, under b, c and so on, the further ones."""


class CitingSection:
    """Where the chapters cite, found in their Markdown: sources by their own roles, by facts and by tables."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.wanted = Wanted(data, SOURCE)
        self.facts = {fact["fact"]: fact for fact, _ in self.wanted.facts}
        self.tables = {table.label: table for table in directives(SOURCE, KINDS)}
        self.places: dict[str, dict[str, list[str]]] = {key: {} for key in self.wanted.keys}
        names = re.findall(r"^chapters/.+$", (SOURCE / "index.md").read_text("utf-8"), re.MULTILINE)
        for number, name in enumerate(names, 1):
            self.read((SOURCE / f"{name}.md").read_text("utf-8"), number)

    def read(self, text: str, chapter: int) -> None:
        section, counts = "", [chapter - 1, 0, 0]
        for part in PARTS.finditer(text):
            if part["label"]:
                level = len(part["level"])
                counts[level - 1 :] = [counts[level - 1] + 1, *[0] * (3 - level)]
                number, section = ".".join(str(count) for count in counts if count), part["label"]
            for key, anchor in self.cited(part, section):
                known = self.places[key].setdefault(number, [])
                known += [anchor] if anchor not in known else []

    @property
    def backlinks(self) -> dict[str, list[Backlink]]:
        return {
            key: [back for number, anchors in places.items() for back in zip([number, *LETTERS], anchors, strict=False)]
            for key, places in self.places.items()
        }

    def cited(self, part: re.Match[str], section: str) -> Iterator[tuple[str, str]]:
        keys = [key.strip() for key in (part["keys"] or "").split(",")]
        if part["role"] == "source":
            yield from ((key, section) for key in keys)
        elif part["role"] == "fact":
            sources = [self.wanted.fact_sources(self.facts[number]) for number in keys]
            yield from ((key, f"fact-{keys[0].lower()}") for group in sources for key in group)
        elif part["table"] in self.tables and self.tables[part["table"]].kind != "source-register":
            yield from self.cited_by_table(self.tables[part["table"]])  # pictures and that register cite nothing

    def cited_by_table(self, table: Directive) -> Iterator[tuple[str, str]]:
        placed: set[str] = set()
        for record, cells in self.wanted.rows(table):
            own = record and self.wanted.kind_of[record] == COLLECTIONS.get(table.kind, table.kind)
            home = own and "canonical" in table.options and record not in placed
            placed.add(record or "")
            for cell in cells.values():
                yield from ((key, record if home and record else table.label) for key in cell.sources)


@pytest.fixture(scope="session")
def wanted(data: dict[str, Any]) -> dict[str, list[Backlink]]:
    return CitingSection(data).backlinks


def shown(page: Any) -> dict[str, list[Backlink]]:
    """Return the back-links of each entry of a page; the words around them must be those of a sentence."""
    found = {}
    for entry in page.xpath("//div[contains(@class, 'citation')][starts-with(@id, 'source-')]"):
        lines = entry.xpath(".//*[@class='cited-in']")
        links = [(a.text_content(), a.get("href").partition("#")[2]) for line in lines for a in line.iter("a")]
        words = "".join(line.text_content().strip() for line in lines)
        told = re.sub(r", ([b-z])(?=,|$)", r" \1", ", ".join(number for number, _ in links))
        assert words.replace("\u00a0", " ") == (f"Cited in {told}." if links else "")
        found[entry.get("id").removeprefix("source-")] = links
    return found


def test_the_book_cites_its_sources_by_facts_tables_and_roles(wanted: dict[str, list[Backlink]]) -> None:
    anchors = {anchor for backlinks in wanted.values() for _, anchor in backlinks}
    assert len(wanted) > 80
    assert len(wanted["article"]) > 30
    assert {"fact-f25", "agreement-friendship", "table-chronology", "about-citing"} <= anchors


def test_the_web_book_links_back(wanted: dict[str, list[Backlink]], html_book: Path) -> None:
    assert shown(html.parse(str(html_book / "chapters/sources.html")).getroot()) == wanted


def test_the_ebook_links_back(wanted: dict[str, list[Backlink]], epub_book: Path) -> None:
    pages = [found for page in pages_of_epub(epub_book) if (found := shown(page))]
    assert pages == [wanted]


def test_a_lost_place_is_found(wanted: dict[str, list[Backlink]], html_book: Path) -> None:
    """Plant a fault: one number less, and one that leads elsewhere."""
    page = (html_book / "chapters/sources.html").read_text("utf-8")
    for number in (
        r", <a [^>]*#fact-f12[^>]*>4\.2</a>",
        r" <a [^>]*#visit-[^>]*>c</a>",
        r'(?<=visits.html#)fact-f25(?="[^>]*>5\.2<)',
    ):
        broken = re.sub(number, "", page, count=1)
        assert broken != page
        assert shown(html.document_fromstring(broken.encode())) != wanted


@pytest.mark.book
@pytest.mark.parametrize("setter", ["typst", pytest.param("latex", marks=pytest.mark.latex)])
class TestPrinted:
    @pytest.fixture
    def book(self, setter: str, request: pytest.FixtureRequest) -> Path:
        found: Path = request.getfixturevalue(f"{setter}_book")
        return found

    def test_the_numbers_stand_below_the_entry(
        self, setter: str, request: pytest.FixtureRequest, wanted: dict[str, list[Backlink]]
    ) -> None:
        """Entries that go on on the next page, and the last one, have no end that can be seen."""
        printed: Printed = request.getfixturevalue(f"{setter}_printed")
        seen = 0
        for (key, backlinks), (after, _) in pairwise(wanted.items()):
            if printed.places[f"source-{key}"][0] == printed.places[f"source-{after}"][0]:
                number = list(wanted).index(after) + 1
                entry = printed.below(f"source-{key}").partition(f"[{number}]")[0]
                _, begun, numbers = entry.rpartition("Citedin")
                assert (numbers if begun else "") == squash("".join(label for label, _ in backlinks)), key
                seen += 1
        assert seen > 60

    def test_each_number_leads_to_its_place(self, book: Path, wanted: dict[str, list[Backlink]]) -> None:
        with Pdf.open(book) as pdf:
            places = {name: self._place(place) for name, place in NameTree(pdf.Root.Names.Dests).items()}
            links = [link for page in pdf.pages for link in page.get("/Annots", []) if link.Subtype == Name.Link]
            targets = [link.Dest if "/Dest" in link else link.A.get("/D") for link in links]
            led = [places.get(str(target)) for target in targets if isinstance(target, String)]
        every = [places[anchor] for backlinks in wanted.values() for _, anchor in backlinks]
        assert len(every) > 600
        first = next(at for at in range(len(led)) if led[at : at + 30] == every[:30])
        assert led[first : first + len(every)] == every

    @staticmethod
    def _place(place: Any) -> tuple[Any, ...]:
        page, _, x, y, _ = place
        return page.objgen, x, y
