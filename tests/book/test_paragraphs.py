"""Numbers of paragraphs in the real book: the same names in all formats, and an address for each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from book.conftest import BOOK, ROOT
from book.printed import Printed

NAME = re.compile(r"[\w-]+\.p\d+")
ID = re.compile(rf'\sid="({NAME.pattern})"')
WEB = ROOT / "build/html"


@pytest.fixture(scope="module")
def listed(made: Callable[..., object]) -> dict[str, dict[str, str]]:
    """The paragraphs, as the web book lists them."""
    made(*BOOK)
    found: dict[str, dict[str, str]] = json.loads((WEB / "paragraphs.json").read_text("utf-8"))["paragraphs"]
    assert len(found) > 500
    return found


def test_web_book_and_e_book_have_them_once(listed: dict[str, dict[str, str]]) -> None:
    pages = [(WEB / f"{page}.html").read_text("utf-8") for page in sorted({one["page"] for one in listed.values()})]
    assert sorted(name for page in pages for name in ID.findall(page)) == sorted(listed)
    [book] = (ROOT / "build/epub").glob("*.epub")
    with ZipFile(book) as archive:
        inner = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml")]
    assert sorted(name for page in inner for name in ID.findall(page)) == sorted(listed)


def test_the_pdf_has_them(listed: dict[str, dict[str, str]], typst_printed: Printed) -> None:
    assert {name for name in typst_printed.places if NAME.fullmatch(name)} == set(listed)


@pytest.mark.latex
def test_the_pdf_by_latex_has_them(listed: dict[str, dict[str, str]], latex_printed: Printed) -> None:
    """It has no text of the home page."""
    wanted = {name for name, one in listed.items() if one["page"] != "index"}
    assert {name for name in latex_printed.places if NAME.fullmatch(name)} == wanted


def test_each_has_an_address_that_leads_to_it(listed: dict[str, dict[str, str]]) -> None:
    for name, one in listed.items():
        place, _, number = name.rpartition(".")
        lead = Path(WEB, "a", place, number, "index.html").read_text("utf-8")
        assert f'content="0; url=../../../{one["page"]}.html#{name}"' in lead, name
