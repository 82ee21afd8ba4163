"""Kinds of records: each is one module, and all that the press does with records follows from it."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from bilateral.content import Cell, Cite, Mark, Text
from bilateral.dates import Edtf, parse_edtf
from bilateral.fields import fields_of
from bilateral.kinds import KINDS, AnyKind
from bilateral.kinds.kind import TableKind
from bilateral.model import Record
from bilateral.model.base import Dated
from bilateral.pictures import Request, draw, svg_of
from bilateral.pictures.picture import Spec
from bilateral.query import Query, QueryError
from bilateral.reading import FaultyVolumeError, read_volume
from bilateral.render import mention_text, render_table
from bilateral.render.registers import REGISTERS
from bilateral.schema import schema_text
from bilateral.validation import WRITTEN
from bilateral.volume import Volume
from builds import sphinx

SCRIPTS = Path(__file__).parents[1] / "scripts"
MODELS = {kind.model.__name__ for kind in KINDS}


def asked(source: str) -> list[str]:
    """Return the names of models of kinds that a program holds objects against."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    tests = [call.args[1] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "isinstance"]
    matched = [node.cls for node in ast.walk(ast.parse(source)) if isinstance(node, ast.MatchClass)]
    names = [node for test in (*tests, *matched) for node in ast.walk(test) if isinstance(node, ast.Name)]
    return [name.id for name in names if name.id in MODELS]


def test_nobody_asks_which_kind_a_record_is() -> None:
    programs = [
        path for name in ("bilateral", "bilateral_sphinx", "bilateral_cli") for path in (SCRIPTS / name).rglob("*.py")
    ]
    assert len(programs) > 150
    assert [(path.name, asked(path.read_text("utf-8"))) for path in programs if asked(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "planted", ["isinstance(record, Visit)", "isinstance(x, Person | Place)", "match x:\n  case Event():\n    pass"]
)
def test_asking_is_found(planted: str) -> None:
    assert asked(planted)


@pytest.fixture(scope="module")
def example_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stock volume with the example of each kind."""
    folder = tmp_path_factory.mktemp("examples") / "volume"
    shutil.copytree(SCRIPTS.parent / "tests/volume", folder)
    path = folder / "data/relations.yaml"
    data = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    for kind in KINDS:
        data.setdefault(kind.name, []).extend(yaml.load(kind.example, Loader=yaml.BaseLoader))
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    with (folder / "references.bib").open("a", encoding="utf-8") as bibliography:
        docs = (SCRIPTS.parent / "docs/data.md").read_text("utf-8")
        bibliography.writelines(re.findall(r"```bibtex\n(.*?)```", docs, re.DOTALL))
    return folder


@pytest.fixture(scope="module")
def examples(example_folder: Path) -> Volume:
    """The records of that volume."""
    return read_volume(example_folder)


def own(kind: AnyKind, volume: Volume) -> list[Record]:
    """Return the records of the example of a kind."""
    ids = [record["id"] for record in yaml.load(kind.example, Loader=yaml.BaseLoader)]
    return [volume.records[key] for key in ids]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_example_of_a_kind_is_shown_wherever_its_kind_is(kind: AnyKind, examples: Volume) -> None:
    for record in own(kind, examples):
        assert record.id.startswith(f"{kind.model.prefix}-")
        assert mention_text(record, examples) not in ("", record.id)
        homes = [name for name, table in kind.tables.items() if table.home]
        tables = {name: render_table(name, examples, Query(), "en_GB") for name in homes}
        assert any(row.record == record.id for table in tables.values() for row in table.rows)
        if kind.moments:
            chronology = render_table("chronology", examples, Query(kind=(kind.name,)), "en_GB")
            assert record.id in {row.record for row in chronology.rows}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_rows_fill_the_columns_that_tables_name(kind: AnyKind, examples: Volume) -> None:
    for name, table in kind.tables.items():
        keys = tuple(column.key for column in (*table.columns, *table.extra))
        rows = render_table(name, examples, Query(columns=keys), "en_GB").rows
        filled = {key for row in rows for key, cell in zip(keys, row.cells, strict=True) if cell}
        assert filled == set(keys), f"no example shows all columns of {name}"


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield a model and those of its parts."""
    yield model
    for held in fields_of(model):
        if held.model is not None:
            yield from models(held.model)


def test_wherever_a_date_stands_other_dates_and_calendars_may() -> None:
    found = {model for kind in KINDS for model in models(kind.model)}
    dated = {model for model in found if any(Edtf in held.classes for held in fields_of(model))}
    assert len(dated) > 15
    assert {model.__name__ for model in dated if not issubclass(model, Dated)} == {"AlsoDated", "Series"}


def printed(volume: Volume, name: str, query: Query) -> str:
    """Return a table as text: a line for each row, its cells by their columns."""
    table = render_table(name, volume, query, "en_GB")
    lines = [f"{name}:"]
    for row in table.rows:
        cells = zip(table.columns, row.cells, strict=True)
        told = [f"{column.title}: {plain(cell)}" for column, cell in cells if cell]
        lines.append(f"- {' | '.join(told)}")
    return "\n".join([*lines, ""])


def plain(cell: Cell) -> str:
    """Return what a cell says, with standings and sources in brackets."""
    said = []
    for part in cell:
        if isinstance(part, Mark):
            said.append(f"({part.standing})")
        else:
            said.append(f"[{', '.join(part.keys)}]" if isinstance(part, Cite) else getattr(part, "text", ""))
    return "".join(said)


def all_columns(table: TableKind) -> Query:
    return Query() if table.asked else Query(columns=tuple(one.key for one in (*table.columns, *table.extra)))


@pytest.mark.parametrize("name", [*(kind.name for kind in KINDS), "registers"])
def test_what_is_printed_of_a_kind_is_what_was_read_over(name: str, examples: Volume) -> None:
    """``WRITE=1 pytest tests/test_kinds.py -k read_over`` writes the files anew; look over what has changed."""
    tables = {kind.name: kind.tables for kind in KINDS}.get(name) or {
        "at-a-glance": REGISTERS["at-a-glance"],
        "chronology": REGISTERS["chronology"],
    }
    text = "\n".join(printed(examples, table, all_columns(found)) for table, found in tables.items())
    path = Path(__file__).parent / f"kinds/{name}.txt"
    if os.environ.get("WRITE"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_the_examples_of_all_kinds_are_built_strictly(examples: Volume, example_folder: Path, tmp_path: Path) -> None:
    homes = [(name, table) for kind in KINDS for name, table in kind.tables.items() if table.home]
    shown = {name: table for name, table in homes if name not in {"trade", "population"}}  # figures has them
    chapter = example_folder / "chapters/reference.md"
    tables = [f"```{{{name}}} All\n:name: table-all-{name}\n:canonical:\n```\n" for name in shown]
    glance = "```{at-a-glance} State\n:name: table-state\n```\n\n```{bibliography}\n```\n"
    chapter.write_text("\n".join(["(reference)=\n# Reference\n", *tables, glance]), "utf-8")
    first = example_folder / "chapters/chapter.md"
    told = first.read_text("utf-8").split("```{visits}")[0]
    first.write_text(told.replace("table-agreements", "table-all-agreements"), "utf-8")
    done = sphinx("-n", "-W", "-q", "-b", "html", ".", tmp_path / "html", out=tmp_path / "html", cwd=example_folder)
    assert done.status == 0, done.said
    page = done.page("chapters/reference.html")
    assert [key for key in examples.records if f'id="{key}"' not in page] == []


def test_a_legend_of_many_kinds_makes_no_picture_wider(examples: Volume) -> None:
    def width(spec: Spec) -> float:
        return float(re.search(r'<svg[^>]* width="([0-9.]+)"', svg_of(spec))[1])  # type: ignore[index]

    spec = draw("timeline", examples, Request(), "en_GB").spec
    bare = json.loads(re.sub(r'"legend": \{"[^}]*\}', '"legend": null', json.dumps(spec["layer"])))
    assert bare != spec["layer"]
    assert width(spec) == width({**spec, "layer": bare})


def test_what_has_no_sources_of_its_own_rests_on_those_of_its_record(examples: Volume) -> None:
    steps = render_table("milestones", examples, Query(parent="agreement-post", columns=("standing",)), "en_GB")
    assert {row.cells[0] for row in steps.rows} == {(Mark("confirmed"),)}


def test_the_state_of_relations_is_told_of_any_day(examples: Volume) -> None:
    def told(date: str) -> set[str | None]:
        query = Query(kind=("missions", "agreements"), date=date)
        return {row.record for row in render_table("at-a-glance", examples, query, "en_GB").rows}

    assert told("1901-12-31") == {"mission-xn-legation"}
    assert told("1905-06") == {"mission-xn-legation", "agreement-peace", "agreement-post"}
    assert told("1890") == set()
    with pytest.raises(QueryError, match="option 'date'"):
        told("last year")


def test_the_seat_of_a_government_is_the_one_at_the_date(examples: Volume) -> None:
    west = examples.countries["XW"]
    assert [west.seat_at(parse_edtf(date)) for date in ("1885", "1891")] == ["place-old-harbour", None]


# Vocabularies


@pytest.fixture
def speaking(stock: Path) -> Callable[[dict[str, Any], str], Path]:
    """Return a function that gives the stock volume words of its own, and its visit a form."""

    def make(vocabularies: dict[str, Any], form: str) -> Path:
        path = stock / "data/relations.yaml"
        text = path.read_text("utf-8").replace("form: official visit", f"form: {form}")
        path.write_text(f"{text}vocabularies: {json.dumps(vocabularies)}\n", "utf-8")
        return stock

    return make


def forms(volume: Volume, *kind: str) -> list[str]:
    rows = render_table("visits", volume, Query(columns=("form",), kind=kind), "en_GB").rows
    return [part.text for row in rows for part in row.cells[0] if isinstance(part, Text)]


def test_a_volume_adds_words(speaking: Callable[..., Path]) -> None:
    volume = read_volume(speaking({"visit-forms": {"royal visit": "visit of royalty"}}, "royal visit"))
    assert forms(volume) == ["visit of royalty"]


def test_a_volume_prints_a_word_of_the_press_in_its_own_way(speaking: Callable[..., Path]) -> None:
    volume = read_volume(speaking({"visit-forms": {"official visit": "visite officielle"}}, "official visit"))
    assert forms(volume) == ["visite officielle"]


def test_the_words_of_a_volume_are_filters(speaking: Callable[..., Path]) -> None:
    volume = read_volume(speaking({"event-kinds": {"flood relief": "flood relief"}}, "visit"))
    assert render_table("events", volume, Query(kind=("flood relief",)), "en_GB").rows == ()
    with pytest.raises(QueryError, match="did you mean 'flood relief'"):
        render_table("events", volume, Query(kind=("flood relif",)), "en_GB")


def test_a_misspelt_word_is_refused_with_a_proposal(speaking: Callable[..., Path]) -> None:
    folder = speaking({"visit-forms": {"royal visit": "royal visit"}}, "royl visit")
    with pytest.raises(FaultyVolumeError, match=r"MOD004 visits\[0\]\.form: 'royl visit'.*did you mean 'royal visit'"):
        read_volume(folder)


def test_a_misspelt_vocabulary_is_refused_with_a_proposal(speaking: Callable[..., Path]) -> None:
    with pytest.raises(FaultyVolumeError, match=r"MOD001 vocabularies: the key 'visit-form'.*'visit-forms'"):
        read_volume(speaking({"visit-form": {"royal visit": "royal visit"}}, "visit"))


def test_the_schema_has_the_words_of_the_volume() -> None:
    schema = json.loads(schema_text({"visit-forms": {"royal visit": "royal visit"}}))
    assert "royal visit" in schema["$defs"]["Visit"]["properties"]["form"]["enum"]
    assert "royal visit" not in json.loads(schema_text())["$defs"]["Visit"]["properties"]["form"]["enum"]


def test_each_pattern_of_the_model_is_told_in_words() -> None:
    """What a text has to look like is no regular expression to an editor; those of dates and numbers have own words."""

    def patterns(schema: object) -> Iterator[str]:
        if isinstance(schema, dict):
            yield from (str(value) for key, value in schema.items() if key == "pattern" and isinstance(value, str))
        for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
            yield from patterns(inner)

    found = set(patterns(json.loads(schema_text())))
    assert {
        one for one in found - set(WRITTEN) if "?~%" not in one and not one.startswith(("^[0-9]+$", "^-?["))
    } == set()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("country: XN, language", "country: Northland, language", "'Northland' is no code of a country; write XN"),
        ("country: XN, language", "country: xn, language", "'xn' is no code of a country; write XN"),
        ("country: XN, language", "country: Nord, language", "is no code of a country; write two capital letters"),
        ('"#114488"', '"#1144FF"', "'#1144FF' is no colour; write #1144ff"),
        ('"#114488"', "114488", "'114488' is no colour; write #114488"),
        ("fact: F01", "fact: f1", "'f1' is no number of a fact; write F01"),
        ("https://northland.example/book/", "northland.example/book/", "write https://northland.example/book/"),
        ("https://northland.example/book/", "https://northland.example/book", "write https://northland.example/book/"),
        ("date: 1899", "date: 1899\u201305", "write 1899-05"),
    ],
)
def test_what_is_meant_is_proposed(old: str, new: str, said: str, stock: Path) -> None:
    data = stock / "data/relations.yaml"
    text = data.read_text("utf-8")
    assert old in text
    data.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(FaultyVolumeError) as caught:
        read_volume(stock)
    assert said in str(caught.value)
