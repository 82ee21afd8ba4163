"""What stays together on a page."""

from __future__ import annotations

from collections.abc import Callable

from pdfminer.high_level import extract_text

from tests.projects import Project

LINES = 8


def page(filler: int) -> str:
    above = "\n".join(f"- line {line}" for line in range(filler))
    return f"# Chapter\n\n{above}\n\n```none\n" + "\n".join(f"code {line}" for line in range(LINES)) + "\n```\n"


def test_a_short_listing_is_not_broken(project: Callable[..., Project]) -> None:
    pages = {f"page{filler}": page(filler) for filler in range(14, 30)}
    built = project("# Book", "typst_papersize = 'a5'\n", **pages).build()
    found = [text for text in extract_text(built.pdf).split("\f") if "code" in text]
    assert len(found) == len(pages)
    assert {text.count("code") for text in found} == {LINES}
    assert any("line" not in text for text in found), "some have no room below their list"
