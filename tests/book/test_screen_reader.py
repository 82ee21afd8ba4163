"""What a screen reader says, by guidepup's virtual one; docs/accessibility.md shows it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from bilateral.standing import SYMBOLS
from bilateral_workshop.verification.tools import Tools
from book.conftest import ROOT
from tools import need_packages

NODE = ROOT / ".venv/node"
ACCESSIBILITY = ROOT / "docs/accessibility.md"


def said_of(page: Path, *selectors: str) -> dict[str, list[str]]:
    need_packages(NODE, "jsdom", "@guidepup/virtual-screen-reader")
    script = ROOT / "tests/node/spoken.mjs"
    done = subprocess.run(
        [Tools.script("node"), script, NODE, page, *selectors], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def visits(html_book: Path) -> dict[str, list[str]]:
    return said_of(html_book / "chapters/visits.html", "#visit-adamkus-2002", "#visit-valionis-2002", "#figure-terms")


def ordered(phrases: list[str], *wanted: str) -> bool:
    """Tell whether all phrases are said, in this order."""
    rest = iter(phrases)
    return all(any(phrase == one for phrase in rest) for one in wanted)


def test_a_cell_with_a_mark_and_a_source(visits: dict[str, list[str]]) -> None:
    assert ordered(
        visits["#visit-adamkus-2002"],
        "rowheader, President Valdas Adamkus",
        "link, Valdas Adamkus",
        "cell, 23–25 January 2002",
        "cell, confirmed",
        "image, confirmed",
        "cell, [1, 9, 11] Cite: visit of President Valdas Adamkus to Mexico",
    )
    assert "cell, no independent source" in visits["#visit-valionis-2002"]


def test_a_timeline_says_names_dates_and_standings(visits: dict[str, list[str]]) -> None:
    phrases = visits["#figure-terms"]
    assert "group, 5 terms of office, and 11 visits and talks, in the order of time." in phrases
    assert "link, Visit of President Valdas Adamkus to Mexico, 23–25 January 2002" in phrases
    assert "link, Visit of President Valdas Adamkus to Mexico, 2008, no independent source" in phrases
    links = [phrase for phrase in phrases if phrase.startswith("link, ")]
    assert len(links) > 10
    assert [phrase for phrase in links if set(phrase) & set(SYMBOLS.values())] == []


def test_a_citation(html_book: Path) -> None:
    """The panel shows the same part of this page."""
    phrases = said_of(html_book / "cite/chapters/visits.html", "#visit-adamkus-2002")["#visit-adamkus-2002"]
    assert ordered(
        phrases,
        "heading, Visit of President Valdas Adamkus to Mexico, level 2",
        "term",
        "Permanent address",
        "link, https://lithuania-mexico-relations.example/a/visit-adamkus-2002/",
        "heading, APA, level 3",
        "heading, Chicago, level 3",
        "heading, MLA, level 3",
        "heading, BibTeX, level 3",
    )


def test_what_is_written_down_is_what_is_said(visits: dict[str, list[str]]) -> None:
    written = [
        line.removeprefix("    ").split(" · ")
        for line in ACCESSIBILITY.read_text("utf-8").splitlines()
        if " · " in line and line.startswith("    ")
    ]
    assert len(written) > 1
    said = [phrases for phrases in visits.values() if any(ordered(phrases, *line) for line in written)]
    assert len(said) >= len(written)
