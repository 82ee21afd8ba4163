"""The check as a whole: every fault of a file in one run, the counts of a clean volume, and unreadable paths."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bilateral.reading import FaultyVolumeError, read_volume
from bilateral_cli.main import main


def _replace(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def _found(stock: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(FaultyVolumeError) as raised:
        read_volume(stock)
    problems = raised.value.problems
    assert problems == sorted(problems)
    assert str(raised.value).splitlines() == [str(problem) for problem in problems]
    return [(problem.file, problem.line, problem.code) for problem in problems]


def test_all_faults_of_the_form_are_told_at_once_in_the_order_of_the_files(stock: Path) -> None:
    _replace(
        stock / "data/relations.yaml",
        ("  title: Northland and Southland\n", ""),
        ("count: 3", "count: three"),
        ("date: 1899\n", "date: 1899-13\n"),
        ("form: official visit", "form: oficial visit"),
        ("id: agreement-peace", "id: Agreement"),
        ('value: "12.5"', 'worth: "12.5"'),
    )
    _replace(stock / "references.bib", ("grade = {D}", "grade = {E}"), ("langid = {en}}\n@", "}\n@"))
    data, bibliography = "data/relations.yaml", "references.bib"
    assert _found(stock) == [
        (data, 2, "MOD002"),
        (data, 16, "MOD007"),
        (data, 38, "MOD006"),
        (data, 48, "MOD004"),
        (data, 62, "MOD005"),
        (data, 83, "MOD002"),
        (data, 83, "MOD001"),
        (bibliography, 1, "BIB003"),
        (bibliography, 1, "BIB004"),
    ]


def test_all_faults_of_the_matter_are_told_at_once(stock: Path) -> None:
    _replace(
        stock / "data/relations.yaml",
        ("fact: F03", "fact: F02"),
        ("date: 1902-01-01", "date: 1900"),
        ("1900-05-02/1900-05-04", "1930-05-04/1930-05-02"),
        (", sources: [{source: gazette, stance: supports, locator: p. 5}]", ""),
    )
    assert [code for _, _, code in _found(stock)] == [
        "REL006",
        "REL010",
        "REL013",
        "REL013",
        "REL012",
        "REL005",
        "REL007",
    ]


def test_all_ids_at_fault_are_told_before_any_rule_that_relies_on_them(stock: Path) -> None:
    _replace(
        stock / "data/relations.yaml",
        ("visitors: [person-aaa-zoe]", "visitors: [person-nobody]"),
        ("place: place-nord", "place: org-league"),
        ("source: story", "source: stories"),
        ("date: 1902-01-01", "date: 1900"),
    )
    assert [code for _, _, code in _found(stock)] == ["REL004", "REL002", "REL003"]


def test_faults_of_both_files_are_told_where_neither_can_be_read(stock: Path) -> None:
    (stock / "data/relations.yaml").write_text("volume: [\n", "utf-8")
    (stock / "references.bib").write_text("@misc{story, title = {A}\n", "utf-8")
    assert [code for _, _, code in _found(stock)] == ["DAT003", "BIB001"]


def test_a_clean_volume_gives_its_counts(stock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = (stock / "data/relations.yaml").read_text("utf-8")
    records, facts = data.count(" id: ") + data.count("{id: "), data.count(" fact: ")
    sources = (stock / "references.bib").read_text("utf-8").count("@misc")
    assert main(["check", "."]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith(f".: {records} records, {facts} facts, {sources} sources, no problems (")
    assert printed.err == ""


@pytest.mark.parametrize("name", ["nowhere", "references.bib", "dàta"])
def test_a_folder_that_cannot_be_read_is_told_like_any_fault(
    stock: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", name]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert " DAT001 cannot read the file: " in printed.err
    assert " BIB001 cannot read the file: " in printed.err
    assert stock.is_dir()


def test_a_folder_in_the_place_of_the_data_file_is_told(stock: Path) -> None:
    (stock / "data/relations.yaml").unlink()
    (stock / "data/relations.yaml").mkdir()
    assert _found(stock) == [("data/relations.yaml", 0, "DAT001")]


def test_a_message_keeps_to_its_line_whatever_the_value_holds(stock: Path) -> None:
    _replace(stock / "data/relations.yaml", ("form: official visit", 'form: "a\\nvisit"'), ("LT}", 'LT, "x\\ny": z}'))
    assert [code for _, _, code in _found(stock)] == ["MOD001", "MOD004"]


@pytest.mark.process
def test_the_program_ends_with_1_and_without_a_traceback(stock: Path) -> None:
    _replace(stock / "data/relations.yaml", ("date: 1902-01-01", "date: 1900"))
    run = subprocess.run(
        [sys.executable, "-m", "bilateral_cli", "check", "."], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (1, "")
    first, last = run.stderr.splitlines()
    assert first.startswith("data/relations.yaml:70:5: REL012 agreements[0].milestones[1]: entry into force")
    assert last == "1 problem in ."
