"""Citations in the web book: the panel, the pages without script, what is printed, and what programs read."""

from __future__ import annotations

import codecs
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import latexcodec  # noqa: F401  (registers the codec "ulatex")
import pikepdf
import pytest
import rispy
from lxml import html
from pdfminer.high_level import extract_text
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pybtex.database import parse_string

from bilateral.anchors import source_of
from bilateral.reading import read_volume
from book.conftest import ROOT
from book.printed import Printed, squash
from book.wanted import Wanted

PANELS = re.compile(r"// [0-9a-f]{64}\nciting\.receive\(\"(?P<page>[^\"]+)\", (?P<parts>\{.*\})\);\n")
BOOK = "Lithuania–Mexico Relations: A reference book"
WHERE = "chapters/visits"
NUMBER = "5.4"
TITLE = "Guadalajara, 2004"


def copied(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def opened(context: BrowserContext, home: str, anchor: str = "visits-2004") -> Page:
    page = context.new_page()
    page.goto(f"{home}{WHERE}.html#{anchor}")
    page.locator(f"a.cite[data-cite={anchor}]").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


class TestPanel:
    def test_by_keyboard_alone(self, context: BrowserContext, home: str, data: dict[str, Any]) -> None:
        page = context.new_page()
        page.goto(f"{home}{WHERE}.html#visits-2004")
        for _ in range(4):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.dataset.cite") == "visits-2004":
                break
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name=TITLE)
        expect(dialog).to_be_visible()
        expect(dialog.get_by_role("tab", name="APA")).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(dialog.get_by_role("tab", name="Chicago", selected=True)).to_be_focused()
        expect(dialog.get_by_role("tabpanel", name="Chicago")).to_be_visible()
        page.keyboard.press("Tab")
        expect(dialog.get_by_role("button", name="Copy Chicago")).to_be_focused()
        page.keyboard.press("Enter")
        expect(dialog.get_by_role("status")).to_have_text("Chicago copied")
        edition = data["volume"]
        author = edition["authors"][0]["name"]
        address = f"{edition['address']}a/visits-2004/"
        assert copied(page) == (
            f"{author}, ‘{TITLE}’, in Lithuania–Mexico Relations: A Reference Book, version {edition['version']},"
            f" {edition['edition']} (2026), sect. {NUMBER}, {address}."
        )
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(page.locator("a.cite[data-cite=visits-2004]")).to_be_focused()

    def test_every_form_can_be_copied(self, context: BrowserContext, home: str, data: dict[str, Any]) -> None:
        edition = data["volume"]
        address = f"{edition['address']}a/visits-2004/"
        page = opened(context, home)
        texts = {}
        for tab in page.get_by_role("tab").all():
            tab.click()
            page.get_by_role("tabpanel").get_by_role("button", name=re.compile("^Copy")).click()
            expect(page.get_by_role("dialog").get_by_role("status")).to_have_text(f"{tab.inner_text()} copied")
            texts[tab.inner_text()] = copied(page)
        assert list(texts) == ["APA", "Chicago", "MLA", "BibTeX", "RIS", "CSL-JSON"]
        assert all(address in text and TITLE in text for text in texts.values())
        assert texts["APA"].startswith(f"{edition['authors'][0]['name']}. (2026). {TITLE}. In {BOOK} (")
        (entry,) = parse_string(texts["BibTeX"], "bibtex").entries.values()
        assert (entry.key, entry.fields["url"]) == ("visits-2004", address)
        assert f"Section {NUMBER}" in entry.fields["note"]
        (record,) = rispy.loads(texts["RIS"])
        assert (record["id"], record["section"], record["urls"]) == ("visits-2004", NUMBER, [address])
        (item,) = json.loads(texts["CSL-JSON"])
        assert (item["id"], item["section"], item["URL"]) == ("visits-2004", NUMBER, address)
        assert item["issued"]["date-parts"] == [[int(part) for part in edition["published"].split("-")]]

    def test_styles_are_copied_with_their_italics(self, context: BrowserContext, home: str) -> None:
        page = opened(context, home)
        page.get_by_role("button", name="Copy APA").click()
        expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("APA copied")
        rich = page.evaluate(
            "navigator.clipboard.read().then((items) => items[0].getType('text/html')).then((blob) => blob.text())"
        )
        assert f"<i>{BOOK}</i>" in rich

    def test_the_sign_behind_a_heading_or_a_caption_copies_its_address(
        self, context: BrowserContext, home: str, data: dict[str, Any]
    ) -> None:
        page = context.new_page()
        page.goto(f"{home}{WHERE}.html")
        for anchor, place in (("visits-2004", "h2"), ("table-visits-from-lithuania", "caption"), ("figure-terms", "*")):
            page.locator(f"#{anchor} {place} > a.headerlink").first.focus()
            page.keyboard.press("Enter")
            expect(page.get_by_role("status").filter(has_text="Link copied")).to_have_count(1)
            assert copied(page) == f"{data['volume']['address']}a/{anchor}/"
            assert page.url.endswith(f"#{anchor}")

    def test_forms_can_be_kept_as_files(self, context: BrowserContext, home: str, tmp_path: Path) -> None:
        page = opened(context, home)
        names = {}
        for label, name in (("BibTeX", "visits-2004.bib"), ("RIS", "visits-2004.ris"), ("APA", "visits-2004.txt")):
            page.get_by_role("tab", name=label, exact=True).click()
            with page.expect_download() as download:
                page.get_by_role("button", name=f"Download {label}").click()
            assert download.value.suggested_filename == name
            download.value.save_as(tmp_path / name)
            names[label] = (tmp_path / name).read_text("utf-8")
        assert list(parse_string(names["BibTeX"], "bibtex").entries) == ["visits-2004"]
        assert [record["id"] for record in rispy.loads(names["RIS"])] == ["visits-2004"]
        assert names["APA"].endswith("/a/visits-2004/")

    def test_tells_the_section_the_anchor_the_edition_and_the_day(
        self, context: BrowserContext, home: str, data: dict[str, Any], typst_printed: Printed
    ) -> None:
        page = opened(context, home)
        told = dict(
            zip(
                page.get_by_role("dialog").locator("dl.facts dt").all_inner_texts(),
                page.get_by_role("dialog").locator("dl.facts dd").all_inner_texts(),
                strict=True,
            )
        )
        edition = data["volume"]
        begins = typst_printed.places["visits-2004"][0] + 1
        assert re.fullmatch(rf"p\. {begins}|pp\. {begins}–\d+", told.pop("In the PDF"))
        assert told == {
            "Edition": f"{edition['edition']}, version {edition['version']}, 28 November 2026",
            "Section": NUMBER,
            "Anchor": "visits-2004",
            "Permanent address": f"{edition['address']}a/visits-2004/\nCopy link",
        }

    def test_a_record_brings_its_sources(self, context: BrowserContext, home: str, data: dict[str, Any]) -> None:
        anchor = "visit-adamkus-2002"
        wanted = set(next(keys for record, keys in sources_by_record(data).items() if record == anchor))
        page = opened(context, home, anchor)
        sources = page.get_by_role("dialog").locator(".sources")
        sources.get_by_role("tab", name="CSL-JSON").click()
        sources.get_by_role("button", name="Copy CSL-JSON").click()
        expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("CSL-JSON copied")
        assert {item["id"] for item in json.loads(copied(page))} == wanted
        links = [str(link.get_attribute("href")) for link in sources.locator("li > a").all()]
        assert {link.partition("#source-")[2] for link in links} == wanted
        entries = [entry.inner_text() for entry in sources.locator("li > span").all()]
        assert all(len(entry) > 20 for entry in entries)  # as the bibliography has them, without grades
        assert not any("Grade" in entry for entry in entries)
        sources.locator("li > a").first.click()
        expect(page).to_have_url(re.compile(r"/chapters/sources\.html#source-"))

    def test_works_as_a_file_without_a_network(self, browser: Browser, html_book: Path) -> None:
        context = browser.new_context(offline=True)
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((html_book / f"{WHERE}.html").as_uri())
        page.locator("a.cite[data-cite=visits-2004]").click()
        expect(page.get_by_role("dialog", name=TITLE)).to_be_visible()
        assert not [address for address in asked if not address.startswith(("file:", "data:"))]
        assert [address for address in asked if address.endswith(f"/cite/{WHERE}.js")]
        context.close()

    def test_a_panel_that_cannot_be_brought_leads_to_the_page(self, context: BrowserContext, home: str) -> None:
        page = context.new_page()
        page.route("**/cite/**/*.js", lambda route: route.abort())
        page.goto(f"{home}{WHERE}.html")
        page.locator("a.cite[data-cite=visits-2004]").click()
        expect(page).to_have_url(f"{home}cite/{WHERE}.html#visits-2004")
        expect(page.get_by_role("heading", name=TITLE)).to_be_visible()

    def test_without_script_the_page_says_the_same(self, browser: Browser, home: str) -> None:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{home}{WHERE}.html")
        page.locator("a.cite[data-cite=visits-2004]").click()
        expect(page).to_have_url(f"{home}cite/{WHERE}.html#visits-2004")
        panel = page.locator("section.panel[id=visits-2004]")
        expect(panel).to_be_in_viewport()
        assert panel.locator(".form h3").all_inner_texts() == ["APA", "Chicago", "MLA", "BibTeX", "RIS", "CSL-JSON"]
        assert panel.get_by_role("button").count() == 0
        context.close()

    def test_on_paper_a_control_is_a_line(self, context: BrowserContext, home: str, tmp_path: Path) -> None:
        page = context.new_page()
        page.goto(f"{home}{WHERE}.html")
        page.pdf(path=tmp_path / "page.pdf")
        words = extract_text(tmp_path / "page.pdf").split()
        addresses = [word for word in words if word.startswith("lithuania-mexico-relations.example/a/")]
        assert addresses == ["lithuania-mexico-relations.example/a/visits/"]  # that of the chapter, and no other
        assert "visit-adamkus-2002" not in words
        assert "Cite" not in words


def sources_by_record(data: dict[str, Any]) -> dict[str, set[str]]:
    """Return the sources of each record, from the data file by the tests' own arithmetic."""
    base = {register["letter"]: register.get("source") for register in data["registers"]}

    def below(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            yield from [value["source"]] if "stance" in value or set(value) <= {"source", "locator", "part"} else []
            if "fact" in value and base.get(value["fact"][0]):
                yield str(base[value["fact"][0]])
            for inner in value.values():
                yield from below(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from below(inner)

    collections = [
        value for key, value in data.items() if key not in ("volume", "registers") and isinstance(value, list)
    ]
    return {record["id"]: set(below(record)) for records in collections for record in records}


CITED = ("chapter", "section", "table", "figure", "source")


def panels_of(html_book: Path) -> Iterator[Any]:
    """Yield the panel of each part, from the pages for readers without script."""
    for path in sorted((html_book / "cite").rglob("*.html")):
        yield from html.parse(str(path)).getroot().xpath("//section[contains(@class, 'panel')]")


class TestEverything:
    def test_each_part_and_each_source_can_be_cited(self, html_book: Path, data: dict[str, Any]) -> None:
        listed = json.loads((html_book / "anchors.json").read_text("utf-8"))["anchors"]
        records = Wanted(data, ROOT / "source").records
        wanted = {name: anchor["page"] for name, anchor in listed.items() if anchor["kind"] in CITED or name in records}
        assert len(wanted) > 300
        found: dict[str, str] = {}
        for path in sorted((html_book / "cite").rglob("*.js")):
            match = PANELS.fullmatch(path.read_text("utf-8"))
            assert match is not None
            parts = json.loads(match["parts"])
            page = html.parse(str(path.with_suffix(".html"))).getroot()
            assert [panel.get("id") for panel in page.xpath("//section[contains(@class, 'panel')]")] == list(parts)
            found |= dict.fromkeys(parts, match["page"])
        assert found == wanted

    def test_the_title_of_a_source_says_its_language(self, html_book: Path) -> None:
        volume = read_volume(ROOT / "source")
        told = {
            source_of(panel.get("id")): panel.find("h2").get("lang", volume.edition.language)
            for panel in panels_of(html_book)
            if panel.get("id").startswith("source-")
        }
        assert told == {key: volume.sources[key].title_language for key in told}
        assert len(set(told.values())) > 1

    def test_sources_stand_under_what_they_do_for_the_record(self, html_book: Path, data: dict[str, Any]) -> None:
        wanted = Wanted(data, ROOT / "source")
        headings = {"supports": "Supporting", "contradicts": "Against", "context": "See also"}
        notes = {"supports": "Supports", "contradicts": "Contradicts", "context": "Gives context for"}
        stances: Counter[str] = Counter()
        for panel in panels_of(html_book):
            record = wanted.records.get(panel.get("id"))
            groups = wanted.by_stance(wanted.bearing(record)) if record else {}
            shown = {
                heading.text: {
                    link.get("href").partition("#source-")[2]: (link.tail or "").removeprefix(": ")
                    for link in heading.xpath("following-sibling::ul[1]/li/a")
                }
                for heading in panel.xpath(".//h4")
            }
            assert shown == {
                headings[stance]: {key: ", ".join(places) for key, places in sources.items()}
                for stance, sources in groups.items()
            }, panel.get("id")
            assert list(shown) == [headings[stance] for stance in groups]
            stances.update(list(groups))
            code = {
                form.get("data-form"): form.findtext("pre")
                for form in panel.xpath(".//section[@class='sources']//section")
            }
            if not groups:
                assert code == {}
                continue
            told = {
                "CSL-JSON": {item["id"]: item["annote"] for item in json.loads(code["csl-json"])},
                "RIS": {item["id"]: "; ".join(item["notes"]) for item in rispy.loads(code["ris"])},
                "BibTeX": {
                    key: codecs.decode(entry.fields["annote"], "ulatex")
                    for key, entry in parse_string(code["bibtex"], "bibtex").entries.items()
                },
            }
            for label, found in told.items():
                does = {key: [stance for stance in groups if key in groups[stance]] for key in found}
                assert set(found) == {key for sources in groups.values() for key in sources}, label
                for key, note in found.items():
                    begun = re.findall(r"(?:^|; )(Supports|Contradicts|Gives context for) [‘`]", note)
                    assert begun == [notes[stance] for stance in does[key]], (label, key, note)
                    assert all(squash(place) in squash(note) for stance in does[key] for place in groups[stance][key])
        assert stances["supports"] > 100
        assert stances["contradicts"] > 5
        assert stances["context"] > 5

    def test_whatever_can_be_cited_has_a_control(self, html_book: Path, data: dict[str, Any]) -> None:
        listed = json.loads((html_book / "anchors.json").read_text("utf-8"))["anchors"]
        records = Wanted(data, ROOT / "source").records
        wanted = {name for name, anchor in listed.items() if anchor["kind"] in CITED or name in records}
        controls = {}
        for path in [html_book / "index.html", *(html_book / "chapters").glob("*.html")]:
            for link in html.parse(str(path)).getroot().xpath("//a[@class='cite']"):
                target, _, anchor = link.get("href").partition("#")
                assert (path.parent / target).resolve().is_file()
                controls[anchor] = link.get("aria-label")
        assert set(controls) == wanted
        assert all(label.startswith("Cite: ") and len(label) > 7 for label in controls.values())


@pytest.fixture(scope="module")
def wanted(html_book: Path, data: dict[str, Any]) -> set[str]:
    """The permanent address of each chapter."""
    listed = json.loads((html_book / "anchors.json").read_text("utf-8"))["anchors"]
    names = {name for name, anchor in listed.items() if anchor["kind"] == "chapter"}
    return {f"{data['volume']['address']}a/{name}/" for name in names}


class TestPrintedAddresses:
    """Below the heading of each chapter of e-book and PDFs, once, as it is typed."""

    def test_in_the_e_book(self, epub_book: Path, wanted: set[str]) -> None:
        found = {}
        with ZipFile(epub_book) as archive:
            for name in archive.namelist():
                if name.endswith(".xhtml"):
                    for line in html.document_fromstring(archive.read(name)).xpath("//p[@class='address']"):
                        heading = line.getprevious()
                        assert heading.tag == "h1"
                        (link,) = line.iter("a")
                        assert typed(link.get("href")) == line.text_content().strip()
                        found[link.get("href")] = heading.get("id")
        assert {address: address.rsplit("/", 2)[1] for address in wanted} == found

    def test_in_the_pdf(self, typst_book: Path, typst_printed: Printed, wanted: set[str], data: dict[str, Any]) -> None:
        assert wanted <= addresses_in(typst_book)
        assert printed_addresses(typst_printed, data) == Counter(map(typed, wanted))

    @pytest.mark.latex
    def test_in_the_pdf_by_latex(
        self, latex_book: Path, latex_printed: Printed, wanted: set[str], data: dict[str, Any]
    ) -> None:
        address = data["volume"]["address"]
        printed = wanted - {f"{address}a/home/"}  # TeX's book has a title page in place of the home page
        assert printed <= addresses_in(latex_book)
        assert printed_addresses(latex_printed, data) == Counter(map(typed, printed))
        assert address in latex_printed.text.split()


@pytest.fixture(scope="module")
def data_line(data: dict[str, Any]) -> str:
    """The citation of the data of the book, as it is printed below figures."""
    edition = data["volume"]
    address = f"{typed(edition['address'])}data/relations.yaml"
    return f"Data: {edition['title']}: the data, version {edition['version']}, {address}"


class TestDataOfFigures:
    """Below each figure that is drawn from the data stands their citation, in e-book and PDFs."""

    def test_in_the_e_book(self, epub_book: Path, data_line: str) -> None:
        with ZipFile(epub_book) as archive:
            pages = [html.document_fromstring(archive.read(name)) for name in archive.namelist() if "xhtml" in name]
        figures = [
            figure for page in pages for figure in page.iter("figure") if "record-picture" in figure.get("class")
        ]
        assert len(figures) > 3
        for figure in figures:
            (legend,) = figure.xpath(".//div[@class='legend']")
            assert legend.text_content().strip() == data_line
            assert [link.get("href").endswith("/data/relations.yaml") for link in legend.iter("a")] == [True]

    def test_in_the_pdf(self, typst_printed: Printed, typst_book: Path, data_line: str, epub_book: Path) -> None:
        printed = " ".join(typst_printed.text.split())
        with ZipFile(epub_book) as archive:
            figures = sum(archive.read(name).count(b'class="legend"') for name in archive.namelist() if "xhtml" in name)
        assert squash(printed).count(squash(data_line)) == figures
        assert any(address.endswith("/data/relations.yaml") for address in addresses_in(typst_book))

    @pytest.mark.latex
    def test_in_the_pdf_by_latex(self, latex_printed: Printed, data_line: str) -> None:
        assert squash(data_line) in squash(latex_printed.text)


def typed(address: str) -> str:
    return address.removeprefix("https://")


def printed_addresses(printed: Printed, data: dict[str, Any]) -> Counter[str]:
    """Return the permanent addresses in the text of a PDF."""
    start = f"{typed(data['volume']['address'])}a/"
    return Counter(word for word in printed.text.split() if word.startswith(start))


def addresses_in(book: Path) -> set[str]:
    """Return where the links of a PDF lead, outside of it."""
    with pikepdf.open(book) as pdf:
        links = [note for page in pdf.pages for note in page.get("/Annots", [])]
        return {str(link.A.URI) for link in links if "/A" in link and "/URI" in link.A}


def test_the_data_are_published(html_book: Path) -> None:
    for name in ("data/relations.yaml", "data/relations.schema.json", "references.bib"):
        assert (html_book / "data" / Path(name).name).read_bytes() == (ROOT / "source" / name).read_bytes()
    keys = re.findall(r"^@\w+\{(.+),$", (ROOT / "source/references.bib").read_text("utf-8"), re.MULTILINE)
    assert [item["id"] for item in json.loads((html_book / "data/references.json").read_text("utf-8"))] == keys
    assert [entry["id"] for entry in rispy.loads((html_book / "data/references.ris").read_text("utf-8"))] == keys
