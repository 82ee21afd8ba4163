"""What is published is what was made, whatever lay beside it, and costs no more than what has changed."""

from __future__ import annotations

import errno
import filecmp
import os
import random
from collections.abc import Callable
from pathlib import Path
from unittest.mock import DEFAULT, Mock

import pytest

from bilateral.formats import FORMATS
from bilateral_cli.building import publishing, run
from bilateral_cli.building.books import write
from bilateral_cli.building.publishing import prepare, publish, replace, show
from bilateral_sphinx.pages.marks import rewrite

BOOK = "index.html"


def put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.write_text(text, "utf-8")


def held(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text("utf-8") for file in folder.rglob("*") if file.is_file()}


def inodes(folder: Path) -> dict[str, int]:
    return {str(file.relative_to(folder)): file.stat().st_ino for file in folder.rglob("*") if file.is_file()}


def test_the_same_files_after_any_edits_and_any_interruption(tmp_path: Path) -> None:
    chance = random.Random(7)
    work, out, beside = tmp_path / "work/html", tmp_path / "html", tmp_path / "beside"
    for turn in range(1, 200):
        put(work / BOOK, f"book {chance.randrange(3)}")
        for _ in range(chance.randrange(4)):
            put(work / f"{chance.choice('abc')}/{chance.randrange(4)}.txt", chance.choice(["one", "two", "three"]))
        if len(made := sorted(work.rglob("*.txt"))) > 3 and chance.random() < 0.4:
            chance.choice(made).unlink()
        if chance.random() < 0.3:  # what an interrupted publication may have left
            put(beside / chance.choice([BOOK, "a/1.txt", "gone.txt"]), chance.choice(["one", "half"]))
        if chance.random() < 0.5:  # pages are shown first; the build may have failed after that
            pages = [name for name in sorted(held(work)) if chance.random() < 0.5]
            shown = show(tmp_path, "", FORMATS["html"], pages)
            assert {name: held(out)[name] for name in shown} == {name: held(work)[name] for name in shown}
            if chance.random() < 0.3:
                continue
        before, last = held(work), held(out)
        replace(work, out, beside, BOOK, turn, alone=False)
        assert held(out) == held(work) == before
        assert (out / BOOK).stat().st_mtime_ns == turn
        if last not in ({}, before):
            assert held(beside) == last  # the last good book is untouched


def test_a_first_publication_may_begin_while_the_format_is_written(tmp_path: Path) -> None:
    html, work = FORMATS["html"], tmp_path / "work/html"
    names = ("a/1/index.html", "a/1/index.json", "a/2/index.html", "a/anchors.json", "chapters/1.html")
    for name in (BOOK, *names):
        put(work / name, name)
    prepare(tmp_path, html)
    beside = tmp_path / publishing.BESIDE / "html"
    assert inodes(beside) == {name: at for name, at in inodes(work).items() if name.startswith("a/")}
    put(work / "a/1/index.html", "written again")
    (work / "a/2/index.html").unlink()
    put(work / "a/3/index.html", "new")
    publish(tmp_path, "", html, [], 1)
    assert held(tmp_path / "html") == held(work)
    put(work / "a/3/index.html", "newer")
    prepare(tmp_path, html)  # there is a book: what lies beside it is to be the last one
    assert not beside.exists()
    publish(tmp_path, "", html, [], 2)
    assert held(tmp_path / "html") == held(work)
    before = inodes(beside)
    prepare(tmp_path, html)
    assert inodes(beside) == before


def test_what_is_published_has_its_second_folder_made_ready(tmp_path: Path) -> None:
    html, work, out = FORMATS["html"], tmp_path / "work/html", tmp_path / "html"
    publishing.make_ready(tmp_path)
    assert not (tmp_path / publishing.BESIDE).exists()  # nothing is published
    for name in (BOOK, "a/1/index.html", "chapters/1.html"):
        put(work / name, name)
    publish(tmp_path, "", html, [], 1)
    publishing.make_ready(tmp_path)
    beside = tmp_path / publishing.BESIDE / "html"
    assert inodes(beside) == inodes(out)
    for turn, name in enumerate(("chapters/1.html", BOOK, "new.html"), start=2):
        before = held(out)
        put(work / name, f"written again, {turn}")
        publish(tmp_path, "", html, [], turn)
        assert held(out) == held(work)
        assert held(beside) == before
        publishing.make_ready(tmp_path)
        assert held(beside) == before  # it is there


def test_formats_are_published_as_soon_as_they_are_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """But for what offers them; what cannot be published then is tried again at the end, and told."""
    names = ["html", "epub", "pdf"]
    for name in names:
        put(tmp_path / "work" / name / FORMATS[name].book("book"), name)
    seen: list[set[str]] = []
    full = OSError(errno.ENOSPC, "full")
    monkeypatch.setattr(publishing, "_copied", Mock(wraps=publishing._copied, side_effect=[full, *[DEFAULT] * 9]))

    def build(*arguments: object) -> run.Result:
        whole: Callable[[str, object], None] = arguments[-1]  # type: ignore[assignment]
        for name in ("pdf", "epub", "html"):
            whole("book", FORMATS[name])
            seen.append({each for each in names if (tmp_path / each).exists()})
        return run.Result(0, "book", tuple(names))

    monkeypatch.setattr(run, "build", build)
    assert write(tmp_path, tmp_path, names, 1) == 0
    assert seen == [set(), {"epub"}, {"epub"}]
    assert (tmp_path / "html/downloads/pdf/book.pdf").read_text() == "pdf"
    assert capsys.readouterr().out == (
        f"epub: {tmp_path}/epub/book.epub\npdf: {tmp_path}/pdf/book.pdf\nhtml: {tmp_path}/html/index.html\n"
    )


def test_formats_are_shown_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The processes of two formats meet at the worst moment: a page is copied, and has not its name yet."""
    formats = {name: FORMATS[name] for name in ("html", "epub")}
    for name, kind in formats.items():
        for folder in (tmp_path / "work" / name, tmp_path / name):
            put(folder / "1.html", "old")
            put(folder / kind.book(""), "book")
        put(tmp_path / "work" / name / "1.html", f"new {name}")
    copied = publishing._copied

    def meet(source: Path, target: Path) -> None:
        copied(source, target)
        monkeypatch.setattr(publishing, "_copied", copied)
        assert show(tmp_path, "", formats["epub"], ["1.html"]) == ["1.html"]

    monkeypatch.setattr(publishing, "_copied", meet)
    assert show(tmp_path, "", formats["html"], ["1.html"]) == ["1.html"]
    assert {name: (tmp_path / name / "1.html").read_text() for name in formats} == {
        "html": "new html",
        "epub": "new epub",
    }


def test_files_that_are_equal_stay_the_same_files(tmp_path: Path) -> None:
    work, out, beside = tmp_path / "work", tmp_path / "out", tmp_path / "beside"
    for name in (BOOK, "a/1.txt", "a/2.txt"):
        put(work / name, name)
    seen = []
    for turn in range(1, 5):
        put(work / "a/1.txt", f"edit {turn}")
        replace(work, out, beside, BOOK, turn, alone=False)
        seen.append(inodes(out))
        assert (out / "a/1.txt").read_text("utf-8") == f"edit {turn}"
    assert {each["a/2.txt"] for each in seen} == {seen[0]["a/2.txt"]}


def test_names_of_one_file_are_told_from_files_to_which_a_system_gives_one_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, out, beside = tmp_path / "work", tmp_path / "out", tmp_path / "beside"
    compared = Mock(wraps=filecmp.cmp)
    monkeypatch.setattr(filecmp, "cmp", compared)
    names = {BOOK, *(f"data/{number}.txt" for number in range(9))}
    for turn in (1, 2, 3):
        for name in names if turn == 1 else (BOOK, "data/0.txt"):
            put(work / name, f"{name} {turn}")
        compared.reset_mock()
        replace(work, out, beside, BOOK, turn, alone=False)
    assert {Path(call.args[0]).name for call in compared.call_args_list} == {BOOK, "0.txt"}
    entries = publishing._files_below
    monkeypatch.setattr(publishing, "_files_below", lambda *where: ((name, -1) for name, _ in entries(*where)))
    for turn in (4, 5, 6):
        for name in sorted(names)[:turn]:
            put(work / name, f"{name} {turn}")
        replace(work, out, beside, BOOK, turn, alone=False)
        assert held(out) == held(work)
        replace(work, tmp_path / "alone", tmp_path / "beside-alone", BOOK, turn, alone=True)
        assert held(tmp_path / "alone") == {BOOK: held(work)[BOOK]}


def test_a_page_whose_marks_change_is_published(tmp_path: Path) -> None:
    """Its size stays, and Sphinx's time of it."""
    work, out, beside = tmp_path / "work", tmp_path / "out", tmp_path / "beside"
    put(work / BOOK, "p. 6")
    written = (work / BOOK).stat().st_mtime
    for turn, text in enumerate(("p. 6", "p. 7", "p. 8", "p. 6", "p. 6"), 1):
        rewrite(work / BOOK, text.encode())
        replace(work, out, beside, BOOK, turn, alone=False)
        assert held(out) == {BOOK: text}
    assert 0 < (work / BOOK).stat().st_mtime - written < 0.001


def test_an_interruption_before_the_exchange_leaves_the_age_of_the_book(tmp_path: Path) -> None:
    work, out, beside = tmp_path / "work", tmp_path / "out", tmp_path / "beside"
    put(work / BOOK, "book")
    put(work / "1.txt", "one")
    replace(work, out, beside, BOOK, 1, alone=False)
    put(work / "1.txt", "two")
    replace(work, out, beside, BOOK, 2, alone=False)
    os.utime(beside / BOOK, ns=(3, 3))  # the last step before the names change
    assert (out / BOOK).stat().st_mtime_ns == 2


def test_pages_are_shown_in_the_book_that_is_there_which_then_has_no_age(tmp_path: Path) -> None:
    work, out, beside = tmp_path / "work/html", tmp_path / "html", tmp_path / "beside"
    for name in (BOOK, "1.html", "2.html"):
        put(work / name, "old")
    assert show(tmp_path, "", FORMATS["html"], [BOOK]) == []
    assert not out.exists()
    replace(work, out, beside, BOOK, 5, alone=False)
    for name in (BOOK, "1.html", "2.html", "new.html"):
        put(work / name, "new")
    assert show(tmp_path, "", FORMATS["html"], ["1.html", "new.html"]) == ["1.html"]
    assert held(out) == {BOOK: "old", "1.html": "new", "2.html": "old"}
    assert (out / BOOK).stat().st_mtime_ns == 0
    assert show(tmp_path, "", FORMATS["html"], [BOOK]) == [BOOK]
    assert (out / BOOK).stat().st_mtime_ns == 0
    replace(work, out, beside, BOOK, 6, alone=False)
    assert held(out) == held(work)
    assert (out / BOOK).stat().st_mtime_ns == 6
