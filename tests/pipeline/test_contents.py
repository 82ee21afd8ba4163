"""No option of a toctree keeps a chapter out of the contents of a format."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import lxml.etree
import lxml.html
import pikepdf
import pytest

from pipeline.conftest import Built, SmallVolume

TREES = {
    "index": [(":hidden:\n:caption: Part three", "/f/one\n/f/two"), (":maxdepth: 1", "Named </b/three>")],
    "f/one": [(":hidden:", "/c/four"), (":titlesonly:", "/c/five")],
    "f/two": [(":glob:\n:reversed:", "/d/*")],
    "c/four": [(":maxdepth: 1\n:hidden:", "/e/nine")],
}
"""The toctrees of pages: options and entries."""
PAGES = ["f/one", "c/four", "e/nine", "c/five", "f/two", "d/six", "d/seven", "b/three"]
"""The pages in the order in which they are read."""


def title(page: str) -> str:
    return "Named" if page == "b/three" else f"Page {page[2:]}"


@pytest.fixture(scope="module")
def nested(tmp_path_factory: pytest.TempPathFactory) -> SmallVolume:
    from pipeline.conftest import copied_volume

    small = copied_volume(tmp_path_factory.mktemp("contents") / "small")
    for page in PAGES:
        name = page[2:]
        path = small.folder / f"{page}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"(page-{name})=\n# Page {name}\n\nText.\n\n(in-{name})=\n## In {name}\n\nText.\n", "utf-8")
    for page, trees in TREES.items():
        small.append(
            f"{page}.md", "".join(f"\n```{{toctree}}\n{options}\n\n{names}\n```\n" for options, names in trees)
        )
    return small


def whole(built: Built) -> Path:
    assert built.status == 0, built.said
    return built.out


def book(small: SmallVolume) -> zipfile.ZipFile:
    return zipfile.ZipFile(next(whole(small.build("epub")).glob("*.epub")))


def test_the_contents_of_the_e_book(nested: SmallVolume) -> None:
    with book(nested) as archive:
        nav = lxml.etree.fromstring(archive.read("nav.xhtml"))
        ncx = lxml.etree.fromstring(archive.read("toc.ncx"))
        package = lxml.etree.fromstring(archive.read("content.opf"))
    lines = [("".join(link.itertext()), link.get("href")) for link in nav.iterfind(".//{*}nav[@role='doc-toc']//{*}a")]
    points = [
        (point.findtext("{*}navLabel/{*}text"), point.find("{*}content").get("src"))
        for point in ncx.iter("{*}navPoint")
    ]
    assert lines == points
    texts = [text for text, _ in lines]
    assert [text for text in texts if text in {title(page) for page in PAGES}] == [title(page) for page in PAGES]
    assert [text for text in texts if text.startswith("Part ")] == ["Part one", "Part two", "Part three"]
    assert texts[-1] == "Index"
    assert {f"In {page[2:]}" for page in PAGES} <= set(texts)
    deepest = nav.xpath("//*[text()='Page nine']/ancestor::*[local-name()='li']/*[local-name()='a']/text()")
    assert deepest == ["Part three", "Page one", "In one", "Page four", "In four", "Page nine"]
    names = {item.get("id"): item.get("href") for item in package.iter("{*}item")}
    spine = [names[item.get("idref")] for item in package.iter("{*}itemref") if item.get("linear") != "no"]
    assert [name for name in spine if name.partition(".")[0] in PAGES] == [f"{page}.xhtml" for page in PAGES]


def test_the_contents_of_the_web_book(nested: SmallVolume) -> None:
    page = lxml.html.parse(whole(nested.build("html")) / "index.html").getroot()
    shown = [link.get("href") for link in page.iter("a") if str(link.get("href")).removesuffix(".html") in PAGES]
    assert list(dict.fromkeys(shown)) == [f"{name}.html" for name in PAGES]


def test_the_contents_of_the_pdf(nested: SmallVolume) -> None:
    with pikepdf.open(next(whole(nested.build("typst")).glob("*.pdf"))) as pdf, pdf.open_outline() as outline:
        found: list[str] = []

        def walk(items: list[pikepdf.OutlineItem]) -> None:
            for item in items:
                found.append(re.sub(r"^[\d.]+\s+", "", item.title))
                walk(item.children)

        walk(outline.root)
    wanted = [f"Page {page[2:]}" for page in PAGES]
    assert [text for text in found if text in wanted] == wanted
