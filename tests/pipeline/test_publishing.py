"""What is published is what was made, whatever lay beside it, and costs no more than what has changed."""

from __future__ import annotations

import os
import random
from pathlib import Path

from bilateral_cli.building.publishing import replace
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
    work, out, beside = tmp_path / "work", tmp_path / "out", tmp_path / "beside"
    for turn in range(1, 60):
        put(work / BOOK, f"book {chance.randrange(3)}")
        for _ in range(chance.randrange(4)):
            put(work / f"{chance.choice('abc')}/{chance.randrange(4)}.txt", chance.choice(["one", "two", "three"]))
        if len(made := sorted(work.rglob("*.txt"))) > 3 and chance.random() < 0.4:
            chance.choice(made).unlink()
        if chance.random() < 0.3:  # what an interrupted publication may have left
            put(beside / chance.choice([BOOK, "a/1.txt", "gone.txt"]), chance.choice(["one", "half"]))
        before, last = held(work), held(out)
        replace(work, out, beside, BOOK, turn, alone=False)
        assert held(out) == held(work) == before
        assert (out / BOOK).stat().st_mtime_ns == turn
        if last not in ({}, before):
            assert held(beside) == last  # the last good book is untouched


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


def test_a_page_whose_marks_change_is_published(tmp_path: Path) -> None:
    """Its size stays, and Sphinx's time of it."""
    work, out, beside = tmp_path / "work", tmp_path / "out", tmp_path / "beside"
    put(work / BOOK, "p. 6")
    written = (work / BOOK).stat().st_mtime
    for turn, text in enumerate(("p. 6", "p. 7", "p. 8", "p. 6", "p. 6"), 1):
        rewrite(work / BOOK, text)
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
