"""What changes in the data changes in the book, and nothing else is touched."""

from __future__ import annotations

import os
import pickle
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bilateral.chapters import sections_of
from bilateral.query import Query
from bilateral.reading import read_volume
from bilateral.render.registers import TABLES
from bilateral_sphinx.anchors import permanent
from bilateral_sphinx.records.dependencies import Dependency, digest, shows_chapters
from bilateral_workshop.readback import html_tables
from pipeline.conftest import ROOT, SmallVolume

BEES = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>{}</title><path d="M0 0h9v9z"/></svg>\n'


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> SmallVolume:
    """The real book, built once, in a copy that tests may change."""
    folder = tmp_path_factory.mktemp("copy") / "source"
    shutil.copytree(ROOT / "source", folder)
    volume = SmallVolume(folder)
    built = volume.build()
    assert built.status == 0, built.said
    return volume


def read_again(said: str) -> set[str]:
    """Return the pages that Sphinx says it has read."""
    return set(re.findall(r"^reading sources\.\.\. \[ *\d+%\] ([\w/-]+)", said, re.MULTILINE))


@pytest.mark.slow
def test_a_changed_record_changes_its_tables_and_only_its_pages(copy: SmallVolume) -> None:
    copy.edit("data/relations.yaml", "label: peat", "label: marmalade")
    built = copy.build()
    assert built.status == 0, built.said
    tables = html_tables(built.out)
    texts = [cell.text for table in tables.values() for row in table.rows for cell in row.cells.values()]
    assert any("armalade" in text for text in texts)
    assert read_again(built.said) == {"chapters/trade"}


@pytest.mark.slow
def test_a_changed_date_reaches_every_page_that_shows_it(copy: SmallVolume) -> None:
    before = html_tables(copy.build().out)
    copy.edit(
        "data/relations.yaml",
        "    date: 2002-01-23/2002-01-25\n    visitors",
        "    date: 2002-01-22/2002-01-25\n    visitors",
    )
    copy.edit("chapters/visits.md", "23 to 25 January 2002 <", "22 to 25 January 2002 <")
    built = copy.build()
    assert built.status == 0, built.said
    after = html_tables(built.out)
    changed = {label for label in after if after[label] != before[label]}
    assert {"table-visits-from-lithuania", "table-chronology"} <= changed
    assert "22–25 January 2002" in built.page("chapters/visits.html")
    again = read_again(built.said)
    assert "chapters/visits" in again
    assert again.isdisjoint({"chapters/glossary", "chapters/trade", "chapters/community", "chapters/sources"})


@pytest.mark.slow
def test_nothing_changed_means_nothing_read(copy: SmallVolume) -> None:
    copy.build()
    assert "updating environment: 0 added, 0 changed, 0 removed" in copy.build().said


def test_a_changed_standing_changes_the_note_in_the_prose(small: SmallVolume) -> None:
    before = small.build()
    assert before.status == 0
    small.edit("data/relations.yaml", ", part: the year only", "")
    after = small.build()
    assert after.status == 0
    assert "partly confirmed" not in after.page("chapters/chapter.html")


def test_a_new_title_of_the_home_page_reaches_the_page_after_it(small: SmallVolume) -> None:
    small.build()
    small.edit("index.md", "# Northland and Southland", "# Two lands")
    assert 'rel="prev" title="Two lands"' in small.build().page("chapters/chapter.html")


@pytest.mark.parametrize("other", ["chapters/chapter.md", "chapters/words.txt", "img/bees.svg"])
def test_a_file_in_whose_place_an_older_one_has_come_is_read(other: str, small: SmallVolume, tmp_path: Path) -> None:
    """A page, a file that it includes, and a picture: another is there, and it is not newer."""
    (small.folder / "img").mkdir()
    (small.folder / "img/bees.svg").write_text(BEES.format("bees"), "utf-8")
    (small.folder / "chapters/words.txt").write_text("The honey.\n", "utf-8")
    small.append("chapters/chapter.md", "\nThe wax.\n\n```{include} words.txt\n```\n\n![Bees](/img/bees.svg)\n")
    assert small.build().status == 0
    path = small.folder / other
    older = tmp_path / "older"
    older.write_text(path.read_text("utf-8").replace("bees</title>", "wasps</title>").replace("The", "One"), "utf-8")
    os.utime(older, ns=(10**18, 10**18))
    older.replace(path)
    built = small.build()
    assert built.status == 0, built.said
    assert read_again(built.said) == {"chapters/chapter"}


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("cite-page.html", "cite/index.html"),
        ("words.html", "cite/index.html"),
        ("lead.html", "a/chapter/index.html"),
        ("words.html", "a/chapter/index.html"),
    ],
)
def test_a_volume_s_own_template_changes_citations_and_addresses(name: str, page: str, small: SmallVolume) -> None:
    own = small.folder / "own" / name
    own.parent.mkdir()
    (template,) = (ROOT / "scripts/bilateral_sphinx").rglob(name)
    own.write_text(template.read_text("utf-8"), "utf-8")
    small.append("conf.py", '\ntemplates_path = ["own"]\n')
    assert "<b>own</b>" not in small.build().page(page)
    own.write_text(
        own.read_text("utf-8").replace("{{ text|e }}", "<b>own</b>").replace("<main", "{% include 'mine' %}<main"),
        "utf-8",
    )
    (own.parent / "mine").write_text("<b>own</b>", "utf-8")
    assert "<b>own</b>" in small.build().page(page)
    if name != "words.html":
        (own.parent / "mine").write_text("<b>mine</b>", "utf-8")
        assert "<b>mine</b>" in small.build().page(page)


def test_permanent_addresses_are_written_where_they_are_not(
    small: SmallVolume, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.append("chapters/chapter.md", "\n(third)=\n## Third\n\nText.\n")
    built = small.build()
    page = built.out / "a/third/index.html"
    before = page.stat().st_mtime_ns, page.read_bytes()
    filled: list[object] = []
    monkeypatch.setattr(permanent, "mirror", lambda _, files, **__: filled.extend(files.values()))
    small.append("chapters/chapter.md", "\nMore text.\n")
    small.build()
    assert filled.count(None) > 10  # pages of anchors and paragraphs
    monkeypatch.undo()
    small.build("html", "-a")
    assert (page.stat().st_mtime_ns, page.read_bytes()) == before
    for gone in (built.out, page.parents[1], page):
        gone.rename(built.out.with_name(f"gone-{gone.name}"))
        small.build()
        assert page.read_bytes() == before[1]
    small.edit("chapters/chapter.md", "## Third", "## Fourth")
    assert "Fourth" in small.build().page("a/third/index.html")
    small.edit("chapters/chapter.md", "(third)=", "(fourth)=")
    assert "Fourth" in small.build().page("a/fourth/index.html")
    assert not page.exists()


def test_a_record_that_moves_to_another_page_takes_its_links_along(small: SmallVolume) -> None:
    small.build()
    home = "```{organisations} Bodies\n:name: table-bodies\n:canonical:\n```\n"
    small.edit("chapters/reference.md", home, "")
    small.edit("index.md", "A small book.", "A small book, {rec}`org-league`.")
    small.append("chapters/chapter.md", "\n" + home.replace("table-bodies", "table-moved"))
    built = small.build()
    assert built.status == 0, built.said
    assert 'href="chapters/chapter.html#org-league"' in built.page("index.html")


@pytest.mark.process
def test_parallel_reading_gives_the_same_pages(small: SmallVolume, tmp_path: Path) -> None:
    one = small.build_process("html", "-j", "1")
    pages = {path.relative_to(one.out): path.read_bytes() for path in one.out.rglob("*.html")}
    shutil.rmtree(tmp_path / "out")
    two = small.build_process("html", "-j", "2")
    assert two.status == 0, two.said
    assert {path.relative_to(two.out): path.read_bytes() for path in two.out.rglob("*.html")} == pages


def test_faulty_data_stops_the_build_and_leaves_the_book(small: SmallVolume) -> None:
    good = small.build()
    before = {path: path.read_bytes() for path in good.out.rglob("*") if path.is_file()}
    small.edit("data/relations.yaml", "date: 1899", "date: 1899-13")
    small.edit("data/relations.yaml", "adjective: Northern", "adjectiv: Northern")
    built = small.build()
    assert built.status != 0
    assert "Traceback" not in built.said
    assert "3 problems; nothing was built" in built.said
    assert re.search(r"relations\.yaml:\d+:\d+: MOD006 events\[0\]\.date: '1899-13' has month 13", built.said)
    assert "did you mean 'adjective'?" in built.said
    assert {path: path.read_bytes() for path in good.out.rglob("*") if path.is_file()} == before


class Unread(Mapping[str, str]):
    """Chapters that nobody may look into."""

    def __getitem__(self, name: str) -> str:
        raise AssertionError

    def __iter__(self) -> Iterator[str]:
        raise AssertionError

    def __len__(self) -> int:
        raise AssertionError


@pytest.mark.slow
def test_but_for_the_tables_that_say_so_no_answer_depends_on_what_is_written_in_chapters(copy: SmallVolume) -> None:
    environment = pickle.loads((copy.build().out.parent / "doctrees/environment.pickle").read_bytes())
    volume = read_volume(copy.folder)
    asked = {one for page in environment.domaindata["record"]["dependencies"].values() for one in page}
    asked |= {Dependency("table", (name, Query())) for name in TABLES}
    assert len(asked) > 400
    unread = replace(volume, chapters=Unread())
    with pytest.raises(AssertionError):
        sections_of(unread.chapters)
    silent = {one for one in asked if not shows_chapters(one)}
    assert {one.question[0] for one in asked - silent} == {"changes", "errata"}
    for one in silent:
        assert digest(one, unread, volume.locale) == digest(one, volume, volume.locale)


def test_data_behind_a_link_are_asked_again(small: SmallVolume) -> None:
    (small.folder / "data").rename(small.folder / ".shared")
    (small.folder / "data").symlink_to(small.folder / ".shared")
    assert "1899" in small.build().page("chapters/chapter.html")
    small.edit("data/relations.yaml", "date: 1899", "date: 1898")
    page = small.build().page("chapters/chapter.html")
    assert "1898" in page
    assert "1899" not in page
