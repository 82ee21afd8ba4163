"""Edited and built again equals built anew, byte for byte, whatever was edited and however it is built."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys

import pytest

from bilateral_workshop.rebuilding.edits import EDITS, begin, put_block
from bilateral_workshop.rebuilding.sequences import VOLUME
from pipeline.conftest import ROOT, SmallVolume

pytestmark = pytest.mark.process


def tried(*arguments: str, fault: str = "") -> tuple[int, str]:
    """Try sequences in a process of its own, which makes a copy of itself for each build."""
    code = f"import sys\n{fault}\nfrom bilateral_workshop.rebuilding.__main__ import main\nsys.exit(main())"
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ})
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 10])
def test_sequences_of_edits(seed: int) -> None:
    status, said = tried("--sequences", "10", "--seed", str(seed), "--edits", "1")
    assert status == 0, said
    assert len(re.findall(": the same$", said, re.MULTILINE)) == 10


@pytest.mark.weekly
@pytest.mark.parametrize("seed", range(1000, 1200, 25))
def test_many_longer_sequences_in_every_format(seed: int) -> None:
    status, said = tried("--sequences", "25", "--seed", str(seed), "--edits", "4", "--formats", "html,epub,pdf")
    assert status == 0, said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "kinds"),
    [
        ("import bilateral_sphinx.references as part; part.digests = lambda env, pages: {}", "rename_caption"),
        (
            "import bilateral_sphinx.records.checks as part; part.answered_from = lambda app, domain: 'it'",
            "change_data",
        ),
        ("import bilateral_sphinx.references as part; part.inventories = lambda env: ''", "change_inventory"),
        ("import bilateral_sphinx.state as part; part.forget = lambda app, env, names: None", "move_section"),
        ("import bilateral_sphinx.loading as part; part.catalogues_of = lambda app, name: ()", "forget_translation"),
    ],
    ids=["stale references", "stale answers", "stale inventories", "forgotten too late", "stale translations"],
)
def test_a_fault_is_found(fault: str, kinds: str) -> None:
    words = ["--sequences", "2", "--seed", "128", "--edits", "1", "--only", kinds, "--formats", "html"]
    status, said = tried(*words, "--way", "sphinx-build", fault=fault)
    assert status == 1
    assert "differs: html/" in said or "fails when edited, not when new" in said


def test_every_kind_of_edit_changes_the_book() -> None:
    changed = set()
    for seed in range(40):
        for name, edit in EDITS.items():
            chance = random.Random(seed)
            book = begin(VOLUME, chance)
            book.settings["smartquotes"] = "False"
            put_block(book, chance, "include")
            before = book.written()
            try:
                edit(book, chance)
            except IndexError:
                continue
            if book.written() != before:
                changed.add(name)
    assert set(EDITS) - changed == set()
    assert len(EDITS) > 30


def test_what_no_longer_leads_anywhere_is_told_at_its_place(small: SmallVolume) -> None:
    """The page that refers is not edited: Sphinx alone would not look at it again."""
    small.append("chapters/reference.md", "\n(target)=\n## Target\n\nA target.\n")
    small.append("chapters/chapter.md", "\nSee {ref}`target`.\n")
    assert small.build().status == 0
    small.edit("chapters/reference.md", "(target)=", "(other)=")
    built = small.build()
    line = len((small.folder / "chapters/chapter.md").read_text("utf-8").splitlines())
    assert built.status == 1
    assert f"chapter.md:{line}: WARNING: 'ref': the book has no 'target'" in built.said
