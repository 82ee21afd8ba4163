"""All of MyST's own syntax can be written in a chapter: none of it is taken for what a stranger may not do."""

from __future__ import annotations

import shutil

import pytest

from pipeline.conftest import ROOT, SmallVolume

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><title>One</title><rect width="4" height="2"/></svg>'
)
BREAK = {"html": "hard break<br />", "epub": "hard break<br />", "typst": "#linebreak()", "latex": "hard break\\\\"}


@pytest.mark.parametrize("builder", BREAK)
def test_the_syntax_of_myst(small: SmallVolume, builder: str) -> None:
    shutil.copy(ROOT / "tests/markdown/syntax.md", small.folder / "chapters/syntax.md")
    (small.folder / "one.svg").write_text(PICTURE, "utf-8")
    small.edit("index.md", "chapters/reference", "chapters/reference\nchapters/syntax")
    built = small.build(builder)
    assert built.status == 0, built.said
    paths = [path for path in built.out.rglob("*") if path.suffix in {".html", ".xhtml", ".typ", ".tex"}]
    pages = {path: path.read_text("utf-8") for path in paths}
    assert any(BREAK[builder] in text for text in pages.values())
    assert any("line break" not in text and "block break" not in text for text in pages.values())
    assert not any("an html comment" in text for text in pages.values())


@pytest.mark.parametrize("typed", ["A <br /> word", "<s>gone</s>", "<br />\n", "A<br />\nword"])
def test_what_the_author_types_is_refused_all_the_same(small: SmallVolume, typed: str) -> None:
    small.append("chapters/chapter.md", f"\n{typed}\n")
    built = small.build()
    assert built.status == 1
    assert "is markup of an output format" in built.said
