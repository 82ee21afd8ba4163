"""``bilateral import``: rows of a spreadsheet become records, or nothing is written at all."""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
from pathlib import Path
from typing import Any

import pytest

from bilateral.dataset import contents_of
from bilateral.document import parse_document
from bilateral.importing.splice import appended
from bilateral.importing.table import read_table
from bilateral.reading import read_volume
from bilateral_cli.main import main
from properties import given, settings, st

SERIES = """\
ID;Title;Subject;From;To;Unit;Currency;Date;Value;Qualifier;Locator
series-amber;Exports of amber;trade;XN;XS;tonnes;;1903;12.50;;table 1
series-amber;;;;;;;1904;-3;about;
series-trade;;;;;;;1906;13;;"page 7; left"
"""
VISITS = """\
id,form,from,to,date,visitors,met,purpose
visit-bbb-1904,state visit,XS,XN,1904-05,person-bbb-bo,person-aaa-zoe,"post, and harbours"
visit-twelve,visit,XN,XS,,,,
"""


def taken(sheet: Path, *more: str, source: str = "gazette") -> int:
    origin = ["--source", source, "--retrieved", "2001-02-01", "--licence", "CC0 1.0"]
    return main(["import", str(sheet), ".", *origin, *more])


def saved(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding)
    return path


def test_rows_become_records_and_everything_else_stays(stock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = stock / "data/relations.yaml"
    before = data.read_text("utf-8")
    sheet = saved(stock, "series.csv", SERIES)
    assert taken(sheet) == 0
    said = capsys.readouterr().out
    assert "Qualifier  series.points.qualifier" in said
    assert "New: records 1, values 3; rows that are there already: 0.\nNothing is written" in said
    assert data.read_text("utf-8") == before

    assert taken(sheet, "--write") == 0
    after = data.read_text("utf-8")
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    assert [line for line in lines if line.startswith("- ")] == []
    volume = read_volume(stock)
    amber, trade = volume.document.data["series"][1], volume.document.data["series"][0]
    assert [point["value"] for point in amber["points"]] == ["12.50", "-3"]
    assert amber["points"][1]["sources"] == [{"source": "gazette", "stance": "supports", "locator": "row 3"}]
    assert [point["date"] for point in trade["points"]] == ["1905", "1906"]
    assert trade["points"][1]["sources"][0]["locator"] == "page 7; left"
    (entry,) = volume.file.imports
    assert entry.sha256 == hashlib.sha256(sheet.read_bytes()).hexdigest()
    assert (str(entry.retrieved), entry.licence, entry.source) == ("2001-02-01", "CC0 1.0", "gazette")
    assert [row[1] for row in contents_of(volume).rows["imports"]] == ["series.csv"]

    capsys.readouterr()
    assert taken(sheet, "--write") == 0
    assert "rows that are there already: 3" in capsys.readouterr().out
    assert data.read_text("utf-8") == after


def test_visits_have_lists_and_may_lack_a_date(stock: Path) -> None:
    text = VISITS.replace("visit,XN,XS,,,,", "visit,XN,XS,,person-aaa-zoe; person-ccc,,")
    data = stock / "data/relations.yaml"
    data.write_text(
        data.read_text("utf-8").replace("events:\n", "- {id: person-ccc, family: Ccc, country: XN}\nevents:\n"), "utf-8"
    )
    assert taken(saved(stock, "visits.csv", text), "--write") == 0
    first, second = read_volume(stock).document.data["visits"][1:]
    assert first["purpose"] == "post, and harbours"
    assert second["visitors"] == ["person-aaa-zoe", "person-ccc"]
    assert "date" not in second


def test_all_wrong_rows_are_told_at_once_with_their_places(stock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (stock / "data/relations.yaml").read_bytes()
    text = SERIES.replace("12.50", "many").replace(";1904;", ";April 1904;").replace("trade;XN;XS", "trada;XN;XS")
    assert taken(saved(stock, "series.csv", text), "--write") == 1
    told = [line.split(":")[1:4] for line in capsys.readouterr().err.splitlines()[:-1]]
    assert [(line, column, rest.split()[0]) for line, column, rest in told] == [
        ("2", "31", "MOD004"),
        ("2", "56", "MOD007"),
        ("3", "20", "MOD006"),
    ]
    assert (stock / "data/relations.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (VISITS.replace("person-bbb-bo", "person-bbb-bob"), "visits.csv:2:42: REL002"),
        (VISITS, "visits.csv:3:1: REL023"),
        (VISITS.replace("id,", "key,"), "visits.csv:1:1: IMP002"),
        ("", "visits.csv:1:1: IMP001"),
    ],
)
def test_rules_of_the_volume_are_told_in_the_spreadsheet(
    text: str, said: str, stock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert taken(saved(stock, "visits.csv", text), "--write") == 1
    assert capsys.readouterr().err.startswith(said)


def test_a_comma_in_a_number_is_told_before_it_is_compared(stock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = SERIES.replace("12.50", "12,50").replace(";1906;13;", ";1905;12,5;")  # new, and there already as 12.5
    assert taken(saved(stock, "series.csv", text), "--write") == 1
    assert capsys.readouterr().err.splitlines()[:-1] == [
        "series.csv:2:56: MOD007 value: '12,50' is not written as a number of the data; write 12.50",
        "series.csv:4:25: MOD007 value: '12,5' is not written as a number of the data; write 12.5",
    ]


HEAD = "id,title,subject,from,to,unit,currency,date,value,locator"
ROW = "series-amber,Exports of amber,trade,XN,XS,tonnes,,{date},{value},table 1"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("12 500", "write 12500"),
        ("12\u00a0600.5", "write 12600.5"),
        ('"12,700"', "no other number of the column tells which; write 12700 or 12.7000, whichever"),
        ('"1,234,567.5"', "write 1234567.5"),
        ("12'500", "write 12500"),
        ("12.500", "no other number of the column tells which; write 12500 or 12.5000, whichever"),
        ("€ 12.500", "write 12500 or 12.5000, whichever"),
        ("1.234.567", "write 1234567"),
        ('"1.234,5"', "write 1234.5"),
        ("€ 12", "write 12"),
        ("₾12 500", "write 12500"),
        ("(12)", "write -12"),
        ("−12", "write -12"),
        ("12*", "write 12"),
        ("1.2E+05", "write 120000"),
        ("n/a", "is no number"),
        ("#REF!", "is no number"),
        ("=SUM(A1:A2)", "is no number"),
    ],
)
def test_numbers_as_spreadsheets_show_them_are_told_beside_other_faults(
    cell: str, said: str, stock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        ROW.format(date="44197", value="1"),
        ROW.format(date="1904", value=cell),
        ROW.format(date="2020-21", value="2"),
    ]
    before = (stock / "data/relations.yaml").read_bytes()
    assert taken(saved(stock, "series.csv", "\n".join([HEAD, *rows])), "--write") == 1
    first, second, third, _ = capsys.readouterr().err.splitlines()
    assert first.startswith("series.csv:2:51: MOD006")
    assert second.startswith("series.csv:3:56: MOD007")
    assert said in second
    assert third.startswith("series.csv:4:51: MOD006 date: '2020-21' is a season in EDTF; write 2020/2021")
    assert (stock / "data/relations.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"Trade of the two,,,,,,,,,\n{HEAD}", "1:1: IMP002 the first row names no field"),
        (HEAD.replace(",", "|"), "1:1: IMP002 the first row names no field"),
        (
            f"{HEAD.replace('currency', '')}\n{ROW.format(date=1903, value=1).replace('tonnes,', 'tonnes,EUR')}",
            "1:31: IMP002 the column has cells and no name",
        ),
    ],
)
def test_first_rows_that_name_no_fields_are_told_once(
    text: str, said: str, stock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert taken(saved(stock, "series.csv", text), "--write") == 1
    told, _ = capsys.readouterr().err.splitlines()
    assert told.startswith(f"series.csv:{said}")


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("0.5", []),
        ("13.1250", []),
        ("13", ["3:56: MOD007 value: '12.500' can be read in two ways"]),
        ("13.250", ["3:56: MOD007 value: '12.500' can", "4:56: MOD007 value: '13.250' can"]),
        ("1.300.250", ["3:56: MOD007 value: '12.500' can", "4:56: MOD007 value: '1.300.250' is not written"]),
    ],
)
def test_a_point_before_three_digits_is_what_the_column_shows_it_to_be(
    other: str, told: list[str], stock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [ROW.format(date=year, value=value) for year, value in ((1903, "7"), (1904, "12.500"), (1905, other))]
    assert taken(saved(stock, "series.csv", "\n".join([HEAD, *rows])), "--write") == bool(told)
    said = capsys.readouterr().err.splitlines()[:-1]
    assert [line.startswith(f"series.csv:{start}") for line, start in zip(said, told, strict=True)] == [True] * len(
        told
    )
    if not told:
        assert read_volume(stock).document.data["series"][1]["points"][1]["value"] == "12.500"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le"])
def test_what_excel_calls_unicode_text_is_read(encoding: str, stock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = SERIES.replace("; left", "").replace(";", "\t").replace("Exports", "Éxports")
    assert taken(saved(stock.parent, "series.csv", text, encoding)) == (encoding != "utf-16")
    said = capsys.readouterr()
    if encoding == "utf-16":
        assert "New: records 1, values 3;" in said.out
    else:
        assert "series.csv:1:1: IMP001 the file is not UTF-8; save it as 'CSV UTF-8'" in said.err


@pytest.mark.parametrize("begins", ["504b030414000600080000002100ffd8", "d0cf11e0a1b11ae1000000"])
def test_a_workbook_is_told_as_such(begins: str, stock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = stock.parent / "series.csv"
    sheet.write_bytes(bytes.fromhex(begins))
    assert taken(sheet) == 1
    assert "1:1: IMP001 the file is a workbook; save its sheet as 'CSV UTF-8'" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD},,\n{ROW},,\n,,,,,,,,,,,\n",  # columns and rows of nothing at the ends
        f"{HEAD}\n{ROW},,,\n",
        *(f"sep={sign}\n{HEAD}\n{ROW}\n".replace(",", sign) for sign in ";|^]\\"),
        f"{HEAD}\r{ROW}",
    ],
)
def test_what_spreadsheets_add_is_passed_over(text: str, stock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert taken(saved(stock, "series.csv", text.format(date=1903, value=12)), "--write") == 0
    assert "New: records 1, values 1;" in capsys.readouterr().out


def test_where_it_is_from_has_to_be_said(stock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = saved(stock, "series.csv", SERIES)
    assert main(["import", str(sheet), "."]) == 2
    capsys.readouterr()
    wrong = saved(stock.parent, "series.csv", SERIES.replace("12.50", "many"))
    for one in (sheet, wrong):  # a fault in a row does not hide it
        assert taken(one, source="gazete") == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.count("gazete") == 1
        assert "no source 'gazete' in the bibliography; did you mean 'gazette'?" in said.err
    assert taken(sheet, source="atlas-of-nowhere") == 2
    assert "add it there first" in capsys.readouterr().err
    assert taken(saved(stock, "colours.csv", SERIES)) == 2
    assert (
        taken(saved(stock.parent, "latin.csv", SERIES.replace("amber", "ąmber"), "iso8859-13"), "--kind", "series") == 1
    )
    assert "save it as 'CSV UTF-8'" in capsys.readouterr().err


CELLS = st.text(st.sampled_from("a1é \";,\t\n'"), max_size=5)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 4).flatmap(lambda wide: st.lists(st.lists(CELLS, min_size=wide, max_size=wide), min_size=1)))
def test_cells_are_those_of_the_csv_module(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["h;,\t" for _ in rows[0]], *rows])
    delimiter = max(",;\t", key=text.getvalue().partition("\n")[0].count)
    again = io.StringIO()
    csv.writer(again, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["h" for _ in rows[0]], *rows])
    path = tmp_path_factory.getbasetemp() / "cells.csv"
    path.write_text(again.getvalue(), "utf-8", newline="")
    table, problems = read_table(path)
    if delimiter != ";" and len(rows[0]) == 1:
        return
    assert (problems, table is None) == ([], False)
    assert table is not None
    wanted = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    assert [[cell.text for cell in row] for row in table.rows] == wanted


TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12).map(
    str.strip
)
ITEMS = st.lists(
    st.dictionaries(st.sampled_from(["id", "date", "value"]), TEXTS.filter(bool), min_size=1), min_size=1, max_size=3
)
FILES = [
    "a: 1\nseries:\n- id: x\n  points: [{date: 1}]\n# kept\nz: 2 # kept\n",
    "series:\n  - id: x\n    points:\n      - date: 1  # kept\n\n\n# kept\nz: |\n  kept\n",
    "series: [{id: x, points: []}]\nz: 1",
    "series:\n- {id: x, points: [{date: '1'}]}",
    "series:\n- id: x\n  points:\n  - date: |\n      1\n      2\n",
]


@pytest.mark.parametrize("text", FILES)
@settings(max_examples=40, deadline=None)
@given(ITEMS, ITEMS, ITEMS)
def test_what_is_appended_is_read_again_and_the_rest_is_kept(
    text: str, points: list[Any], records: list[Any], others: list[Any]
) -> None:
    lists = {("series", 0, "points"): points, ("series",): records, ("others",): others}
    new = appended(text, lists.items())
    wanted, _ = parse_document(text.encode(), "f")
    found, problems = parse_document(new.encode(), "f")
    assert problems == []
    assert wanted is not None
    assert found is not None
    wanted.data["series"][0]["points"] += points
    wanted.data["series"] += records
    wanted.data["others"] = others
    assert found.data == wanted.data
    assert new.count("kept") >= text.count("kept")
