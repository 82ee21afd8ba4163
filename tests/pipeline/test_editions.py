"""A book that is edited and built again is the book that would be built anew, in every format."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.conftest import SmallVolume, copied_volume
from pipeline.test_make import make
from tools import need

CHAPTER = "(third)=\n# A third chapter\n\nIt has a line.\n"
TOC = "```{toctree}\n:numbered:\n:caption: Part two\n\nchapters/reference\n```"


def contents(folder: Path) -> dict[str, bytes]:
    """Return the pages of a built format; the search index and the inventory depend on the order of reading."""
    kinds = (".html", ".xhtml", ".opf", ".ncx", ".css", ".png", ".pdf")
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.suffix in kinds and "downloads" not in path.parts
    }


def date(small: SmallVolume) -> None:
    small.edit("data/relations.yaml", "date: 1901-03", "date: 1901-02")


def country(small: SmallVolume) -> None:
    small.edit("data/relations.yaml", "name: Northland, adjective", "name: Norland, adjective")


def family(small: SmallVolume) -> None:
    small.edit("data/relations.yaml", "family: Aaa", "family: Zzz")


def title(small: SmallVolume) -> None:
    small.edit("data/relations.yaml", "title: Northland and Southland", "title: Southland and Northland")


def source(small: SmallVolume) -> None:
    small.edit("references.bib", "The Gazette", "The Old Gazette")


def moved_home(small: SmallVolume) -> None:
    table = "```{people} People\n:name: table-people\n:canonical:\n```\n"
    small.edit("chapters/reference.md", table, "")
    small.append("third.md", "\n" + table.replace("table-people", "table-persons"))


def removed_chapter(small: SmallVolume) -> None:
    (small.folder / "third.md").unlink()
    small.edit("index.md", "third\nchapters/reference", "chapters/reference")


def section_title(small: SmallVolume) -> None:
    small.edit("chapters/chapter.md", "## First", "## The first")


EDITS = [date, country, family, title, source, moved_home, removed_chapter, section_title]


def with_third_chapter(small: SmallVolume) -> SmallVolume:
    """Add a third chapter, and prose that shows what the edits change."""
    (small.folder / "third.md").write_text(CHAPTER, "utf-8")
    small.edit("index.md", TOC, TOC.replace("chapters/reference", "third\nchapters/reference"))
    words = "{office}`person-aaa-zoe @ visit-aaa-1900` {rec}`she <person-aaa-zoe>`"
    small.edit("chapters/chapter.md", "## First", f"## First\n\n{words}\n")
    return small


@pytest.fixture
def three(small: SmallVolume) -> SmallVolume:
    return with_third_chapter(small)


def formats(folder: Path) -> dict[str, dict[str, bytes]]:
    return {kind: contents(folder / kind) for kind in ("html", "epub", "pdf")}


def differing(again: dict[str, dict[str, bytes]], anew: dict[str, dict[str, bytes]]) -> list[str]:
    assert {kind: sorted(files) for kind, files in again.items()} == {kind: sorted(anew[kind]) for kind in anew}
    assert all(anew.values())
    return [name for kind, files in anew.items() for name in files if again[kind][name] != files[name]]


def build(three: SmallVolume) -> dict[str, dict[str, bytes]]:
    built = three.build("formats", "-D", "formats=html,epub,pdf")
    assert built.status == 0, built.said
    assert "Traceback" not in built.said
    return formats(built.out)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[SmallVolume, Path, dict[str, dict[str, bytes]]]:
    """The volume, built once; a copy of it and of what was built, which can be put back; and its formats."""
    folder = tmp_path_factory.mktemp("editions")
    three = with_third_chapter(copied_volume(folder / "place/small"))
    before = build(three)
    shutil.copytree(folder / "place", folder / "kept")
    return three, folder / "kept", before


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_built_again_is_built_anew(
    edit: Callable[[SmallVolume], None], kept: tuple[SmallVolume, Path, dict[str, dict[str, bytes]]]
) -> None:
    three, copy, before = kept
    place = three.folder.parent
    shutil.rmtree(place)
    shutil.copytree(copy, place)  # with the ages of files
    edit(three)
    again = build(three)
    assert again != before
    shutil.rmtree(place / "out")
    assert differing(again, build(three)) == []


@pytest.mark.process
def test_made_again_is_made_anew(three: SmallVolume, tmp_path: Path) -> None:
    again, anew = tmp_path / "again", tmp_path / "anew"
    assert make(f"SOURCE={three.folder}", f"BUILD={again}").returncode == 0
    moved_home(three)
    done = make(f"SOURCE={three.folder}", f"BUILD={again}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert make(f"SOURCE={three.folder}", f"BUILD={anew}").returncode == 0
    assert differing(formats(again), formats(anew)) == []


@pytest.mark.process
def test_other_targets_do_not_hide_a_fault(small: SmallVolume, tmp_path: Path) -> None:
    place = (f"SOURCE={small.folder}", f"BUILD={tmp_path / 'made'}")
    assert make(*place, "html").returncode == 0
    assert make(*place, "gettext").returncode == 0
    small.append("chapters/chapter.md", "\n{rec}`nobody`\n")
    assert make(*place, "gettext").returncode != 0
    assert make(*place, "html").returncode != 0


@pytest.mark.process
def test_a_renamed_book_leaves_no_old_one(small: SmallVolume, tmp_path: Path) -> None:
    place = (f"SOURCE={small.folder}", f"BUILD={tmp_path / 'made'}")
    assert make(*place, "epub").returncode == 0
    small.edit("data/relations.yaml", "name: northland-southland", 'name: "two-lands"')
    done = make(*place, "epub")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "made/epub").glob("*.epub")] == ["two-lands.epub"]


@pytest.mark.process
def test_files_may_have_spaces_in_their_names_and_folders_may_not(small: SmallVolume, tmp_path: Path) -> None:
    (small.folder / "a remark.txt").write_text("x", "utf-8")
    assert make(f"SOURCE={small.folder}", f"BUILD={tmp_path / 'made'}", "html").returncode == 0
    refused = make(f"SOURCE={small.folder}", f"BUILD={tmp_path}/in two", "html")
    assert refused.returncode != 0
    assert "without spaces" in refused.stderr


def test_nested_chapters_have_the_number_of_their_chapter(small: SmallVolume) -> None:
    (small.folder / "nested.md").write_text("(nested)=\n# Nested\n\nText.\n", "utf-8")
    small.append("chapters/reference.md", "\n```{toctree}\n/nested\n```\n")
    built = small.build()
    assert built.status == 0, built.said
    assert '<span class="section-number">2.1. </span>Nested' in built.page("nested.html")


@pytest.mark.latex
def test_the_title_page_may_say_anything(small: SmallVolume) -> None:
    need("xelatex", "latexmk", "xindy", "pdftotext")
    small.edit("data/relations.yaml", "title: Northland and Southland", 'title: "North & South #1 100% a_b {c}"')
    small.edit("data/relations.yaml", "{name: The testers}", "{name: A & B_c}, {family: 50%, given: D}")
    built = small.build("latex")
    assert built.status == 0, built.said
    run = ["make", "-C", str(built.out), "all-pdf", "LATEXMKOPTS=-quiet -halt-on-error -interaction=nonstopmode"]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    pdf = next(built.out.glob("*.pdf"))
    text = subprocess.run(["pdftotext", "-l", "1", pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert "North & South #1 100%" in " ".join(text.split())
    assert "A & B_c, D 50%" in text
