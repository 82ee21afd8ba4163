"""The report on addresses says what linkcheck found: which, whose, where cited, and where there is a copy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from bilateral_cli.commands import linkcheck


def found(status: str, address: str, info: str = "", line: int = 0, **more: Any) -> dict[str, Any]:
    return {"filename": "a.md", "lineno": line, "status": status, "uri": address, "info": info, "code": 0, **more}


GOOD = [
    found("working", "https://kept.example/"),
    found("unchecked", "#here", line=3),
    found("ignored", "https://book.example/"),
    found("redirected", "https://old.example/", "https://new.example/?a&b", code=301),
]
LOST = "404 Client Error: Not Found for url: https://lost.example/"
NAME = "HTTPSConnectionPool(host='x', port=443): … (Caused by NameResolutionError(\"…\"))"
BAD = [
    found("broken", "https://lost.example/", LOST),
    found("broken", "https://copy.example/1", NAME),
    found("broken", "https://said.example/", "too\n odd", line=7),
    found(
        "timeout", "https://slow.example/", "HTTPSConnectionPool(host='x', port=443): Read timed out. (read timeout=20)"
    ),
]
FIELDS = "title = {T}, grade = {A}, seen = {whole}, langid = {en}"
BIBLIOGRAPHY = f"""\
@misc{{old, {FIELDS}, url = {{https://old.example/}}}}
@misc{{lost, {FIELDS}, url = {{https://lost.example/}}, archived = {{https://copy.example/1}}}}
@misc{{again, {FIELDS}, url = {{https://lost.example/}}}}
@misc{{kept, {FIELDS}, url = {{https://kept.example/}}}}
"""
TABLE = [
    ["broken 404 Client Error: Not Found", "lost", "https://lost.example/", "1.1, 2", "https://copy.example/1"],
    ["broken no such host", "lost, archived copy", "https://copy.example/1", "1.1, 2", ""],
    ["broken 404 Client Error: Not Found", "again", "https://lost.example/", "", ""],
    ["timeout no answer in time", "a.md", "https://slow.example/", "", ""],
    ["redirected moved to https://new.example/?a&b (for good)", "old", "https://old.example/", "3", ""],
    ["ignored", "a.md", "https://book.example/", "", ""],
    ["working", "kept", "https://kept.example/", "", ""],
]
TEXT = """\
    3  broken
    1  timeout
    1  redirected
    1  ignored
    1  working

broken: a.md:7
  https://said.example/
  too odd

broken: lost
  https://lost.example/
  404 Client Error: Not Found
  cited in 1.1, 2
  archived: https://copy.example/1

broken: lost, archived copy
  https://copy.example/1
  no such host
  cited in 1.1, 2

broken: again
  https://lost.example/
  404 Client Error: Not Found

timeout: a.md
  https://slow.example/
  no answer in time

redirected: old
  https://old.example/
  moved to https://new.example/?a&b (for good)
  cited in 3
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "references.bib").write_text(BIBLIOGRAPHY, "utf-8")
    return folder


def told(folder: Path, source: Path, entries: list[dict[str, Any]]) -> tuple[int, list[list[str]]]:
    """Run the program; return its status and the cells of the table."""
    (folder / "output.json").write_text("".join(json.dumps(entry) + "\n" for entry in entries), "utf-8")
    (folder / "cited.json").write_text('{"lost": ["1.1", "2"], "old": ["3"]}', "utf-8")
    status = linkcheck.report(folder, source)
    tree = html.parse(str(folder / "report.html"), html.HTMLParser(encoding="utf-8")).getroot()
    rows = tree.xpath("//tbody/tr")
    return status, [[" ".join(cell.itertext()).strip() for cell in row] for row in rows]


def test_all_is_told(tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, table = told(tmp_path, source, [*GOOD, *BAD])
    assert status == 1
    assert table[1:] == TABLE
    assert table[0] == ["broken too odd", "a.md:7", "https://said.example/", "", ""]
    assert capsys.readouterr().out == f"\n{TEXT}\nThe whole table: {tmp_path / 'report.html'}\n"


def test_only_what_does_not_answer_is_a_failure(tmp_path: Path, source: Path) -> None:
    assert told(tmp_path, source, GOOD)[0] == 0
    assert told(tmp_path, source, [*GOOD, BAD[3]])[0] == 1
    assert told(tmp_path, source, []) == (0, [])


def test_no_network_is_told_from_broken_addresses(
    tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(tmp_path, source, [GOOD[2], *BAD[1:]])[0] == 1
    said = capsys.readouterr().out
    assert "NOT CHECKED: none of the 4 addresses was reached. This machine has no network" in said
    assert "broken" not in said
    assert "NOT CHECKED" in (tmp_path / "report.html").read_text("utf-8")
    assert told(tmp_path, source, BAD)[0] == 1  # one host has answered, with a refusal
    assert "NOT CHECKED" not in capsys.readouterr().out


def test_where_nothing_was_asked_nothing_is_reported(
    tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert linkcheck.report(tmp_path, source) == 1
    assert "output.json is missing" in capsys.readouterr().err
    assert not (tmp_path / "report.html").exists()


def test_an_address_cannot_become_markup(tmp_path: Path, source: Path) -> None:
    address = "https://a.example/'><script>&amp;"
    (row,) = told(tmp_path, source, [found("working", address)])[1]
    assert row[2] == address
    assert "<script" not in (tmp_path / "report.html").read_text("utf-8")
