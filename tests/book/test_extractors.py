"""What other programs take out of a page: reader views, the clipboard, saved pages. Tables stay tables."""

from __future__ import annotations

import json
import subprocess
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree, html

from bilateral.standing import NAMES
from bilateral_workshop.verification.tools import Tools
from book.conftest import ROOT
from tools import need_packages

if TYPE_CHECKING:
    from book.browsing import Reader

NODE = ROOT / ".venv/node"
MIN_KEPT = 0.8
"""Of the paragraphs; what is short or holds little but links, a reader view may leave out."""


@pytest.fixture(scope="module")
def views(html_book: Path) -> dict[str, tuple[etree._Element, etree._Element]]:
    """Each chapter, and what Mozilla's Readability makes of it."""
    need_packages(NODE, "jsdom", "@mozilla/readability")
    pages = sorted((html_book / "chapters").glob("*.html"))
    chapters = [page for page in pages if html.parse(str(page)).find(".//h1") is not None]
    script = ROOT / "tests/node/reader_view.mjs"
    done = subprocess.run([Tools.script("node"), script, NODE, *chapters], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    return {
        page.stem: (shown_of(page), html.fromstring(view["content"]))
        for page, view in zip(chapters, found, strict=True)
    }


def shown_of(page: Path) -> etree._Element:
    """Return the content of a page without what it hides."""
    main = html.parse(str(page)).getroot().find(".//main")
    for hidden in main.xpath(".//span[@hidden]"):
        hidden.drop_tree()
    return main


def squash(element: etree._Element) -> str:
    return "".join("".join(element.itertext()).split())


def test_a_reader_view_keeps_every_table_with_its_head(views: dict[str, Any]) -> None:
    assert len(views) > 15
    for name, (page, view) in views.items():
        tables = page.findall(".//table")
        assert len(view.findall(".//table")) == len(tables), name
        for before, after in zip(tables, view.findall(".//table"), strict=True):
            assert [squash(cell) for cell in after.iter("th", "td")] == [
                squash(cell) for cell in before.iter("th", "td")
            ]
            assert after.find("thead") is not None, name
            assert after.find("caption") is not None, name


def test_a_reader_view_keeps_the_introduction_and_the_headings(views: dict[str, Any]) -> None:
    for name, (page, view) in views.items():
        text = squash(view)
        first = page.xpath(".//section/p")[:1]
        assert [squash(paragraph) for paragraph in first if squash(paragraph) not in text] == [], name
        prose = page.xpath(".//section/p")
        kept = sum(squash(paragraph) in text for paragraph in prose)
        assert kept >= MIN_KEPT * len(prose), name
        headings = [squash(heading) for heading in page.xpath(".//h2 | .//h3")]
        assert [heading.rstrip("#") for heading in headings if heading.rstrip("#") not in text] == [], name


def test_marks_in_a_reader_view_have_words(views: dict[str, Any]) -> None:
    page, view = views["chronology"]
    marks = [span for span in page.iter("span") if "standing" in span.get("class", "").split()]
    text = " ".join(view.text_content().split())
    assert len(marks) > 60
    assert sum(text.count(name) for name in NAMES.values()) >= len(marks)


def test_a_table_copied_as_text_has_a_line_for_each_row(reader: Reader) -> None:
    tab = reader.open("chapters/agreements.html")
    copied = tab.evaluate("""() => {
      getSelection().selectAllChildren(document.querySelector("#table-agreements"));
      return getSelection().toString();
    }""")
    rows = tab.locator("#table-agreements tbody tr").count()
    columns = tab.locator("#table-agreements thead th").count()
    lines = [line for line in copied.split("\n") if line.strip()]
    assert len(lines) == rows + 2  # the caption, the heads
    assert {line.count("\t") for line in lines[1:]} == {columns - 1}
    assert any(name in line for line in lines for name in NAMES.values())


def test_a_page_that_is_saved_keeps_its_tables(reader: Reader) -> None:
    tab = reader.open("chapters/agreements.html")
    seen = tab.locator("table tr").count()
    session = tab.context.new_cdp_session(tab)
    saved = session.send("Page.captureSnapshot", {"format": "mhtml"})["data"].encode()
    parts = [part for part in message_from_bytes(saved).walk() if part.get_content_type() == "text/html"]
    page = html.fromstring(parts[0].get_payload(decode=True))
    assert len(page.findall(".//table//tr")) == seen
    sheets = [part for part in message_from_bytes(saved).walk() if part.get_content_type() == "text/css"]
    assert sheets
