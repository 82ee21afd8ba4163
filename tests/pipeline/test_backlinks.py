"""Back-links follow the text: a place that comes, goes or gets another number is told in the bibliography."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bilateral_sphinx.records.backlinks import letter
from pipeline.conftest import Built, SmallVolume
from pipeline.test_editions import contents

CITING = "\nA story has it otherwise.{source}`story`\n"


def cited(built: Built, key: str) -> str:
    """Return the line below an entry without its tags; nothing where it has none."""
    assert built.status == 0, built.said
    entry = built.page("chapters/reference.html").partition(f'id="source-{key}"')[2].partition("</div>")[0]
    line = re.search(r'<span class="cited-in">(.*?)</span></p>', entry, re.DOTALL)
    return re.sub(r"<[^>]+>", "", line[1]).replace("\u00a0", " ") if line else ""


def encode(small: SmallVolume) -> tuple[Built, set[str]]:
    """Build; return the pages that were written, which are new files to their eyes who look at their times."""
    before = {path: path.stat().st_mtime_ns for path in small.folder.parent.glob("out/html/**/*.html")}
    built = small.build()
    return built, {
        path.relative_to(built.out).as_posix() for path, time in before.items() if path.stat().st_mtime_ns != time
    }


def test_a_citation_that_is_added_or_removed_rewrites_the_bibliography(small: SmallVolume) -> None:
    (small.folder / "third.md").write_text("(third)=\n# Third\n\nWords.\n", "utf-8")
    small.edit("index.md", "\nchapters/chapter\n", "\nchapters/chapter\nthird\n")
    before = cited(small.build(), "story")
    assert ", 2," not in before
    small.append("third.md", CITING)
    built, pages = encode(small)
    assert cited(built, "story") == before.replace("1.2 b c d, ", "1.2 b c d, 2, ")
    assert re.findall(r"^reading sources.*%\] (\w+)", built.said, re.MULTILINE) == ["third"]
    assert "chapters/chapter.html" not in pages
    assert {"third.html", "chapters/reference.html"} <= pages
    small.edit("third.md", CITING, "")
    assert cited(small.build(), "story") == before


def test_a_change_that_cites_nothing_leaves_the_bibliography_alone(small: SmallVolume) -> None:
    small.build()
    small.append("chapters/chapter.md", "\nOne more line.\n")
    built, pages = encode(small)
    assert built.status == 0
    assert "chapters/chapter.html" in pages
    assert "chapters/reference.html" not in pages


def test_a_chapter_that_is_put_before_others_changes_their_numbers(small: SmallVolume) -> None:
    (small.folder / "third.md").write_text(f"(third)=\n# Third\n{CITING}", "utf-8")
    small.edit("index.md", "\nchapters/chapter\n", "\nthird\nchapters/chapter\n")
    small.build()
    small.edit("index.md", "\nthird\nchapters/chapter\n", "\nchapters/chapter\nthird\n")
    again = small.build()
    assert cited(again, "story") == "Cited in 1.1, 1.2 b c d, 2, 3 b c."
    pages = contents(again.out)
    small.folder.parent.joinpath("out").rename(small.folder.parent / "before")
    anew = small.build()
    assert contents(anew.out) == pages


def test_each_place_of_a_section_is_a_link_that_says_what_it_is(small: SmallVolume) -> None:
    entry = small.build().page("chapters/reference.html").partition('id="source-story"')[2].partition("</div>")[0]
    links = re.findall(r'href="(?:chapter\.html)?#([^"]+)" title="([^"]+)">([^<]+)</a>', entry)
    assert links == [
        ("fact-f01", "F01", "1.1"),
        ("fact-f02", "F02", "1.2"),
        ("fact-f03", "F03", "b"),
        ("visit-aaa-1900", "Visit of Acting Queen Zoë Aaa to Süd", "c"),
        ("agreement-peace", "Treaty of Peace", "d"),
        ("event-recognition", "Recognition of *Northland* by `Southland`", "2"),
        ("table-chronology", "Chronology", "b"),
        ("table-facts", "Facts", "c"),
    ]


def test_letters_go_on_after_z() -> None:
    assert [letter(number) for number in (1, 2, 25, 26, 27, 51, 52)] == ["b", "c", "z", "ba", "bb", "bz", "ca"]


def test_a_section_without_a_number_is_named(small: SmallVolume) -> None:
    small.edit("index.md", "A small book.", f"A small book.\n{CITING}")
    assert cited(small.build(), "story").startswith("Cited in Northland and Southland, 1.1, ")


def test_a_source_that_nothing_cites_has_no_line(small: SmallVolume) -> None:
    small.append("references.bib", "@misc{log, title = {{A log}}, grade = {A}, seen = {whole}, langid = {en}}\n")
    built = small.build()
    assert cited(built, "log") == ""
    assert 'id="source-log"' in built.page("chapters/reference.html")


def test_tex_leaves_out_a_place_that_it_does_not_print(small: SmallVolume) -> None:
    small.edit("index.md", "A small book.", f"A small book.\n{CITING}")
    built = small.build("latex")
    assert built.status == 0, built.said
    book = built.page("northland-southland.tex")
    assert r"\citedin{Cited in {\hyperref[\detokenize{chapters/chapter:fact-f01}]{\sphinxcrossref{1.1}}}" in book


@pytest.mark.process
def test_parallel_reading_finds_the_same_places(small: SmallVolume, tmp_path: Path) -> None:
    for number in range(12):
        (small.folder / f"part{number}.md").write_text(f"(part-{number})=\n# Part {number}\n{CITING}", "utf-8")
    names = "\n".join(f"part{number}" for number in range(12))
    small.edit("index.md", "\nchapters/chapter\n", f"\nchapters/chapter\n{names}\n")
    one = cited(small.build_process("html", "-j", "1"), "story")
    assert ", ".join(str(number) for number in range(2, 14)) in one
    (tmp_path / "out").rename(tmp_path / "one")
    assert cited(small.build_process("html", "-j", "2"), "story") == one
