"""Every text file of a volume, damaged in every way: told with its place, and no exception of Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bilateral_cli.main import main

TEXTS = {
    "index.md": None,
    "chapters/chapter.md": None,
    "conf.py": None,
    "data/relations.yaml": None,
    "references.bib": None,
    "anchors.txt": "first                section        chapters/chapter           0.1.0\n",
    "redirects.txt": "# none\n",
    "paragraphs.txt": "first.p1  0.1.0  abcd\n",
    "part.txt": "A part.\n",
    "table.csv": "a,b\n",
    "locale/lt/LC_MESSAGES/book.po": 'msgid ""\nmsgstr ""\n',
    "one.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    "_static/own.css": "p { color: red }\n",
}
"""The texts of a volume; None stands for one that the small volume has."""
DAMAGES = {
    "Latin-1": lambda raw: raw + "# é\n".encode("latin-1"),
    "half a character": lambda raw: raw + "é".encode()[:1],
    "UTF-16": lambda raw: raw.decode().encode("utf-16"),
    "NUL": lambda raw: raw + b"# \0\n",
    "control character": lambda raw: raw + b"# \x07\n",
}
MARKED = {
    "index.md",
    "chapters/chapter.md",
    "conf.py",
    "data/relations.yaml",
    "anchors.txt",
    "redirects.txt",
    "paragraphs.txt",
    "one.svg",
}
"""Files that may begin with a mark of byte order, as some editors write it."""
LINE = re.compile(r"(?P<file>[^:]+):(?P<line>\d+):\d+: (?P<code>[A-Z]{3}\d{3}) .+[;:,] .+|\d+ problems? in \.")


@pytest.fixture
def whole(stock: Path) -> Path:
    for name, text in TEXTS.items():
        if text is not None:
            (stock / name).parent.mkdir(parents=True, exist_ok=True)
            (stock / name).write_text(text, "utf-8")
    return stock


def test_none_is_damaged_yet(whole: Path) -> None:
    assert all((whole / name).exists() for name in TEXTS)
    assert main(["check", "."]) == 0


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told_at_its_place(name: str, damage: str, whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = whole / name
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    assert main(["check", "."]) == 1
    *lines, last = capsys.readouterr().err.splitlines()
    assert re.fullmatch(r"\d+ problems? in \.", last)
    told = [LINE.fullmatch(line) for line in lines]
    assert None not in told
    assert {match["file"] for match in told if match} == {name}


@pytest.mark.parametrize("name", TEXTS)
def test_a_mark_of_byte_order_is_skipped_or_told(name: str, whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = whole / name
    path.write_bytes("\ufeff".encode() + path.read_bytes())
    status, said = main(["check", "."]), capsys.readouterr().err
    assert status == (name not in MARKED)
    assert status == 0 or f"{name}:1:1: " in said


def test_output_inside_a_volume_is_none_of_its_files(whole: Path) -> None:
    built = whole / "build"
    built.mkdir()
    (built / ".code").touch()
    (built / "left.csv").write_bytes(b"\xff")
    assert main(["check", "."]) == 0
