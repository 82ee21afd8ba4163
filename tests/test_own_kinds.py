"""A kind that a volume brings: with all that a kind can have, it is treated like one of the press everywhere."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable
from dataclasses import fields, replace
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from bilateral.changes import compare, state_of
from bilateral.content import Text
from bilateral.kinds import KINDS, AnyKind
from bilateral.kinds.kind import Glance
from bilateral.kinds.own import KindError, _guarded
from bilateral.reading import FaultyVolumeError, read_volume
from bilateral.render import Query, QueryError, render_table
from bilateral_cli.main import main
from bilateral_workshop.documentation import schema_file as write_schema
from builds import sphinx

SIGHTINGS = """from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from bilateral.content import Text
from bilateral.dates import Edtf
from bilateral.kinds.kind import (
    DATE, SOURCES, STANDING, Glance, Kind, Line, Moment, Stands, TableKind, columns, filters, select
)
from bilateral.model import Link, Record, vocabulary
from bilateral.model.base import CountryCode, Dated, Language, Party, PersonId, PlaceId, PlainText, Strict

SPECIES = vocabulary("whale-species", "What swims.", "sperm whale", "blue whale")


class Count(Dated):
    "A count of whales."

    date: Edtf = Field(description="When.")
    value: Decimal = Field(description="How many.")
    sources: tuple[Link, ...] = Field((), description="Sources of the count.")


class Sighting(Dated, Record):
    "A whale that was seen."

    prefix: ClassVar[str] = "sighting"
    species: Annotated[str, SPECIES] = Field(description="Which.")
    title: PlainText = Field(description="Which whale.")
    native: PlainText | None = Field(None, description="Its own name.")
    language: Language | None = Field(None, description="Language of the name.")
    reading: PlainText | None = Field(None, description="How it is read.")
    from_: CountryCode | None = Field(None, alias="from", description="From where.")
    to: Party | None = Field(None, description="Where to.")
    date: Edtf | None = Field(None, description="When.")
    observers: tuple[PersonId, ...] = Field((), description="Who saw it.")
    places: tuple[PlaceId, ...] = Field((), description="Where.")
    counts: tuple[Count, ...] = Field((), description="How many, in order of time.")

    def amounts(self) -> Iterable:
        for count in self.counts:
            yield str(count.value), count.value, count.value, None


def rows(cells, query):
    for found in select(cells, Sighting, query, SPECIES, "species"):
        yield found.id, {
            "title": cells.title(found, found.title),
            "date": cells.when(found),
            "species": cells.word(SPECIES, found.species),
            "who": cells.mentions(found.observers),
            "place": cells.mentions(found.places),
            **cells.rests(found),
        }


def count_rows(cells, query):
    for found in select(cells, Sighting, query, SPECIES, "species"):
        if query.parent and found.id != query.parent:
            continue
        for count in found.counts:
            yield found.id, {
                "title": (cells.mention(found.id),),
                "date": cells.dated(count.date, count),
                "value": (Text(str(count.value), order=str(count.value)),),
                **cells.valued(found, count.sources),
            }


def moments(found, cells):
    yield Moment(found.date, found)
    for count in found.counts:
        yield Moment(count.date, count, what=(Text(f": {count.value} counted"),), links=count.sources)


def last_seen(cells, day):
    for found in cells.volume.of(Sighting):
        if found.date and found.date.earliest <= day.latest:
            yield Stands(found.id, cells.title(found, found.title), cells.date(found.date), cells.rests(found))


def after_noah(found, path, volume):
    if found.date and found.date.earliest.year < 1800:
        yield volume.document.problem((*path, "date"), "REL010", "too old")


def lines(found, volume):
    if len(found.places) > 1:
        yield Line(found.places[0], found.places[1], found.species)


SIGHTINGS = Kind(
    name="sightings",
    model=Sighting,
    about="Whales.",
    word="Whale",
    thing="Event",
    cited=lambda found, _: {"type": "report", "title": found.title},
    example="",
    mention=lambda found, _: found.title,
    language=lambda found, _: found.language,
    listed=lambda found, _: f"{found.title}, {found.date}",
    dates=lambda found: [("counted", count.date) for count in found.counts],
    facet=SPECIES,
    facet_field="species",
    acts=("observers",),
    parts=frozenset({"counts"}),
    rows="counts",
    rules=(after_noah,),
    vocabularies=(SPECIES,),
    moments=moments,
    glance=Glance("Last seen", last_seen),
    timeline=True,
    places=lambda found: found.places,
    lines=lines,
    line_kinds=lambda volume: volume.words(SPECIES),
    broad=True,
    mapped=True,
    sorted_as=lambda found, _: found.title.removeprefix("The "),
    reading=lambda found: found.reading,
    indexed=True,
    headword=lambda found: "Whale",
    see=lambda found: found.native,
    tables={
        "sightings": TableKind(
            summary="Whales.",
            columns=columns(("title", "Whale"), DATE, ("place", "Place"), STANDING, SOURCES),
            rows=rows,
            filters=filters("from_", "to", "kind", "ids"),
            extra=columns(("species", "Species"), ("who", "Seen by")),
            order="date",
            empty="No whale is recorded.",
        ),
        "whale-counts": TableKind(
            summary="Counts.",
            columns=columns(("title", "Whale"), DATE, ("value", "Count"), STANDING, SOURCES),
            rows=count_rows,
            filters=filters("kind", "parent", "ids"),
            parent="sightings",
            home=False,
            orders=("file",),
        ),
    },
)
"""
WHALES = """
vocabularies:
  whale-species: {white whale: white whale}
sightings:
- id: sighting-moby
  species: white whale
  title: The Moby Whale
  native: Mobis
  language: en
  from: XN
  to: XS
  date: 1901-05
  as_written: "April, Old Style"
  also_dated: [{date: 1902, sources: [{source: gazette, stance: supports, locator: p. 4}]}]
  observers: [person-bbb-bo]
  places: [place-sud, place-nord]
  counts:
  - {date: 1902, value: 12.50, sources: [{source: gazette, stance: supports, locator: p. 9}]}
  - {date: 1903, value: 13}
  sources: [{source: gazette, stance: supports, locator: p. 9}]
- id: sighting-undated
  species: sperm whale
  title: Undated Whale
  sources: [{source: gazette, stance: supports, locator: p. 9}]
"""
PAGE = """
```{sightings} Whales
:name: table-whales
:canonical:
:columns: title, date, species, who, place, standing, sources
```

```{whale-counts} Counts of one
:name: table-whale-counts
:parent: sighting-moby
```

```{sightings} White whales
:name: table-white-whales
:kind: white whale
:from: XN
```

```{at-a-glance} Whales in a year
:name: table-whales-in-a-year
:kind: sightings
:date: 1905
```

```{picture-timeline} Years
:name: figure-years
:kind: sightings
```

```{picture-map} Waters
:name: figure-waters
:kind: sightings
```

The {rec}`sighting-moby` was seen in {date}`sighting-moby`, and counted in {date}`sighting-moby @ counted`.
"""


@pytest.fixture
def sighted(stock: Path) -> Path:
    """The stock volume with a kind of its own, records of it, and what shows them."""
    (stock / "kinds").mkdir()
    (stock / "kinds/sightings.py").write_text(SIGHTINGS, "utf-8")
    for name, text in (
        ("conf.py", 'record_kinds = ["sightings"]\n'),
        ("data/relations.yaml", WHALES),
        ("chapters/reference.md", PAGE),
    ):
        (stock / name).write_text((stock / name).read_text("utf-8") + text, "utf-8")
    return stock


def rows_of(page: str, name: str) -> list[str]:
    """Return the rows of a table as their words."""
    (found,) = html.fromstring(page).xpath(f"//table[@id='{name}' or ancestor::*[@id='{name}']]")
    return [" ".join(row.text_content().split()) for row in found.iter("tr")][1:]


def test_it_is_built_like_any_other(sighted: Path, tmp_path: Path) -> None:
    done = sphinx("-n", "-W", "-q", "-b", "html", ".", tmp_path / "html", out=tmp_path / "html", cwd=sighted)
    assert done.status == 0, done.said
    page = done.page("chapters/reference.html")
    assert 'id="sighting-moby"' in page
    whale, undated = rows_of(page, "table-whales")
    assert "May 1901 (April, Old Style), or 1902" in whale
    assert "white whale" in whale
    assert "not known" in undated
    assert len(rows_of(page, "table-white-whales")) == 1
    assert ["12.50" in row for row in rows_of(page, "table-whale-counts")] == [True, False]
    (seen,) = rows_of(page, "table-whales-in-a-year")
    assert seen.startswith("Last seen As it stands: The Moby Whale Date: May 1901")
    told = " ".join(rows_of(page, "table-chronology"))
    assert told.count("The Moby Whale") == 3  # seen once, counted twice
    assert "The Moby Whale: 13 counted" in told
    assert "was seen in" in page
    pictures = html.fromstring(page).xpath("//svg/@aria-label")
    assert any("1 line joins them: white whale 1" in said for said in pictures), pictures
    index = html.fromstring(done.page("genindex.html")).text_content()
    assert "Mobis, see Moby Whale" in " ".join(index.split())
    assert b"sighting-moby" in zlib.decompress((tmp_path / "html/objects.inv").read_bytes().split(b"zlib.\n", 1)[1])
    with sqlite3.connect(next((tmp_path / "html/data").glob("*.sqlite"))) as data:
        assert data.execute("select value from sightings_counts order by position").fetchall() == [("12.50",), ("13",)]
        assert data.execute("select value from sightings_observers").fetchall() == [("person-bbb-bo",)]
        links = data.execute("select path from links where record = 'sighting-moby' order by path").fetchall()
        assert links == [("/",), ("/also_dated/1",), ("/counts/1",)]
    told_of = next((tmp_path / "html/data").glob("*.jsonld")).read_text("utf-8")
    assert "a/sighting-moby/" in told_of


def test_it_has_its_place_in_the_schema(sighted: Path) -> None:
    schema = sighted / "data/relations.schema.json"
    assert write_schema.main([str(schema)]) == 0
    described = json.loads(schema.read_text("utf-8"))["$defs"]["Sighting"]["properties"]["species"]["enum"]
    assert described == ["sperm whale", "blue whale", "white whale"]


def test_its_rules_hold(sighted: Path) -> None:
    data = sighted / "data/relations.yaml"
    data.write_text(data.read_text("utf-8").replace("date: 1901-05\n", "date: 1751\n"), "utf-8")
    with pytest.raises(FaultyVolumeError, match="REL010 too old") as caught:
        read_volume(sighted)
    assert {problem.code for problem in caught.value.problems} >= {"REL010", "REL013"}  # who acts holds an office


def test_its_rows_come_from_a_spreadsheet(sighted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = sighted / "sightings.csv"
    taken = [
        "import",
        str(sheet),
        ".",
        "--source",
        "gazette",
        "--retrieved",
        "2026-11-01",
        "--licence",
        "CC0",
        "--write",
    ]
    rows = ["id,species,title,date,value", "sighting-moby,,,1904,14", "sighting-new,blue whale,New whale,1905,1"]
    sheet.write_text("\n".join([*rows, "sighting-bad,green whale,Bad,1906,2 000"]), "utf-8")
    assert main(taken) == 1
    assert [line.split()[1] for line in capsys.readouterr().err.splitlines()[:-1]] == ["MOD004", "MOD007"]
    sheet.write_text("\n".join(rows), "utf-8")
    assert main(taken) == 0
    assert "New: records 1, values 2;" in capsys.readouterr().out
    assert read_volume(sighted).collections["sighting-new"] == "sightings"


def test_what_changes_in_it_is_told(sighted: Path) -> None:
    before = state_of(read_volume(sighted))
    data = sighted / "data/relations.yaml"
    text = data.read_text("utf-8")
    data.write_text(text.replace("The Moby", "The White").replace("value: 13}", "value: 14}"), "utf-8")
    changes = compare(before, state_of(read_volume(sighted)))
    assert [(change.key, change.field) for change in changes] == [
        ("sighting-moby", "title"),
        ("sighting-moby", "counts[2].value"),
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('prefix: ClassVar[str] = "sighting"', "", "no Record with a prefix"),
        ("model=Sighting", "model=Count", "no Record with a prefix"),
        ('rows="counts"', 'rows="nothing"', "no field 'nothing'"),
        ('facet_field="species"', 'facet_field="kinds"', "no field 'kinds'"),
        ('acts=("observers",)', 'acts=("watchers",)', "no field 'watchers'"),
        ("found.date.earliest.year < 1800", "found.when", "AttributeError: 'Sighting' object has no attribute 'when'"),
        ("mention=lambda found, _: found.title", "mention=lambda found, _: found.name", "AttributeError"),
        ("line_kinds=lambda volume: volume.words(SPECIES)", "line_kinds=None", "TypeError"),
        ("places=lambda found: found.places", "places=lambda found: found.place", "AttributeError"),
        ('headword=lambda found: "Whale"', "headword=lambda: 0", "TypeError"),
    ],
)
def test_a_module_that_fails_is_told_at_its_line(
    right: str, wrong: str, said: str, sighted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    module = sighted / "kinds/sightings.py"
    assert right in SIGHTINGS
    module.write_text(SIGHTINGS.replace(right, wrong), "utf-8")
    assert main(["check", "."]) == 1
    first, last = capsys.readouterr().err.splitlines()
    assert first.startswith("kinds/sightings.py:")
    assert f" DAT012 {said.partition(':')[0]}" in first or said in first
    assert last == "1 problem in ."


def fail(*_: object) -> Any:
    raise ValueError("no")


def with_failures(whole: Any) -> dict[str, Any]:
    """Return a thing as often as it has functions, with one of them failing each time."""
    names = [field.name for field in fields(whole) if str(field.type).startswith("Callable")]
    return {name: replace(whole, **{name: fail}) for name in names}


def test_no_function_of_a_kind_fails_without_a_place() -> None:
    """Those that the press has not yet thought of, too."""
    own = KINDS[0]
    kinds: list[tuple[AnyKind, Callable[[AnyKind], Any]]] = [
        *((kind, attrgetter(name)) for name, kind in with_failures(own).items()),
        *(
            (replace(own, glance=one), attrgetter(f"glance.{name}"))
            for name, one in with_failures(Glance("", fail)).items()
        ),
        (replace(own, rules=(fail,)), lambda kind: kind.rules[0]),
    ]
    for name, table in with_failures(next(iter(own.tables.values()))).items():
        kinds.append((replace(own, tables={"x": table}), lambda kind, name=name: getattr(kind.tables["x"], name)))  # type: ignore[misc]
    assert len(kinds) > 15
    for kind, function in kinds:
        with pytest.raises(KindError, match=r"x\.py"):
            function(_guarded(kind, Path("x.py"), "x.py"))(None)


def test_a_table_that_fails_is_told_where_it_stands(sighted: Path, tmp_path: Path) -> None:
    module = sighted / "kinds/sightings.py"
    module.write_text(SIGHTINGS.replace("cells.word(SPECIES, found.species)", "cells.words[found.species]"), "utf-8")
    done = sphinx("-q", "-b", "html", ".", tmp_path / "html", out=tmp_path / "html", cwd=sighted)
    line = next(
        number for number, text in enumerate(module.read_text("utf-8").splitlines(), 1) if "cells.words[" in text
    )
    assert f"kinds/sightings.py:{line}: AttributeError" in done.said
    assert "Traceback" not in done.said


def test_what_it_tells_at_a_glance_stands_after_the_kinds_of_the_press_and_can_be_asked_for(sighted: Path) -> None:
    volume = read_volume(sighted)

    def subjects(**asked: Any) -> list[str]:
        rows = render_table("at-a-glance", volume, Query(**asked), "en_GB").rows
        return ["".join(part.text for part in row.cells[0] if isinstance(part, Text)) for row in rows]

    assert subjects()[-1] == "Last seen"
    assert subjects()[0] == "Relations"
    assert subjects(kind=("sightings",)) == ["Last seen"]
    assert subjects(kind=("sightings",), date="1900") == []


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('"place": cells.mentions(found.places),', "", "'place'; give it one, () where nothing stands"),
        ('"species": cells.word', '"specie": cells.word', "'species'; did you mean 'specie'?"),
        ('"value": (Text(', '"values": (Text(', "'value'; did you mean 'values'?"),
    ],
)
def test_a_row_that_leaves_out_a_column_is_told_at_its_function(
    right: str, wrong: str, said: str, sighted: Path
) -> None:
    module = sighted / "kinds/sightings.py"
    module.write_text(SIGHTINGS.replace(right, wrong), "utf-8")
    function, table = ("count_rows", "whale-counts") if "value" in right else ("rows", "sightings")
    volume = read_volume(sighted)
    with pytest.raises(QueryError) as caught:
        render_table(table, volume, Query(), "en_GB")
    line = 1 + module.read_text("utf-8").splitlines().index(f"def {function}(cells, query):")
    assert str(caught.value).endswith(f"kinds/sightings.py:{line}: a row has no cell for the column {said}")
