"""A ledger that is sound has no problem; each contradiction planted in it is told at its line, and nothing else is."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from bilateral.ledger import read_ledger

Files = dict[str, list[str]]
Told = list[tuple[str, int, str]]


def sound() -> Files:
    """Return the files of a book of two editions."""
    sections = [f"part-{number}" for number in range(1, 21)]
    since = {name: "1.0.0" if number < 15 else "1.1.0" for number, name in enumerate(sections)}
    return {
        "anchors.txt": [f"{name} section chapters/{name} {since[name]}" for name in sections],
        "redirects.txt": [f"{name} -> {after}" for name, after in pairwise(sections[:6])],
        "pages.txt": [
            f"{edition} {number} {sections[rank]}"
            for edition in ("1.0.0", "1.1.0")
            for rank, number in enumerate(("i", "ii", "iii", "iv", *range(1, 10)))
        ],
        "paragraphs.txt": [
            *(f"{name}.p1 {since[name]} abcd" for name in sections),
            *(f"{name}.p2 1.1.0 abcdef <- {name}.p1" for name in sections[:10]),
            *(f"{name}.p3 1.0.0 efgh -> {name}.p1" for name in sections[:10]),
        ],
    }


def change(files: Files, name: str, line: int, code: str, how: Callable[[list[str]], list[str]]) -> Told:
    """Change the words of a line."""
    files[name][line] = " ".join(how(files[name][line].split()))
    return [(name, line + 1, code)]


def double(files: Files, name: str, line: int) -> Told:
    files[name].append(files[name][line])
    return [(name, len(files[name]), "ANC002")]


def swap(files: Files, line: int) -> Told:
    files["pages.txt"][line : line + 2] = reversed(files["pages.txt"][line : line + 2])
    return [("pages.txt", line + 2, "ANC009")]


def circle(files: Files, name: str, arrow: str, line: int, other: int) -> Told:
    """Let two lines lead to each other."""
    for one, two in ((line, other), (other, line)):
        words = files[name][one].split()
        files[name][one] = " ".join([*words[: words.index(arrow)], arrow, files[name][two].split()[0]])
    return [(name, min(line, other) + 1, "ANC003")]


KINDS: dict[str, Callable[[Files, random.Random], Told]] = {
    "a line cut off": lambda files, by: change(
        files, name := by.choice(list(files)), by.randrange(len(files[name])), "ANC001", lambda words: words[:1]
    ),
    "a line twice": lambda files, by: double(files, name := by.choice(list(files)), by.randrange(len(files[name]))),
    "redirects in a circle": lambda files, by: circle(files, "redirects.txt", "->", *by.sample(range(4), 2)),
    "successors in a circle": lambda files, by: circle(files, "paragraphs.txt", "->", *by.sample(range(30, 40), 2)),
    "divisions in a circle": lambda files, by: circle(files, "paragraphs.txt", "<-", *by.sample(range(20, 30), 2)),
    "a redirect of nothing": lambda files, by: change(
        files, "redirects.txt", by.randrange(5), "ANC004", lambda words: ["never-there", *words[1:]]
    ),
    "a page with another capital": lambda files, by: change(
        files, "pages.txt", by.randrange(26), "ANC006", lambda words: [*words[:2], words[2].capitalize()]
    ),
    "a paragraph of no section": lambda files, by: change(
        files, "paragraphs.txt", by.randrange(15, 20), "ANC007", lambda words: [f"un{words[0]}", *words[1:]]
    ),
    "a successor that is none": lambda files, by: change(
        files, "paragraphs.txt", by.randrange(30, 40), "ANC007", lambda words: [*words[:-1], "part-1.p99"]
    ),
    "a page before its anchor": lambda files, by: change(
        files, "pages.txt", by.randrange(13), "ANC008", lambda words: [*words[:2], "part-20"]
    ),
    "a paragraph before its section": lambda files, by: change(
        files, "paragraphs.txt", by.randrange(15, 20), "ANC008", lambda words: [words[0], "1.0.0", *words[2:]]
    ),
    "a part before its whole": lambda files, by: change(
        files,
        "paragraphs.txt",
        by.randrange(20, 30),
        "ANC008",
        lambda words: [words[0], "1.0.0", *words[2:4], "part-18.p1"],
    ),
    "pages out of order": lambda files, by: swap(files, by.choice([0, 1, 2, 4, 8, 11, 13, 17, 24])),
}


def problems(folder: Path, files: Files) -> Told:
    for name, lines in files.items():
        (folder / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return sorted((Path(one.file).name, one.line, one.code) for one in read_ledger(folder)[1])


def test_a_sound_ledger_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, sound()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_planted_is_told_and_nothing_else(kind: str, tmp_path: Path) -> None:
    for seed in range(10):
        files = sound()
        planted = KINDS[kind](files, random.Random(seed))
        assert problems(tmp_path, files) == planted, seed
