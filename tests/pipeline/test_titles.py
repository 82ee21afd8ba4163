"""A title in plain words: the same in every place that copies one, whatever the heading holds."""

from __future__ import annotations

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest
from lxml import etree, html

from pipeline.conftest import Built, SmallVolume, copied_volume

RICH = {
    "source": ("Trade{source}`gazette`", "Trade"),
    "citation": ("Trade {cite}`gazette`", "Trade"),
    "note": ("Trade[^n]", "Trade"),
    "fact": ("Trade{fact}`F01`", "Trade"),
    "mark": ("What {mark}`disputed` means", "What disputed means"),
    "code": ("The file `a_b.yaml`", "The file a_b.yaml"),
    "stress": ("The *first* **visit**", "The first visit"),
    "picture": ("![The flag](flag.svg) of Northland", "The flag of Northland"),
    "record": ("When {rec}`Northland <event-recognition>` came", "When Northland came"),
    "formula": ("Of $a_1$ and others", "Of a_1 and others"),
    "language": ("The word [Süd]{.lang-es}", "The word Süd"),
    "download": ("Get {download}`the *file* <../references.bib>` now", "Get the *file* now"),
    "index": ("The {index}`treaty` of peace", "The treaty of peace"),
    "abbreviation": ("The {abbr}`UN (United Nations)` now", "The UN now"),
    "term": ("What {term}`envoys <envoy>` do", "What envoys do"),
    "small": ("Of CO{sub}`2` and m{sup}`2`", "Of CO2 and m2"),
    "link": (
        "See [the *other*](https://example.org/a) and <https://example.org>",
        "See the other and https://example.org",
    ),
    "markup": (r"A \< b \& \"c\"", "A < b & “c”"),
}
"""A heading of each kind, each a chapter; and what it is in plain words."""
FLAG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
SHOWN_AS = {"formula": "Of a1 and others"}
"""What a formula is where it is shown as one."""


@pytest.fixture(scope="module")
def volume(tmp_path_factory: pytest.TempPathFactory) -> SmallVolume:
    small = copied_volume(tmp_path_factory.mktemp("titles") / "small")
    small.edit("chapters/chapter.md", "{fact}`F01`", "")
    small.edit("data/relations.yaml", "section: first", "section: fact")
    (small.folder / "chapters/flag.svg").write_text(FLAG, "utf-8")
    for kind, (heading, _) in RICH.items():
        note = "\n[^n]: A note.\n" if "[^n]" in heading else ""
        (small.folder / f"chapters/{kind}.md").write_text(f"({kind})=\n# {heading}\n{note}", "utf-8")
        small.append("chapters/reference.md", f"\nSee {{ref}}`{kind}`.\n")
    small.append("chapters/reference.md", "\n```{glossary}\nenvoy\n  One sent.\n```\n")
    listed = "\n".join(f"chapters/{kind}" for kind in RICH)
    small.edit("index.md", "chapters/reference\n", f"chapters/reference\n{listed}\n")
    return small


@pytest.fixture(scope="module")
def web(volume: SmallVolume) -> Built:
    built = volume.build()
    assert built.status == 0, built.said
    return built


@pytest.fixture(scope="module")
def opened(volume: SmallVolume) -> dict[str, bytes]:
    """The files of the e-book."""
    built = volume.build("epub")
    assert built.status == 0, built.said
    with ZipFile(next(built.out.glob("*.epub"))) as book:
        return {name: book.read(name) for name in book.namelist()}


def page(text: str) -> html.HtmlElement:
    """Read a page as a browser shows it: without the sources of formulas."""
    root = html.fromstring(text)
    for annotation in root.findall(".//annotation"):
        annotation.drop_tree()
    return root


@pytest.mark.parametrize("kind", RICH)
def test_the_web_book_says_it_in_plain_words(web: Built, kind: str) -> None:
    words = RICH[kind][1]
    assert json.loads(web.page("anchors.json"))["anchors"][kind]["title"] == words
    titles = json.loads(re.sub(r"^Search\.setIndex\(|\)\s*$", "", web.page("searchindex.js")))["alltitles"]
    assert words in titles
    chapter = page(web.page(f"chapters/{kind}.html"))
    assert re.fullmatch(rf"\d+\. {re.escape(words)} – Northland and Southland", chapter.findtext("head/title") or "")
    (control,) = [link for link in chapter.iterfind(".//a[@class='cite']") if link.get("data-cite") == kind]
    assert control.get("aria-label") == f"Cite: {words}"
    assert words in page(web.page(f"cite/chapters/{kind}.html")).text_content()


@pytest.mark.parametrize("kind", RICH)
def test_references_and_contents_say_it_in_plain_words(web: Built, kind: str) -> None:
    reference = page(web.page("chapters/reference.html"))
    found = reference.xpath("//a[@href=$address][span[contains(@class, 'std-ref')]]", address=f"{kind}.html#{kind}")
    told = {"6"} if kind == "fact" else set()  # the section in which a visit is told is named by its number
    assert {link.text_content() for link in found} == {RICH[kind][1]} | told
    listed = reference.xpath("//nav[@id='contents']//a[@href=$address]", address=f"{kind}.html")
    words = SHOWN_AS.get(kind, RICH[kind][1])
    assert [link.xpath("string(span[last()])") for link in listed] == [words]


@pytest.mark.parametrize("kind", RICH)
def test_the_e_book_says_it_in_plain_words(opened: dict[str, bytes], kind: str) -> None:
    space = {"x": "http://www.w3.org/1999/xhtml", "n": "http://www.daisy.org/z3986/2005/ncx/"}
    words, address = RICH[kind][1], f"chapters/{kind}.xhtml"
    links = etree.parse(BytesIO(opened["nav.xhtml"])).xpath(f"//x:a[@href='{address}']", namespaces=space)
    assert [" ".join("".join(link.itertext()).split()) for link in links] == [words]
    points = etree.parse(BytesIO(opened["toc.ncx"])).xpath(
        f"//n:navPoint[n:content/@src='{address}']", namespaces=space
    )
    assert [point.findtext("n:navLabel/n:text", namespaces=space) for point in points] == [words]
    title = etree.fromstring(opened[address]).findtext("x:head/x:title", namespaces=space) or ""
    assert title.partition(". ")[2] == words


def test_bookmarks_of_the_pdf_say_it_in_plain_words(volume: SmallVolume) -> None:
    built = volume.build("typst")
    assert built.status == 0, built.said
    with pikepdf.open(next(built.out.glob("*.pdf"))) as book, book.open_outline() as outline:
        found = [re.sub(r"^[\d.]+ ", "", chapter.title) for part in outline.root for chapter in part.children]
    wanted = [SHOWN_AS.get(kind, words) for kind, (_, words) in RICH.items()]
    assert found[-len(wanted) :] == wanted


@pytest.mark.parametrize(
    ("title", "remedy"),
    [
        ("After {ref}`second`", "{ref}`words <second>`"),
        ("Of {numref}`table-visits`", "{numref}`words <table-visits>`"),
        ("On {doc}`reference`", "{doc}`words <reference>`"),
        ("On [](reference.md)", "[words](address)"),
        ("On [](#second)", "[words](address)"),
    ],
)
def test_a_reference_without_words_is_told_where_contents_would_lack_them(
    small: SmallVolume, title: str, remedy: str
) -> None:
    small.append("chapters/chapter.md", f"\n(new)=\n## {title}\n")
    built = small.build()
    assert built.status == 1
    assert f"write {remedy} [anchor.wordless]" in built.said
    assert built.said.count("WARNING: ") == 1
