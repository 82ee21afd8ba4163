"""The dataset: every form holds the data file whole, as other programs read it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import sqlite3
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest
import rispy
import yaml
from pydantic import BaseModel, Field
from pyld import jsonld

from bilateral.bibliography import escaped
from bilateral.citation import FORMATS as EXPORTS
from bilateral.citation.citeproc import Request, formatted
from bilateral.dataset import all_tables, archive, contents_of, dataset_files, is_made_of, origin_of, record_files
from bilateral.dataset.database import database_file, read_database
from bilateral.dataset.package import DESCRIPTOR, package_files, read_package
from bilateral.dataset.places import cut
from bilateral.dataset.rows import data_of, rows_of
from bilateral.dataset.tables import Column, day_columns
from bilateral.formats import FORMATS
from bilateral.kinds import file_model
from bilateral.model import Fact, Link, Record
from bilateral.model.base import Strict
from bilateral.reading import read_volume
from bilateral.text import letters
from bilateral.volume import Volume
from bilateral_workshop.verification.checks import JUDGES
from bilateral_workshop.verification.tools import Tools
from builds import sphinx
from tools import need

ROOT = Path(__file__).parents[1]
BOOKS = [pytest.param(ROOT / "source", id="the book"), pytest.param(ROOT / "tests/volume", id="the small volume")]
ORIGIN = origin_of("press 1", {"relations.yaml": b"volume:"})
WRITE = {form.name: form.write for form in EXPORTS}
PROV_FROM = "http://www.w3.org/ns/prov#wasDerivedFrom"
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "+1-1",
    "-2+3",
    "'=1",
    "''@x",
    "'tis",
    "-",
    "＝1+1",
    'He said "no", twice',
    "a,b;c d",
    "'; DROP TABLE records; --",
    "<script>alert(1)</script>",
    "{{ 7*7 }} ${x} %s \\n",
    *("2002-02", "02/03/2002", "1/2", "MAR-1", "Jan 5", "12:30", "5%", "$5", "TRUE", "false", "1,5"),
    *("007", "1", "00", "1e5", "0x1F", "１２"),
    *("NA", "null", "None", "NaN", "inf", "#REF!", '{"a": 1}', "\\N", "&amp;", "]]>", "\u200e=1", "−5"),
    *("--flag", "`id`", "''x''", "a^b~c_d", "% #1", "ER -", "<i>x</i>", "</b>", "<!-- x", "Ends \\"),
    "Ąžuolas שלום 日本 🕊",
]
IN_SOURCES = [text for text in HOSTILE if text != "&amp;"]
"""A bibliography with HTML is refused."""


def rows_in(file: bytes) -> list[dict[str, str]]:
    """Return the rows of a file of CSV, as the standard library reads it."""
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def taken_away(text: str) -> str:
    """Return a text as the data have it, by the rule that docs/data.md gives."""
    return re.sub(r"^'(?='*[=+\-@\t＝＋－＠])", "", text)


def open_database(file: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(file)
    return connection


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The dataset of the book."""
    return dataset_files(read_volume(ROOT / "source"), ORIGIN)


@pytest.fixture(scope="module")
def typed() -> dict[str, Any]:
    """The data file of the book, as another reader of YAML has it."""
    data: dict[str, Any] = yaml.safe_load((ROOT / "source/data/relations.yaml").read_text("utf-8"))
    return data


@pytest.fixture
def hostile(volume_of: Callable[..., Volume]) -> Volume:
    """A volume whose texts look like formulas, statements and markup, in records as in sources."""
    events: list[Mapping[str, Any]] = [
        {"id": f"event-{number}", "kind": "culture", "title": text, "note": text}
        for number, text in enumerate(HOSTILE, 1)
    ]
    points = [{"date": str(1900 + place), "value": value} for place, value in enumerate(("12.50", "-0.0", "1E+3", "7"))]
    series = {"id": "series-a", "title": "A", "subject": "trade", "unit": "million", "points": points}
    units = {"units": {f"unit-{number}": text for number, text in enumerate(HOSTILE)}}
    return volume_of(WRITE["bibtex"](hostile_sources()), events=events, series=[series], vocabularies=units)


def hostile_sources() -> list[dict[str, Any]]:
    """Return records of sources with each text as title, note, place and author."""
    told = {"type": "book", "language": "en", "custom": {"seen": "all", "grade": "A"}}
    return [
        {**told, "id": f"s{number}", "author": [{"literal": text}]}
        | dict.fromkeys(("title", "note", "publisher-place"), escaped(text))
        for number, text in enumerate(IN_SOURCES, 1)
    ]


@pytest.mark.parametrize("source", BOOKS)
class TestNothingIsLost:
    def test_in_csv(self, source: Path) -> None:
        volume = read_volume(source)
        files = package_files(contents_of(volume), ORIGIN)
        back = data_of(read_package(files), type(volume.file))
        assert type(volume.file).model_validate(back) == volume.file

    def test_in_sqlite(self, source: Path) -> None:
        volume = read_volume(source)
        contents = contents_of(volume)
        back = data_of(read_database(database_file(contents), contents), type(volume.file))
        assert type(volume.file).model_validate(back) == volume.file

    def test_the_same_data_give_the_same_bytes(self, source: Path) -> None:
        volume = read_volume(source)
        first, again = dataset_files(volume, ORIGIN), dataset_files(volume, ORIGIN)
        assert first == again
        assert archive(first, volume.edition) == archive(again, volume.edition)

    def test_the_database_is_whole_and_every_key_leads_to_a_row(self, source: Path) -> None:
        database = open_database(database_file(contents_of(read_volume(source))))
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        keys = [row for (name,) in tables(database) for row in database.execute(f"PRAGMA foreign_key_list('{name}')")]
        assert len(keys) > len(tables(database)) / 2


def tables(database: sqlite3.Connection) -> list[tuple[str]]:
    return database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT'").fetchall()


def test_no_two_columns_of_a_table_have_one_name() -> None:
    contents = contents_of(read_volume(ROOT / "tests/volume"))
    for table in contents.tables.values():
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names)), table.name
        assert all(len(row) == len(names) for row in contents.rows.get(table.name, [])), table.name


class Doubted(Record):
    """A record with two lists of links to sources."""

    prefix: ClassVar[str] = "doubted"
    doubts: tuple[Link, ...] = Field((), description="Sources that doubt it.")


class Doubts(Strict):
    """A data file of such records."""

    doubted: tuple[Doubted, ...] = Field((), description="Records.")


def test_a_record_may_have_several_lists_of_links() -> None:
    links = [{"source": key, "stance": "supports", "locator": "p. 1"} for key in "abc"]
    data = {"doubted": [{"id": "doubted-a", "sources": links[:1], "doubts": links[1:]}]}
    rows = rows_of(Doubts.model_validate(data))
    assert [row[:3] for row in rows["links"]] == [
        ("doubted-a", "/", 1),
        ("doubted-a", "/doubts", 1),
        ("doubted-a", "/doubts", 2),
    ]
    assert data_of(rows, Doubts) == data


def undescribed(model: type[BaseModel]) -> list[str]:
    """Return the tables and columns of which the dataset does not say what they hold."""
    found = all_tables(model).values()
    said = {table.name: table.described("en_GB") for table in found}
    said |= {f"{table.name} {column.name}": column.described("en_GB") for table in found for column in table.columns}
    return [name for name, text in said.items() if not text.strip()]


def test_every_table_and_column_is_described() -> None:
    assert undescribed(file_model()) == []


def test_one_that_is_not_is_found() -> None:
    class Bare(Doubts):
        facts: tuple[Fact, ...] = Field((), description="Facts.")
        bare: tuple[Doubted, ...] = ()

    assert undescribed(Bare) == ["bare"]


def test_descriptions_are_in_the_language_of_the_book() -> None:
    own = Column("jars", "integer", "Kiek stiklainių.")
    assert own.described("lt_LT") == "Kiek stiklainių."
    first, _ = day_columns("signed")
    assert first.described("en_GB") == "First possible day of signed; empty where open."
    assert first.described("lt_LT") == "Pirma galima „signed“ diena; tuščia, jei pradžia atvira."
    corrections = next(one for one in all_tables(file_model())["volume"].columns if one.name == "corrections")
    assert "{anchor}" in corrections.described("es_MX")


class TestTexts:
    def test_hostile_texts_are_texts(self, hostile: Volume) -> None:
        files = dataset_files(hostile, ORIGIN)
        titles = [row["title"] for row in rows_in(files["csv/events.csv"])]
        assert [taken_away(title) for title in titles] == HOSTILE
        assert not [title for title in titles if title[0] in "=+-@＝"]
        database = open_database(files["northland-southland.sqlite"])
        assert [title for (title,) in database.execute("SELECT title FROM events ORDER BY rowid")] == HOSTILE
        assert [kind for (kind,) in database.execute("SELECT DISTINCT typeof(title) FROM events")] == ["text"]

    def test_none_is_lost(self, hostile: Volume) -> None:
        """Words of the volume's own, too."""
        contents, model = contents_of(hostile), type(hostile.file)
        for rows in (read_package(package_files(contents, ORIGIN)), read_database(database_file(contents), contents)):
            assert model.model_validate(data_of(rows, model)) == hostile.file

    def test_those_of_sources_too(self, hostile: Volume) -> None:
        files = dataset_files(hostile, ORIGIN)
        sources = rows_in(files["csv/sources.csv"])
        assert [taken_away(row["title"]) for row in sources] == IN_SOURCES
        assert not [row["title"] for row in sources if row["title"][0] in "=+-@＝"]
        database = open_database(files["northland-southland.sqlite"])
        assert [title for (title,) in database.execute("SELECT title FROM sources ORDER BY number")] == IN_SOURCES
        graph = json.loads(files["northland-southland.jsonld"])["@graph"]
        assert [node["name"] for node in graph if node["@type"] == "CreativeWork"] == IN_SOURCES

    def test_exports_of_sources_have_them_for_other_programs(self, hostile: Volume) -> None:
        """A library for RIS, and citeproc, by which the text of CSL-JSON is printed."""
        items = [source.item for source in hostile.sources.values()]
        assert items == hostile_sources()
        read = rispy.loads(WRITE["ris"](items))
        assert [(one["title"], one["notes"][0], one["authors"]) for one in read] == [
            (text, text, [text]) for text in IN_SOURCES
        ]
        (answer,) = formatted([Request(items, "title-case", "en_GB")])
        printed = ["".join(run.text for run in runs) for runs in answer.cited]
        assert [letters(text) for text in printed] == [letters(text) for text in IN_SOURCES]

    def test_texts_alone_are_quoted(self, hostile: Volume) -> None:
        lines = dataset_files(hostile, ORIGIN)["csv/series_points.csv"].decode("utf-8-sig").splitlines()
        assert lines[1].startswith('"series-a",1,,"1900",1900-01-01,1900-12-31,12.50,,')

    def test_values_keep_their_digits_and_can_be_reckoned_with(self, hostile: Volume) -> None:
        files = dataset_files(hostile, ORIGIN)
        rows = rows_in(files["csv/series_points.csv"])
        assert [row["value"] for row in rows] == ["12.50", "-0.0", "1000", "7"]
        database = open_database(files["northland-southland.sqlite"])
        (total,) = database.execute("SELECT sum(value_number) FROM series_points").fetchone()
        assert total == pytest.approx(1019.5)

    def test_a_search_needs_no_accents(self, hostile: Volume) -> None:
        database = open_database(dataset_files(hostile, ORIGIN)["northland-southland.sqlite"])
        found = database.execute("SELECT record FROM search WHERE search MATCH 'azuolas'").fetchall()
        assert found == [(f"event-{len(HOSTILE)}",)]


class TestOtherPrograms:
    """Programs that are not ours read the hostile texts in the files of CSV as they stand there."""

    @pytest.fixture
    def written(self, hostile: Volume, tmp_path: Path) -> Path:
        for name, content in dataset_files(hostile, ORIGIN).items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        return tmp_path

    def test_a_library_for_packages(self, written: Path) -> None:
        from frictionless import Package

        for name, texts in (("events", HOSTILE), ("sources", IN_SOURCES)):
            table = Package(str(written / DESCRIPTOR)).get_table_resource(name).read_rows()
            assert [taken_away(row["title"]) for row in table] == texts
        assert Package(str(written / DESCRIPTOR)).validate().valid

    @pytest.mark.weekly
    def test_a_database_that_reads_csv(self, written: Path) -> None:
        """The shell of SQLite."""
        need("sqlite3", marked="weekly")
        orders = f".import --csv {written}/csv/events.csv e\nSELECT json_group_array(title) FROM e;\n"
        asked = subprocess.run(["sqlite3"], input=orders, capture_output=True, text=True, check=True)
        assert [taken_away(title) for title in json.loads(asked.stdout)] == HOSTILE

    @pytest.mark.weekly
    def test_a_spreadsheet(self, written: Path, tmp_path: Path) -> None:
        """LibreOffice, told that text is UTF-8, since it looks for no mark without a window, and to guess no dates."""
        need("soffice", marked="weekly")
        table = written / "csv/events.csv"
        for there, back in (
            ("CSV:44,34,76,1,,0,true,false", "ods"),
            (None, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"),
        ):
            words = ["soffice", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless"]
            words += [f"--infilter={there}"] if there else []
            subprocess.run([*words, "--convert-to", back, "--outdir", tmp_path, table], check=True, capture_output=True)
            table = tmp_path / "events.ods"
        opened = rows_in((tmp_path / "events.csv").read_bytes())
        assert [taken_away(row["title"]) for row in opened] == HOSTILE


class TestPackage:
    def test_dates_have_their_first_and_last_day_beside_them(self, files: dict[str, bytes]) -> None:
        rows = {row["id"]: row for row in rows_in(files["csv/community.csv"])}
        row = rows["community-immigration-1900-1950"]
        assert (row["date"], row["date_earliest"], row["date_latest"]) == ("1900/1950", "1900-01-01", "1950-12-31")

    def test_the_chapter_on_the_data_names_each_table_and_no_other(self, files: dict[str, bytes]) -> None:
        resources = json.loads(files[DESCRIPTOR])["resources"]
        told = set(re.findall(r"(?<!})`([a-z][a-z_]+)`", (ROOT / "source/chapters/data.md").read_text("utf-8")))
        filled = {one["name"] for one in resources if rows_in(files[one["path"]])}
        assert filled <= told
        fields = {field["name"] for one in resources for field in one["schema"]["fields"]}
        assert told - {"data"} <= fields | {one["name"] for one in resources}  # which is a folder

    def test_each_file_that_is_described_is_there_and_none_else(self, files: dict[str, bytes]) -> None:
        described = {resource["path"] for resource in json.loads(files[DESCRIPTOR])["resources"]}
        assert described == {name for name in files if name.endswith(".csv")}

    def test_it_is_made_anew_when_the_data_or_the_press_differ(self, files: dict[str, bytes]) -> None:
        assert is_made_of(files[DESCRIPTOR], ORIGIN)
        assert not is_made_of(files[DESCRIPTOR], origin_of("press 2", {"relations.yaml": b"volume:"}))
        assert not is_made_of(files[DESCRIPTOR], origin_of("press 1", {"relations.yaml": b"other"}))

    def test_it_names_what_it_is_made_of_by_hash(self, files: dict[str, bytes]) -> None:
        (source,) = json.loads(files[DESCRIPTOR])["sources"]
        assert source["hash"] == f"sha256:{hashlib.sha256(b'volume:').hexdigest()}"

    def test_the_archive_holds_all_files(self, files: dict[str, bytes]) -> None:
        edition = read_volume(ROOT / "source").edition
        packed = zipfile.ZipFile(io.BytesIO(archive(files, edition)))
        held = {name.partition("/")[2]: packed.read(name) for name in packed.namelist()}
        assert held == files


QUESTIONS = re.findall(
    r"^([^\n]+\?)\n\n```sql\n(.*?)```", (ROOT / "docs/data.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
)


class TestQuestions:
    """The answers of docs/data.md are those that one counts in the data file."""

    @pytest.fixture
    def answers(self, files: dict[str, bytes]) -> Callable[[str], list[tuple[Any, ...]]]:
        database = open_database(next(content for name, content in files.items() if name.endswith(".sqlite")))
        asked = dict(QUESTIONS)

        def answer(words: str) -> list[tuple[Any, ...]]:
            (question,) = [question for question in asked if words in question]
            return database.execute(asked[question]).fetchall()

        return answer

    def test_there_are_ten(self) -> None:
        assert len(QUESTIONS) == 10

    @pytest.mark.parametrize("question", [question for question, _ in QUESTIONS])
    def test_each_has_an_answer(self, question: str, answers: Callable[[str], list[tuple[Any, ...]]]) -> None:
        found = answers(question)
        assert found
        assert all(any(cell is not None for cell in row) for row in found)

    def test_visits(self, answers: Callable[[str], list[tuple[Any, ...]]], typed: dict[str, Any]) -> None:
        decades = Counter(f"{str(visit['date'])[:3]}0s" for visit in typed["visits"])
        assert dict(answers("each decade")) == decades

    def test_statements_that_sources_contradict(
        self, answers: Callable[[str], list[tuple[Any, ...]]], typed: dict[str, Any]
    ) -> None:
        expected = {
            (fact["fact"], link["source"], link["locator"])
            for records in typed.values()
            if isinstance(records, list)
            for record in records
            for fact in record.get("facts", ())
            for link in fact.get("sources", ())
            if link["stance"] == "contradicts"
        }
        assert {(fact, source, locator) for fact, _, source, locator in answers("contradict")} == expected

    def test_who_took_part(self, answers: Callable[[str], list[tuple[Any, ...]]], typed: dict[str, Any]) -> None:
        families = {person["id"]: person["family"] for person in typed["people"]}
        visitors = {families[key] for visit in typed["visits"] for key in visit["visitors"]}
        assert visitors <= {row[0] for row in answers("took part")}


class TestLinkedData:
    @pytest.fixture
    def triples(self, files: dict[str, bytes]) -> set[tuple[str, str, str]]:
        """What a processor of JSON-LD reads in the file, without asking any other host."""
        (file,) = [content for name, content in files.items() if name.endswith(".jsonld")]

        def refuse(url: str, options: object) -> None:
            raise AssertionError(url, options)

        dataset = jsonld.to_rdf(json.loads(file), {"documentLoader": refuse})
        parts = ("subject", "predicate", "object")
        return {tuple(triple[part]["value"] for part in parts) for triple in dataset["@default"]}

    def test_a_record_says_what_it_is_and_what_it_comes_from(
        self, triples: set[tuple[str, str, str]], typed: dict[str, Any]
    ) -> None:
        address = f"{typed['volume']['address']}a/"
        visit = typed["visits"][0]
        subject = f"{address}{visit['id']}/"
        assert (subject, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "https://schema.org/Event") in triples
        found = {value for one, predicate, value in triples if (one, predicate) == (subject, PROV_FROM)}
        links = [link for fact in visit.get("facts", ()) for link in fact["sources"]] + visit.get("sources", [])
        supporting = {f"{address}source-{link['source']}/" for link in links if link["stance"] == "supports"}
        assert supporting <= found
        denying = {f"{address}source-{link['source']}/" for link in links if link["stance"] == "contradicts"}
        assert not denying & found

    def test_it_knows_every_record_and_every_source(
        self, triples: set[tuple[str, str, str]], typed: dict[str, Any]
    ) -> None:
        ids = {
            record["id"] for name, part in typed.items() if isinstance(part, list) for record in part if "id" in record
        }
        assert ids <= {value for _, predicate, value in triples if predicate == "https://schema.org/identifier"}

    def test_a_source_that_contradicts_says_so(self, volume_of: Callable[..., Volume]) -> None:
        bib = "@misc{a, title = {A}, grade = {A}, seen = {all}, langid = {en}}\n"
        links = [{"source": "a", "stance": "contradicts", "locator": "p. 1"}]
        event = {"id": "event-a", "kind": "culture", "title": "A", "sources": links, "same_as": ["Q37"]}
        node = json.loads(record_files(volume_of(bib, events=[event]))["event-a/index.json"])
        assert [one["stance"] for one in node["evidence"]] == ["contradicts"]
        assert node["wasDerivedFrom"] == []
        assert node["sameAs"] == ["https://www.wikidata.org/entity/Q37"]
        assert node["data"]["sources"] == links

    def test_it_holds_every_field_of_every_record(self) -> None:
        volume = read_volume(ROOT / "source")
        for name, content in record_files(volume).items():
            record = volume.records[name.partition("/")[0]]
            data = json.loads(content)["data"]
            assert type(record).model_validate(data) == record


class TestBuilder:
    @pytest.fixture
    def build(self, stock: Path, tmp_path: Path) -> Callable[[], dict[str, tuple[int, bytes]]]:
        out = tmp_path / "out"

        def run() -> dict[str, tuple[int, bytes]]:
            built = sphinx("-W", "-q", "-b", "dataset", "-d", tmp_path / "doctrees", stock, out, out=out, cwd=stock)
            assert built.status == 0, built.said
            return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in out.rglob("*.*")}

        return run

    def test_what_has_not_changed_is_not_written_and_what_has_is(
        self, build: Callable[[], dict[str, tuple[int, bytes]]], stock: Path
    ) -> None:
        first = build()
        assert build() == first
        file = stock / "data/relations.yaml"
        text = file.read_text("utf-8")
        file.write_text(text.replace("Treaty of Peace", "Treaty of War"), "utf-8")
        later = build()
        changed = {name for name, (_, content) in later.items() if content != first[name][1]}
        made_of_all = {f"northland-southland{end}" for end in (".sqlite", ".jsonld", "-data.zip")}
        assert changed == made_of_all | {"agreements.csv", "records.csv", "datapackage.json", "relations.yaml"}
        assert later["visits.csv"] == first["visits.csv"]


class TestPlaces:
    def test_a_line_over_the_pacific_goes_the_short_way(self) -> None:
        first, second = cut((139.7, 35.7), (-99.1, 19.4))
        assert first[0] == (139.7, 35.7)
        assert second[1] == (-99.1, 19.4)
        assert (first[1][0], second[0][0]) == (180, -180)
        assert first[1][1] == second[0][1]
        assert 19.4 < first[1][1] < 35.7

    def test_each_place_with_a_position_is_there(self, files: dict[str, bytes], typed: dict[str, Any]) -> None:
        (file,) = [content for name, content in files.items() if name.endswith(".geojson")]
        points = {
            feature["id"]: feature["geometry"]["coordinates"]
            for feature in json.loads(file)["features"]
            if feature["properties"]["collection"] == "places"
        }
        placed = {
            one["id"]: [float(one["position"][1]), float(one["position"][0])]
            for one in typed["places"]
            if "position" in one
        }
        assert {key: point for key, point in points.items() if key in placed} == placed


class TestValidators:
    """Each judge finds nothing in the dataset, and a fault that is planted."""

    @pytest.fixture
    def folder(self, files: dict[str, bytes], tmp_path: Path) -> Path:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        return tmp_path

    @pytest.fixture
    def judge(self, folder: Path) -> Callable[[str], list[str]]:
        tools = Tools(folder / "node")
        return lambda name: [finding.code for finding in JUDGES[name.split()[0]](folder, ".", tools).findings]

    @pytest.mark.parametrize("name", FORMATS["data"].validators)
    def test_finds_nothing(self, name: str, judge: Callable[[str], list[str]]) -> None:
        assert judge(name) == []

    def test_frictionless_finds_a_key_that_leads_nowhere(self, folder: Path, judge: Callable[[str], list[str]]) -> None:
        table = folder / "csv/visits_visitors.csv"
        table.write_text(table.read_text("utf-8").replace("visit-", "vizit-", 1), "utf-8")
        assert judge("frictionless") == ["foreign-key"]

    def test_sqlite_finds_one_too(self, folder: Path, judge: Callable[[str], list[str]]) -> None:
        (file,) = folder.glob("*.sqlite")
        with sqlite3.connect(file) as database:
            database.execute("UPDATE visits_visitors SET record = 'nowhere' WHERE rowid = 1")
        assert set(judge("SQLite")) == {"foreign_key_check"}

    def test_a_processor_finds_a_context_elsewhere(self, folder: Path, judge: Callable[[str], list[str]]) -> None:
        (file,) = folder.glob("*.jsonld")
        file.write_text(json.dumps({"@context": "https://schema.org/", "@id": "x"}), "utf-8")
        assert judge("JSON-LD") == ["loading remote context failed"]

    def test_geojson_finds_a_latitude_that_is_none(self, folder: Path, judge: Callable[[str], list[str]]) -> None:
        (file,) = folder.glob("*.geojson")
        point = {"type": "Point", "coordinates": [19.4, -99.1]}
        feature = {"type": "Feature", "id": "x", "geometry": point, "properties": {}}
        file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
        assert judge("GeoJSON") == ["feature"]
