"""A style sheet is mirrored for a book that is written from right to left."""

from __future__ import annotations

from pathlib import Path

import pytest

from bilateral_sphinx.mirroring import mirrored

SCRIPTS = Path(__file__).parents[1] / "scripts/bilateral_sphinx"
SHEETS = sorted(SCRIPTS.rglob("*.css"))


@pytest.mark.parametrize(
    ("css", "turned"),
    [
        ("a { margin-left: 1em; }", "a { margin-right: 1em; }"),
        ("a{border-left:2px solid;text-align:left}", "a{border-right:2px solid;text-align:right}"),
        ("a { left: 0; float: right; }", "a { right: 0; float: left; }"),
        ("a { padding: 1px 2px 3px 4px; }", "a { padding: 1px 4px 3px 2px; }"),
        ("a { inset: calc(var(--b) + 1px) 1rem auto 2px; }", "a { inset: calc(var(--b) + 1px) 2px auto 1rem; }"),
        ("a { margin: 1px 2px 3px; padding: 0 auto }", "a { margin: 1px 2px 3px; padding: 0 auto }"),
        ("a.left, .align-right { color: red }", "a.left, .align-right { color: red }"),
        ("a { border-top-left-radius: 1px }", "a { border-top-right-radius: 1px }"),
    ],
)
def test_sides_are_exchanged(css: str, turned: str) -> None:
    assert mirrored(css) == turned
    assert mirrored(turned) == css


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_the_mirror_of_a_mirror_is_the_sheet(sheet: Path) -> None:
    css = sheet.read_text("utf-8")
    assert " ".join(mirrored(mirrored(css)).split()) == " ".join(css.split())
