"""The same bytes wherever and whenever the book is built; and what differs is named."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from bilateral_workshop.reproduction import reproduce
from bilateral_workshop.reproduction.compare import difference, differences
from pipeline.conftest import SmallVolume, copied_volume
from tools import need


@pytest.fixture
def small(tmp_path: Path) -> SmallVolume:
    return copied_volume(tmp_path / "small")


def run(small: SmallVolume, *formats: str) -> int:
    venv = Path(__file__).parents[1] / ".venv"
    return reproduce.main([str(venv), "--source", str(small.folder), "--formats", *formats])


@pytest.mark.process
def test_two_builds_in_other_circumstances_are_equal(small: SmallVolume, capsys: pytest.CaptureFixture[str]) -> None:
    need("faketime")
    assert run(small, "html", "epub", "pdf", "tablet") == 0, capsys.readouterr()
    said = capsys.readouterr().out
    count = re.match(r"(\d+) files of 4 formats, the same bytes", said)
    assert count is not None, said
    assert int(count[1]) > 20
    assert "the day was the same" not in said


@pytest.mark.latex
@pytest.mark.weekly
def test_so_is_what_tex_sets(small: SmallVolume) -> None:
    need("xelatex", "latexmk", "xindy")
    assert run(small, "latex") == 0


@pytest.mark.process
def test_a_clock_in_the_pages_is_found(small: SmallVolume, capsys: pytest.CaptureFixture[str]) -> None:
    with (small.folder / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write("import time\nepub_description = time.tzname[0]\nhtml_context = {'default_mode': time.tzname[0]}\n")
    assert run(small, "epub", "html") == 1
    said = capsys.readouterr().out
    assert re.search(r"^html/\S+\.html: byte [\d,]+: b'.*UTC.*' and b'.*\+14.*'$", said, re.MULTILINE), said
    assert re.search(r"^\d+ of \d+ files differ$", said, re.MULTILINE)


def test_the_first_difference_is_named(tmp_path: Path) -> None:
    assert difference(b"same", b"same") is None
    assert difference(b"one two three", b"one too three") == "byte 5: b'one two three' and b'one too three'"
    assert difference(b"long", b"longer") == "byte 4: b'long' and b'longer'"
    archives = []
    for number, (text, year) in enumerate((("same", 1980), ("other", 1980), ("same", 1981))):
        archives.append(tmp_path / f"{number}.zip")
        with zipfile.ZipFile(archives[-1], "w") as archive:
            archive.writestr(zipfile.ZipInfo("page.xhtml", (year, 1, 1, 0, 0, 0)), text)
    first, other, later = (path.read_bytes() for path in archives)
    assert difference(first, other) == "page.xhtml: byte 0: b'same' and b'other'"
    assert difference(first, later) == "page.xhtml: the times in the archive"


def test_missing_files_and_formats_are_differences(tmp_path: Path) -> None:
    for name, files in (("a", ["html/x", "html/y"]), ("b", ["html/x"])):
        for file in files:
            (tmp_path / name / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / file).touch()
    found = list(differences(tmp_path / "a", tmp_path / "b", ["html", "epub"]))
    assert found == ["html/y: only in the first", "epub: nothing was built"]
