"""A chapter lies where nothing else is written: what would be lost is told."""

from __future__ import annotations

import pytest

from bilateral.files import PAGES, judge_files
from bilateral.formats.folders import FOLDERS
from pipeline.conftest import SmallVolume

SPHINX = {"_downloads", "_images", "_sources", "_static", "META-INF"}
"""Folders that nothing is lost from, for their names tell what they are of."""


def test_all_that_is_taken_is_told(small: SmallVolume) -> None:
    for language in ("lt", "pt_BR"):
        (small.folder / "locale" / language / "LC_MESSAGES").mkdir(parents=True)
    names = ["LT/one", "pt_br/part/one", *(f"{folder}/one" for folder in FOLDERS - {"cite"}), *PAGES, "Cite/one"]
    for name in [*names, "chapters/search", "own/a/one", "es/one", "own/lt/one", "lt"]:
        path = small.folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# Chapter\n", "utf-8")
    found = [problem for problem in judge_files(small.folder) if problem.code == "FIL009"]
    assert sorted(problem.file.partition("small/")[2] for problem in found) == sorted(f"{name}.md" for name in names)


@pytest.mark.parametrize("builder", ["html", "epub"])
def test_what_a_book_has_beside_its_chapters_is_taken(small: SmallVolume, builder: str) -> None:
    (small.folder / "chapters/picture.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>\n', "utf-8")
    small.append("chapters/chapter.md", "\n![A picture](picture.svg) {download}`file <picture.svg>`\n")
    built = small.build(builder)
    assert built.status == 0, built.said
    chapters = {"index", "chapters"}
    found = {path.stem for path in built.out.iterdir() if path.is_dir() or path.suffix in {".html", ".xhtml"}}
    assert found - chapters - SPHINX <= FOLDERS | PAGES
    assert found > chapters
