"""What an edition has changed, in the finished book: a table in every format, a feed and a list beside the web book."""

from __future__ import annotations

import json
import re
from zipfile import ZipFile

import pytest
from lxml import etree, html

from bilateral_cli.commands.anchors import enter, keep
from pipeline.conftest import SmallVolume, copied_volume

TABLE = """
(changed)=
## What has changed

```{changes} What this edition has changed
:name: table-changes
```
"""
ERRATA = """
(errata)=
## Errata

```{errata} Corrections of the printed edition
:name: table-errata
```
"""
ATOM = "{http://www.w3.org/2005/Atom}"
WRITTEN = """
```{list-table} Posts
:name: table-posts
:header-rows: 1

* - Year
  - Place
* - One
  - Alpha
```
"""


@pytest.fixture
def second(small: SmallVolume) -> SmallVolume:
    """A second edition, in which a date has been corrected and a section reworded."""
    small.append("chapters/reference.md", TABLE)
    keep(small.folder)
    small.edit("data/relations.yaml", "version: 0.1.0", "version: 0.2.0")
    small.edit("data/relations.yaml", "1900-05-02/1900-05-04", "1900-05-02/1900-05-05")
    small.edit("chapters/chapter.md", "came later", "came much later")
    return small


def rows_of(page: str, table: str = "table-changes") -> list[list[str]]:
    rows = html.document_fromstring(page).xpath(f"//*[@id='{table}']//tbody/tr")
    labels = "descendant::*[contains(@class, 'column-label')]"
    for label in (label for row in rows for label in row.xpath(labels)):
        label.drop_tree()
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


EXPECTED = [
    [
        "Visit of Acting Queen Zoë Aaa to Süd",
        "visit-aaa-1900",
        "corrected: date",
        "1900-05-02/1900-05-04",
        "1900-05-02/1900-05-05",
        "[2]",
    ],
    ["1.1 First", "first", "reworded", "", "", ""],
]


class TestWhatHasChanged:
    def test_is_a_table_with_links(self, second: SmallVolume) -> None:
        page = second.build().page("chapters/reference.html")
        assert rows_of(page) == EXPECTED
        links = html.document_fromstring(page).xpath("//*[@id='table-changes']//tbody//a[@href]/@href")
        assert {"chapter.html#visit-aaa-1900", "chapter.html#first"} <= set(links)

    def test_is_in_e_book_and_pdf_too(self, second: SmallVolume) -> None:
        (book,) = second.build("epub").out.glob("*.epub")
        with ZipFile(book) as archive:
            (name,) = (name for name in archive.namelist() if name.endswith("reference.xhtml"))
            assert "1900-05-02/1900-05-05" in archive.read(name).decode()
        (chapter,) = second.build("typst").out.glob("**/reference.typ")
        assert "1900-05-02/1900-05-05" in re.sub(r"\\u\{[^}]*\}", "", chapter.read_text("utf-8"))

    def test_a_later_edit_is_told_though_its_page_is_another(self, second: SmallVolume) -> None:
        second.build()
        second.edit("chapters/chapter.md", "The visit took place", "A visit took place")
        page = second.build().page("chapters/reference.html")
        assert rows_of(page) == [*EXPECTED, ["1.2 Second", "second", "reworded", "", "", ""]]

    def test_is_a_feed_and_a_list(self, second: SmallVolume) -> None:
        built = second.build()
        told = json.loads(built.page("changes.json"))
        assert (told["since"], told["edition"], len(told["changes"])) == ("0.1.0", "0.2.0", 2)
        feed = etree.fromstring(built.page("changes.atom").encode())
        assert {f"{ATOM}id", f"{ATOM}title", f"{ATOM}updated", f"{ATOM}author"} <= {child.tag for child in feed}
        entries = feed.findall(f"{ATOM}entry")
        assert [entry.find(f"{ATOM}link").get("href") for entry in entries] == [
            change["address"] for change in told["changes"]
        ]
        assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2
        assert 'type="application/atom+xml"' in built.page("index.html")

    def test_without_an_earlier_edition_nothing_is_told(self, small: SmallVolume) -> None:
        small.append("chapters/reference.md", TABLE)
        built = small.build()
        assert rows_of(built.page("chapters/reference.html"))[0][0].startswith("Nothing has changed since")
        assert not (built.out / "changes.atom").exists()


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> SmallVolume:
    """An edition frozen with its PDF, and the next one in which something is corrected."""
    small = copied_volume(tmp_path_factory.mktemp("errata") / "small")
    small.append("chapters/reference.md", ERRATA + TABLE + WRITTEN)
    small.build("formats", "-D", "formats=html,pdf")
    listings = small.folder.parent / "out/formats/html"
    assert enter(small.folder, listings / "anchors.json", freeze=True) == 0
    keep(small.folder, listings / "pages.json")
    small.edit("data/relations.yaml", "version: 0.1.0", "version: 0.2.0")
    small.edit("data/relations.yaml", "1900-05-02/1900-05-04", "1900-05-02/1900-05-05")
    small.edit("chapters/chapter.md", "came later", "came much later")
    small.edit("chapters/reference.md", "  - Alpha", "  - Beta")
    return small


class TestErrata:
    """The corrections of an edition that was frozen with its PDF, by the pages of that."""

    def test_are_told_by_page_and_paragraph(self, corrected: SmallVolume) -> None:
        built = corrected.build("formats", "-D", "formats=html,epub,pdf")
        assert built.status == 0, built.said
        page = built.page("html/chapters/reference.html")
        listed = json.loads((corrected.folder / "editions/0.1.0.json").read_text("utf-8"))["printed"]["anchors"]
        visit, first = listed["visit-aaa-1900"], listed["first"]
        rows = rows_of(page, "table-errata")
        assert sorted(rows) == sorted(
            [
                [f"p. {visit}", "Visit of Acting Queen Zoë Aaa to Süd: date", "2–4 May 1900", "2–5 May 1900"],
                [f"p. {first}, ¶ 1", "1.1 First", "came later,", "came much later,"],
                [f"p. {listed['table-posts']}, row 1", "Posts", "Alpha", "Beta"],
            ]
        )
        places = [("visit-aaa-1900", visit), ("first", first), ("changed", listed["changed"])]
        assert [row[1] for row in rows_of(page)] == [f"p. {page}, {anchor}" for anchor, page in places]
        told = json.loads(built.page("html/changes.json"))["changes"]
        assert [(change["anchor"], change["page"]) for change in told] == places
        (book,) = built.out.glob("epub/*.epub")
        with ZipFile(book) as archive:
            (name,) = (name for name in archive.namelist() if name.endswith("reference.xhtml"))
            assert "came much later" in archive.read(name).decode()


class TestOldEditions:
    def test_each_page_says_which_it_is_and_leads_to_the_newest(self, small: SmallVolume) -> None:
        built = small.build()
        for page, way in (("chapters/chapter", "a/chapter/"), ("index", "")):
            document = html.document_fromstring(built.page(f"{page}.html"))
            (footer,) = document.xpath("//footer")
            assert "version 0.1.0" in footer.text_content()
            (link,) = footer.xpath(".//a[@rel='latest-version']/@href")
            assert link == f"https://northland.example/book/{way}"
            (canonical,) = document.xpath("//link[@rel='canonical']/@href")
            assert canonical.startswith("https://northland.example/book/")


class TestCorrections:
    ADDRESS = "https://forge.example/new?title={anchor}&body={version}%20{address}"

    def test_a_panel_leads_to_the_form(self, small: SmallVolume) -> None:
        assert "Tell the editors" not in small.build().page("cite/chapters/chapter.html")
        small.edit("data/relations.yaml", "  version: 0.1.0", f'  version: 0.1.0\n  corrections: "{self.ADDRESS}"')
        page = html.document_fromstring(small.build().page("cite/chapters/chapter.html"))
        (link,) = page.xpath("//section[@id='visit-aaa-1900']//a[text()='Tell the editors']/@href")
        assert link == (
            "https://forge.example/new?title=visit-aaa-1900&body=0.1.0%20"
            "https%3A%2F%2Fnorthland.example%2Fbook%2Fa%2Fvisit-aaa-1900%2F"
        )

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "https://forge.example/{page}", "mailto:a@b.example?{"])
    def test_what_is_no_address_is_refused(self, small: SmallVolume, address: str) -> None:
        small.edit("data/relations.yaml", "  version: 0.1.0", f'  version: 0.1.0\n  corrections: "{address}"')
        built = small.build()
        assert built.status != 0
        assert "data/relations.yaml:9:3: MOD" in built.said
