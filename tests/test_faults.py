"""Every problem code has faults that show it: a folder each, with what differs from the stock volume and what is said.

A case is a folder with ``expected.txt``: all that ``bilateral check`` prints, or ``bilateral import`` where it holds a
spreadsheet. It holds either whole files, put in the
place of those of the stock volume, or ``edits.toml``: texts to find (each stands once) and to replace, files to remove,
and files to write that cannot lie in every checkout (text, or bytes in hex).
"""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from bilateral.problems import CODES
from bilateral_cli.main import main

FAULTS = Path(__file__).parent / "faults"
CASES = sorted(path.parent for path in FAULTS.rglob("expected.txt"))
FILES = r"[^:;]+|img/(?:what\?|a;b)\.png"
LINE = re.compile(rf"(?:{FILES}):(?P<line>\d+):(?P<column>\d+): (?P<code>\w+) (?P<text>.+)")


def _make_faulty(volume: Path, case: Path) -> None:
    names = ("*.bib", "data/*", "kinds/*", "conf.py", "anchors.txt", "redirects.txt", "pages.txt", "paragraphs.txt")
    for whole in (path for name in names for path in case.glob(name)):
        target = volume / whole.relative_to(case)
        target.parent.mkdir(exist_ok=True)
        shutil.copy(whole, target)
    edits = case / "edits.toml"
    changes = tomllib.loads(edits.read_text("utf-8")) if edits.exists() else {}
    for name in changes.get("remove", []):
        (volume / name).unlink()
    for new in changes.get("write", []):
        path = volume / new["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes.fromhex(new["hex"]) if "hex" in new else new["text"].encode())
    for edit in changes.get("edit", []):
        path = volume / edit["file"]
        text = path.read_text("utf-8")
        assert text.count(edit["find"]) == 1, f"{edit['find']!r} must stand once in the stock volume"
        path.write_text(text.replace(edit["find"], edit["replace"]), "utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.relative_to(FAULTS).as_posix())
def test_a_fault_is_told_exactly(case: Path, stock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _make_faulty(stock, case)
    sheets = [Path(shutil.copy(sheet, stock)) for sheet in case.glob("*.csv")]
    taken = ["--source", "gazette", "--retrieved", "2001-02-01", "--licence", "CC0 1.0", "--write"]
    before = {path: path.read_bytes() for path in stock.rglob("*") if path.is_file()}
    status = main(["import", sheets[0].name, ".", *taken] if sheets else ["check", "."])
    printed = capsys.readouterr()
    assert printed.err == (case / "expected.txt").read_text("utf-8")
    assert (status, printed.out if not sheets else "") == (1, "")
    assert {path: path.read_bytes() for path in stock.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.relative_to(FAULTS).as_posix())
def test_what_is_expected_has_its_form_and_its_code(case: Path) -> None:
    *lines, last = (case / "expected.txt").read_text("utf-8").splitlines()
    problems = [LINE.fullmatch(line) for line in lines]
    assert None not in problems
    assert case.relative_to(FAULTS).parts[0] in {match["code"] for match in problems if match}
    found = f"{len(lines)} problem{'s' if len(lines) > 1 else ''} in "
    assert last in {f"{found}.", *(f"{found}{sheet.name}; nothing is written" for sheet in case.glob("*.csv"))}


def test_every_code_has_a_fault_and_every_fault_a_code() -> None:
    assert {path.name for path in FAULTS.iterdir()} == set(CODES)
    assert {case.relative_to(FAULTS).parts[0] for case in CASES} == set(CODES)


def test_nothing_lies_in_the_faults_unused() -> None:
    names = [
        "anchors.txt",
        "edits.toml",
        "expected.txt",
        "pages.txt",
        "paragraphs.txt",
        "redirects.txt",
        "references.bib",
        "relations.yaml",
    ]
    names += ["conf.py", "sightings.py", "series.csv", "visits.csv"]
    files = [path for path in FAULTS.rglob("*") if path.is_file()]
    assert [path for path in files if path.name not in names] == []
    folders = {path.parent.parent if path.parent.name in {"data", "kinds"} else path.parent for path in files}
    assert folders == set(CASES)
