"""Citations: what the styles demand, the same by the short way as by the long, and read back from each format."""

from __future__ import annotations

import codecs
import json
import re
import resource
import shutil
import time
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, ClassVar

import latexcodec  # noqa: F401  (registers the codec "ulatex")
import pytest
import rispy
import yaml
from pybtex.database import parse_string
from pybtex.database.output.bibtex import Writer

from bilateral.bibliography import escaped
from bilateral.citation import FORMATS, Citations, Cited, Exports, Item, Part, describe, item_of, source_items, thing_of
from bilateral.citation.cff import cff_text
from bilateral.citation.citeproc import Answer, Request, Run, formatted
from bilateral.citation.printed import printed_entries
from bilateral.kinds import file_model
from bilateral.kinds.agreements import Agreement
from bilateral.model import Edition
from bilateral.reading import read_volume
from bilateral.render import Mention, Text, official_citation
from bilateral.volume import Volume
from bilateral_cli.main import main
from conftest import COUNTRIES, EDITION
from properties import example, given, settings, st

ROOT = Path(__file__).parents[1]
SCHEMAS = Path(__file__).with_name("schemas")
WRITE = {form.name: form.write for form in FORMATS}
SECTION = Part("talks-2002", "section", "Talks on trade & travel", "3.2")
RECORD = Part("visit-ona-2002", "visits", "Visit of Ona to Southland", "3.2")
NUMBERS = ["3.2", "12", "A.1", "", "iv"]
AWKWARD_TITLES = [
    "What is known?",
    "“Quoted” and more",
    "More and ‘quoted’",
    "Etc.",
    ". starts oddly",
    "a: the beginning",
    "the EU–Mexico agreement of 1997",
    "The two: a story",
    "Lithuania’s way (2002)",
    "<b>bold</b> & more",
    "</b>",
    "<i>",
]
TITLES = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=40).filter(
    lambda text: text == " ".join(text.split())
)


@pytest.fixture(scope="module")
def edition() -> Edition:
    return file_model().model_validate({"volume": EDITION, "countries": COUNTRIES}).volume


def assert_valid(schema: Any, value: object) -> None:
    from jsonschema import Draft7Validator  # here: it takes more than a second to load

    Draft7Validator(schema).validate(value)


def cite(item: Item, locale: str) -> Cited:
    return Citations(locale).cite(item)


def children_time() -> float:
    """Return the seconds that programs which have ended took of the processor."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def text_of(runs: list[Run]) -> str:
    return "".join(run.text for run in runs)


class TestStyles:
    def test_apa(self, edition: Edition) -> None:
        cited = cite(item_of(describe(edition, SECTION)), "en_GB")
        assert cited.apa.plain == (
            "The testers. (2001). Talks on trade & travel. In Northland and Southland: A small book"
            " (Version 0.1.0, Test edition). https://northland.example/book/a/talks-2002/"
        )
        assert cited.apa_in_text.plain == "(The testers, 2001, Section 3.2)"

    def test_chicago(self, edition: Edition) -> None:
        cited = cite(item_of(describe(edition, SECTION)), "en_GB")
        assert cited.chicago.plain == (
            "The testers, ‘Talks on Trade & Travel’, in Northland and Southland: A Small Book, version 0.1.0,"
            " Test edition (2001), sect. 3.2, https://northland.example/book/a/talks-2002/."
        )

    def test_mla(self, edition: Edition) -> None:
        cited = cite(item_of(describe(edition, SECTION)), "en_GB")
        assert cited.mla.plain == (
            "The testers. ‘Talks on Trade & Travel’. Northland and Southland: A Small Book, Test edition,"
            " version 0.1.0, 2001, https://northland.example/book/a/talks-2002/."
        )
        assert cited.mla_in_text.plain == "(The testers, sect. 3.2)"

    def test_html_is_the_same_text_with_titles_of_books_in_italics(self, edition: Edition) -> None:
        for part in (SECTION, RECORD, Part("a", "table", "a < b & <i>c</i>", ""), Part("a", "table", "The <b>", "")):
            cited = cite(item_of(describe(edition, part)), "en_GB")
            for form in cited:
                assert set(re.findall(r"<[^>]*>", form.html)) <= {"<i>", "</i>", '<span class="locator">', "</span>"}
                assert form.html.count("<i>") == form.html.count("</i>")
                text = re.sub(r"</?(i|span)\b[^>]*>", "", form.html)
                assert text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == form.plain
            for form in (cited.apa, cited.chicago, cited.mla):
                assert part.title.lower() in form.plain.lower()
        assert (
            "<i>Northland and Southland: A small book</i>"
            in cite(item_of(describe(edition, SECTION)), "en_GB").apa.html
        )

    def test_the_whole_book_has_no_section(self, edition: Edition) -> None:
        cited = cite(item_of(describe(edition)), "en_GB")
        assert cited.apa.plain.startswith("The testers. (2001). Northland and Southland: A small book (Version 0.1.0")
        assert not [form.plain for form in cited if re.search(r"sect|Sect", form.plain)]

    @given(
        st.lists(st.tuples(TITLES, st.sampled_from(NUMBERS), st.sampled_from(["section", "visits"])), max_size=9),
        st.sampled_from(["en_GB", "lt_LT", "fr_FR"]),
    )
    @example([(title, "3.2", kind) for title in AWKWARD_TITLES for kind in ("section", "visits")], "en_GB")
    @example([(title, "3.2", kind) for title in AWKWARD_TITLES for kind in ("section", "visits")], "es_ES")
    @settings(max_examples=9)
    @pytest.mark.slow
    def test_the_short_way_writes_what_the_long_way_writes(
        self, parts: list[tuple[str, str, str]], locale: str
    ) -> None:
        spoken = {**EDITION, "language": locale.partition("_")[0]}
        edition = file_model().model_validate({"volume": spoken, "countries": COUNTRIES}).volume
        items = [
            item_of(describe(edition, Part(f"anchor-{at}", kind, title, number)))
            for at, (title, number, kind) in enumerate(parts)
        ]
        styles = ("apa", "chicago-notes", "modern-language-association")
        alone = formatted([Request([item], style, locale, alone=True) for item in items for style in styles])
        citations = Citations(locale)
        citations.learn(items)
        for at, item in enumerate(items):
            apa, chicago, mla = alone[3 * at : 3 * at + 3]
            long = (apa.listed, apa.cited, chicago.cited, mla.listed, mla.cited)
            assert [form.plain for form in citations.cite(item)] == [text_of(runs[0]) for runs in long]

    def test_a_book_of_many_parts_takes_one_process_and_no_time(self, edition: Edition, tmp_path: Path) -> None:
        items = [
            item_of(describe(edition, Part(f"part-{n}", "section", f"Part {n}", f"{n // 9}.{n % 9}")))
            for n in range(2600)
        ]
        citations = Citations("en_GB", tmp_path / "formatted.json")
        before = children_time()
        citations.learn(items)
        assert children_time() - before < 3
        citations.save()
        again = Citations("en_GB", tmp_path / "formatted.json")
        before, start = children_time(), time.process_time()
        assert len({again.cite(item).apa.plain for item in items}) == 2600
        assert time.process_time() - start < 2
        assert children_time() == before
        assert Citations("lt_LT", tmp_path / "formatted.json").cite(items[0]) != again.cite(items[0])

    def test_many_titles_go_to_citeproc_some_at_a_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[int] = []

        def answered(requests: list[Request]) -> list[Answer]:
            asked.extend(len(request.items) for request in requests)
            return [Answer([[Run(item["title"])] for item in one.items], [[] for _ in one.items]) for one in requests]

        monkeypatch.setattr("bilateral.citation.styles.formatted", answered)
        citations = Citations("en_GB")
        citations.learn({"id": str(at), "type": "book", "title": f"Part {at}"} for at in range(999))
        assert asked == [1, 1, 1, 250, 250, 250, 249]
        assert citations.cite({"id": "", "type": "book", "title": "Part 998"}).mla_in_text.plain == "Part 998"

    def test_what_no_citation_says_is_not_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[Request] = []

        def answered(requests: list[Request]) -> list[Answer]:
            asked.extend(requests)
            return formatted(requests)

        monkeypatch.setattr("bilateral.citation.styles.formatted", answered)
        record = {"type": "dataset", "title": "The data", "language": "lt"}
        items = [{**record, "id": str(at), "note": f"Of {at}", "annote": f"For {at}"} for at in range(9)]
        citations = Citations("en_GB")
        citations.learn(items)
        assert [len(request.items) for request in asked] == [1, 1, 1]
        assert {citations.cite(item) for item in items} == {citations.cite({**record, "id": ""})}

    def test_records_in_several_styles_are_cited_as_in_one(self, edition: Edition) -> None:
        items = [item_of(describe(edition, part)) for part in (SECTION, RECORD)]
        styles = ("apa", "chicago-notes", "modern-language-association")
        together = formatted([Request(items, style, "en_GB", alone) for alone in (True, False) for style in styles])
        apart = [formatted([Request(items, style, "en_GB", alone)]) for alone in (True, False) for style in styles]
        assert together == [answer for answers in apart for answer in answers]
        assert len({str(answer) for answer in together[:3]}) == 3

    def test_other_locales(self, edition: Edition) -> None:
        assert "“Talks on Trade & Travel,”" in cite(item_of(describe(edition, SECTION)), "en_US").chicago.plain
        assert "„Talks on Trade & Travel“" in cite(item_of(describe(edition, SECTION)), "lt_LT").chicago.plain


AWKWARD = r'Fish & chips: 100 % of {braces}, $5_000 ^ "ąčę" #1 ~ \end{document} – „Š“'


class TestExchange:
    @pytest.mark.parametrize(("part", "kind"), [(SECTION, "incollection"), (RECORD, "inreference"), (None, "book")])
    def test_bibtex_says_what_the_record_says(self, edition: Edition, part: Part | None, kind: str) -> None:
        item = item_of(describe(edition, part))
        (entry,) = parse_string(WRITE["bibtex"]([item]), "bibtex").entries.values()
        assert entry.type == kind
        assert entry.key == (part.anchor if part else "northland-southland")
        assert [" ".join(person.last_names) for person in entry.persons["author"]] == ["{The testers}"]
        assert entry.fields["url"] == item["URL"]
        assert entry.fields["year"] == "2001"
        assert entry.fields["month"] == "feb"
        assert entry.fields["date"] == "2001-02-03"
        assert entry.fields["edition"] == "Test edition"
        assert entry.fields["version"] == "0.1.0"
        assert entry.fields.get("note") == ("Section 3.2" if part else None)
        assert unlatex(entry.fields["title"]) == item["title"]

    @given(TITLES)
    @example(AWKWARD)
    @example("The tag <b> and </i>")
    @example("{")
    @example("}{")
    @example("\\")
    @example("--- ''x'' ``y'' ?`")
    def test_bibtex_keeps_every_letter(self, title: str) -> None:
        edition = file_model().model_validate({"volume": EDITION, "countries": COUNTRIES}).volume
        text = WRITE["bibtex"]([item_of(describe(edition, Part("anchor", "section", title, "1")))])
        assert unlatex(parse_string(text, "bibtex").entries["anchor"].fields["title"]) == title

    @pytest.mark.parametrize(("part", "kind"), [(SECTION, "CHAP"), (RECORD, "ENCYC"), (None, "BOOK")])
    def test_ris_says_what_the_record_says(self, edition: Edition, part: Part | None, kind: str) -> None:
        item = item_of(describe(edition, part))
        (entry,) = rispy.loads(WRITE["ris"]([item]))
        assert entry["type_of_reference"] == kind
        assert entry["id"] == item["id"]
        assert entry["authors"] == ["The testers"]
        assert entry["title"] == item["title"]
        assert entry.get("secondary_title") == item.get("container-title")
        assert entry["urls"] == [item["URL"]]
        assert entry["date"] == "2001/02/03/"
        assert entry.get("section") == item.get("section")

    @given(TITLES)
    @example(AWKWARD)
    @example("The tag <b> and </i>")
    @example("ER  - ")
    def test_ris_keeps_every_letter(self, title: str) -> None:
        edition = file_model().model_validate({"volume": EDITION, "countries": COUNTRIES}).volume
        text = WRITE["ris"]([item_of(describe(edition, Part("anchor", "section", title, "1")))])
        (entry,) = rispy.loads(text)
        assert entry["title"].strip() == title.strip()

    def test_csl_json_is_what_its_schema_asks_for(self, edition: Edition) -> None:
        schema = json.loads((SCHEMAS / "csl-data.json").read_text("utf-8"))
        items = [item_of(describe(edition, part)) for part in (SECTION, RECORD, None)]
        told = json.loads(WRITE["csl-json"](items))
        assert_valid(schema, told)
        # Zotero takes a book with a version for a program, and its parts have none; in a note it keeps what it drops.
        version = items[2].pop("version")
        noted = [{"note": f"version: {version}\nsection: 3.2"}] * 2 + [{"note": f"version: {version}"}]
        assert told == [item | note for item, note in zip(items, noted, strict=True)]
        told[0]["titel"] = "a fault"
        from jsonschema import ValidationError

        with pytest.raises(ValidationError):
            assert_valid(schema, told)


def unlatex(text: str) -> str:
    """Read a field as LaTeX would, by the tests' own table."""
    commands = {
        r"\textbackslash{}": "\\",
        r"\textbraceleft{}": "{",
        r"\textbraceright{}": "}",
        r"\textasciicircum{}": "^",
        r"\textasciitilde{}": "~",
        r"\textasciigrave{}": "`",
        r"\$": "$",
        r"\&": "&",
        r"\%": "%",
        r"\#": "#",
        r"\_": "_",
        "{}": "",
    }
    pattern = "|".join(map(re.escape, commands))
    return re.sub(pattern, lambda match: commands[match[0]], text.removeprefix("{").removesuffix("}"))


BIBLIOGRAPHY = """
@misc{notes-1921,
  title = {{Notes \\& letters}}, author = {Kerbel, A.}, howpublished = {Archive of Northland},
  month = {26 January}, year = {1921}, url = {https://archive.example/1}, langid = {en}, grade = {A}, seen = {whole}
}
@misc{list-2018,
  title = {{A list}}, month = {}, year = {[April 2018]}, langid = {en}, grade = {D}, seen = {whole}
}
"""


class TestSources:
    def test_as_records(self, volume_of: Callable[..., Volume]) -> None:
        volume = volume_of(BIBLIOGRAPHY)
        letters, listed = source_items(volume, ["notes-1921", "list-2018"])
        assert letters["author"] == [{"family": "Kerbel", "given": "A."}]
        assert letters["issued"] == {"date-parts": [[1921, 1, 26]]}
        assert (letters["type"], letters["URL"]) == ("document", "https://archive.example/1")
        assert letters["publisher"] == "Archive of Northland"
        assert letters["title"] == '<span class="nocase">Notes & letters</span>'
        assert listed["issued"] == {"date-parts": [[2018, 4]], "circa": True}
        assert listed["type"] == "document"

    def test_those_of_the_real_book_are_whole(self) -> None:
        volume = read_volume(ROOT / "source")
        items = source_items(volume, volume.sources)
        schema = json.loads((SCHEMAS / "csl-data.json").read_text("utf-8"))
        assert_valid(schema, items)
        text = (ROOT / "source/references.bib").read_text("utf-8")
        assert [item["id"] for item in items] == re.findall(r"^@\w+\{(.+),$", text, re.MULTILINE)
        assert len([item for item in items if "issued" in item]) == len(
            re.findall(r"^  (?:year|date) = ", text, re.MULTILINE)
        )
        assert len([item for item in items if "author" in item]) == len(re.findall(r"^  author = ", text, re.MULTILINE))
        entries = parse_string(WRITE["bibtex"](items), "bibtex").entries
        assert list(entries) == [item["id"] for item in items]
        told = rispy.loads(WRITE["ris"](items))
        grades = [[note for note in entry["notes"] if note.startswith("grade: ")] for entry in told]
        assert grades == [[f"grade: {source.grade}"] for source in volume.sources.values()]

    def test_ris_notes_a_short_value_that_stands_within_another(self, volume_of: Callable[..., Volume]) -> None:
        text = BIBLIOGRAPHY.replace(
            "seen = {whole}", "seen = {whole}, annote = {All of A letters}, origlanguage = {en}"
        )
        for entry in rispy.loads(WRITE["ris"](source_items(volume_of(text), ["notes-1921"]))):
            assert {"grade: A", "seen: whole", "All of A letters"} <= set(entry["notes"])

    def test_ris_does_not_repeat_what_is_joined_with_another(self, volume_of: Callable[..., Volume]) -> None:
        text = BIBLIOGRAPHY.replace("author =", "subtitle = {{A choice}}, author =")
        (entry,) = rispy.loads(WRITE["ris"](source_items(volume_of(text), ["notes-1921"])))
        assert entry["title"] == "Notes & letters: A choice"
        assert not any(note.startswith(("title: ", "subtitle: ")) for note in entry["notes"])


class TestCitationFile:
    def test_is_valid_and_current(self) -> None:
        told = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
        schema = json.loads((SCHEMAS / "cff-1.2.0.json").read_text("utf-8"))
        assert_valid(schema, told)
        assert date.fromisoformat(told["date-released"]).year == told["preferred-citation"]["year"]
        assert main(["cite", str(ROOT / "source"), "--file", str(ROOT / "CITATION.cff"), "--check"]) == 0

    def test_each_volume_has_its_own(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        for name, file in (("source", "CITATION.cff"), ("other", "other/CITATION.cff")):
            shutil.copytree(ROOT / "tests/volume", tmp_path / name)
            assert main(["cite", str(tmp_path / name)]) == 0
            assert "Northland" in (tmp_path / file).read_text("utf-8")
        kept = (ROOT / "CITATION.cff").read_text("utf-8")
        (tmp_path / "CITATION.cff").write_text(kept, "utf-8")
        assert main(["cite", str(tmp_path / "source")]) == 1
        assert "is not that of Northland and Southland; name another file with --file" in capsys.readouterr().err
        assert (tmp_path / "CITATION.cff").read_text("utf-8") == kept

    def test_follows_the_title_page(self, stock: Path, capsys: pytest.CaptureFixture[str]) -> None:
        target = stock / "CITATION.cff"
        assert main(["cite", ".", "--file", str(target), "--check"]) == 1
        assert "run: make citation" in capsys.readouterr().err
        assert main(["cite", ".", "--file", str(target)]) == 0
        assert main(["cite", ".", "--file", str(target), "--check"]) == 0
        data = stock / "data/relations.yaml"
        data.write_text(data.read_text("utf-8").replace("version: 0.1.0", "version: 0.2.0"), "utf-8")
        assert main(["cite", ".", "--file", str(target), "--check"]) == 1
        told = yaml.safe_load(target.read_text("utf-8"))
        schema = json.loads((SCHEMAS / "cff-1.2.0.json").read_text("utf-8"))
        assert_valid(schema, told)
        assert told["version"] == told["preferred-citation"]["version"] == "0.1.0"


PEOPLE = {
    "authors": [
        {"family": "Vega", "given": "María José", "particle": "de la", "orcid": "0000-0002-1825-0097"},
        {"family": "King", "given": "Martin", "suffix": "Jr."},
        {"name": "The Institute of Two"},
    ],
    "editors": [{"family": "Petraitis", "given": "Jonas"}],
    "translators": [{"family": "Šimkus", "given": "Ona"}],
}


def edition_of(**changes: Any) -> Edition:
    return file_model().model_validate({"volume": {**EDITION, **changes}, "countries": COUNTRIES}).volume


class TestPersonsAndBodies:
    def test_the_styles_tell_them_apart(self) -> None:
        cited = cite(item_of(describe(edition_of(**PEOPLE), SECTION)), "en_GB")
        assert cited.apa.plain.startswith(
            "de la Vega, M. J., King, M., Jr., & The Institute of Two. (2001). Talks on trade & travel"
            " (O. Šimkus, Trans.). In J. Petraitis (Ed.), Northland and Southland: A small book (Version 0.1.0, "
        )
        assert cited.apa_in_text.plain == "(de la Vega et al., 2001, Section 3.2)"
        assert cited.chicago.plain.startswith(
            "María José de la Vega, Martin King Jr., and The Institute of Two, ‘Talks on Trade & Travel’, in Northland"
            " and Southland: A Small Book, version 0.1.0, Test edition, ed. Jonas Petraitis, trans. Ona Šimkus (2001),"
        )
        assert cited.mla.plain.startswith(
            "de la Vega, María José, et al. ‘Talks on Trade & Travel’. Northland and Southland: A Small Book, edited by"
            " Jonas Petraitis, translated by Ona Šimkus, Test edition"
        )

    @pytest.mark.parametrize("part", [None, SECTION, RECORD])
    def test_editors_stand_in_the_place_of_authors_once(self, part: Part | None) -> None:
        cited = cite(item_of(describe(edition_of(**{**PEOPLE, "authors": []}), part)), "en_GB")
        assert cited.mla.plain.startswith("Petraitis, Jonas, editor. ")
        assert cited.chicago.plain.startswith("Jonas Petraitis, ed., ")
        title = part.title if part else "Northland and Southland: A small book"
        for form in (cited.apa, cited.chicago, cited.mla):
            assert form.plain.count("Petraitis") == form.plain.count("Šimkus") == 1, form.plain
            assert form.plain.lower().count(title.lower()) == 1, form.plain

    def test_reference_managers_tell_them_apart(self) -> None:
        for part in (None, SECTION, RECORD):
            item = item_of(describe(edition_of(**PEOPLE), part))
            (entry,) = parse_string(WRITE["bibtex"]([item]), "bibtex").entries.values()
            vega, king, institute = entry.persons["author"]
            assert (vega.prelast_names, vega.last_names, vega.first_names) == (["de", "la"], ["Vega"], ["María"])
            assert (king.last_names, king.first_names, king.lineage_names) == (["King"], ["Martin"], ["Jr."])
            assert institute.last_names == ["{The Institute of Two}"]
            assert list(map(str, entry.persons["editor"])) == ["Petraitis, Jonas"]
            assert entry.fields["translator"] == "Šimkus, Ona"
            (told,) = rispy.loads(WRITE["ris"]([item]))
            assert told["authors"] == ["de la Vega, María José", "King, Martin, Jr.", "The Institute of Two"]
            assert told["secondary_authors" if part else "tertiary_authors"] == ["Petraitis, Jonas"]
            assert told["subsidiary_authors"] == ["Šimkus, Ona"]
            schema = json.loads((SCHEMAS / "csl-data.json").read_text("utf-8"))
            assert_valid(schema, [item])

    def test_the_citation_file_tells_them_apart(self) -> None:
        text = cff_text(edition_of(**PEOPLE))
        told = yaml.safe_load(text)
        schema = json.loads((SCHEMAS / "cff-1.2.0.json").read_text("utf-8"))
        assert_valid(schema, told)
        assert "&" not in text.partition("abstract")[0]  # no anchors of YAML: some readers know none
        assert told["authors"] == told["preferred-citation"]["authors"]
        assert told["authors"][0] == {
            "family-names": "Vega",
            "given-names": "María José",
            "name-particle": "de la",
            "orcid": "https://orcid.org/0000-0002-1825-0097",
        }
        assert told["authors"][2] == {"name": "The Institute of Two"}
        assert told["preferred-citation"]["translators"] == [{"family-names": "Šimkus", "given-names": "Ona"}]
        alone = yaml.safe_load(cff_text(edition_of(**{**PEOPLE, "authors": []})))
        assert_valid(schema, alone)
        assert alone["authors"] == [{"family-names": "Petraitis", "given-names": "Jonas"}]

    @pytest.mark.parametrize(
        ("language", "told"), [("lt", "ją cituokite"), ("es-MX", "cítelo"), ("en", "please cite it")]
    )
    def test_the_citation_file_speaks_the_language_of_the_book(self, language: str, told: str) -> None:
        assert told in yaml.safe_load(cff_text(edition_of(language=language)))["message"]

    def test_an_orcid_may_end_in_x(self) -> None:
        (author,) = edition_of(authors=[{"family": "A", "orcid": "0000-0002-1694-233X"}]).authors
        assert author.printed == author.file_as == "A"


class TestTheThingItself:
    AGREEMENT: ClassVar = {
        "id": "agreement-post",
        "title": "Agreement on the Post",
        "short": "Postal Agreement",
        "field": "cooperation",
        "parties": ["XN", "XS"],
        "numbers": ["Gazette, series II, 12"],
        "milestones": [
            {"step": "signed", "date": "1904-03-02", "place": "place-nord"},
            {"step": "in-force", "date": "1905"},
        ],
        "publications": [
            {
                "name": "Archive of Northland",
                "date": "1921-01-26",
                "sources": [{"source": "notes-1921", "stance": "supports", "locator": "p. 3"}],
            }
        ],
    }
    PLACES: ClassVar = [{"id": "place-nord", "name": "Nord", "country": "XN"}]

    def test_an_agreement_is_cited_by_its_own_title_and_dates(self, volume_of: Callable[..., Volume]) -> None:
        volume = volume_of(BIBLIOGRAPHY, agreements=[self.AGREEMENT], places=self.PLACES)
        part = Part("agreement-post", "agreements", "Postal Agreement", "2")
        item = thing_of(describe(volume.edition, part), volume)
        assert item is not None
        schema = json.loads((SCHEMAS / "csl-data.json").read_text("utf-8"))
        assert_valid(schema, [item])
        assert (item["type"], item["issued"], item["event-place"]) == ("treaty", {"date-parts": [[1904, 3, 2]]}, "Nord")
        assert (item["status"], item["container-title"]) == ("in force 1905", "Archive of Northland")
        assert cite(item, "en_GB").apa.plain.startswith("Agreement on the Post, Northland-Southland, 2 March 1904")
        official = official_citation(volume.of(Agreement)[0], volume, "en_GB")
        text = "".join(piece.text for piece in official if isinstance(piece, Text | Mention))
        assert " ".join(text.split()).replace(" .", ".") == (  # sources stand before the full stop
            "Northland and Southland, Agreement on the Post, signed at Nord, 2 March 1904, in force 1905,"
            " Gazette, series II, 12. "
            "Archive of Northland, 26 January 1921."
        )

    @pytest.mark.parametrize("day", ["1905-03-02", "1905-03", "1905-03-02/1905-03-04"])
    def test_a_language_whose_dates_end_in_a_stop_has_one_stop(
        self, day: str, volume_of: Callable[..., Volume]
    ) -> None:
        steps = [{"step": "signed", "date": "1904-03"}, {"step": "in-force", "date": day}]
        bare = {**self.AGREEMENT, "milestones": steps, "publications": [], "numbers": []}
        official = official_citation(
            volume_of(agreements=[bare]).of(Agreement)[0], volume_of(agreements=[bare]), "lt_LT"
        )
        text = "".join(piece.text for piece in official if isinstance(piece, Text | Mention))
        assert text.endswith(("d.", "mėn."))
        assert ".." not in text
        assert "1904\N{NO-BREAK SPACE}m. kovo mėn., " in text  # no nominative in a sentence

    def test_notes_are_in_the_language_of_the_item(self) -> None:
        item: Item = {"id": "x", "type": "chapter", "title": "T", "section": "2", "version": "0.1.0", "language": "lt"}
        assert "note = {Poskyris 2}" in WRITE["bibtex"]([item]).replace('"Poskyris 2"', "{Poskyris 2}")
        assert "N1  - Versija 0.1.0" in WRITE["ris"]([item])
        assert "N1  - Version 0.1.0" in WRITE["ris"]([{**item, "language": "xx-YY"}])

    def test_what_is_not_known_is_left_out(self, volume_of: Callable[..., Volume]) -> None:
        bare = {**self.AGREEMENT, "milestones": [{"step": "signed", "date": "190X"}], "publications": [], "numbers": []}
        volume = volume_of(agreements=[bare])
        part = Part("agreement-post", "agreements", "Postal Agreement", "2")
        item = thing_of(describe(volume.edition, part), volume)
        assert item is not None
        assert item["issued"] == {"literal": "190X"}
        assert not item.keys() & {"event-place", "status", "container-title", "URL", "number"}
        (*_, end) = official_citation(volume.of(Agreement)[0], volume, "en_GB")
        assert isinstance(end, Text)
        assert end.text == "."

    def test_a_figure_is_cited_by_its_data(self, volume_of: Callable[..., Volume]) -> None:
        volume = volume_of()
        item = thing_of(describe(volume.edition, Part("figure-map", "figure", "The map", "2", drawn=True)), volume)
        assert item is not None
        photograph = Part("figure-photograph", "figure", "A photograph", "2")
        assert thing_of(describe(volume.edition, photograph), volume) is None
        assert (item["type"], item["URL"]) == ("dataset", "https://northland.example/book/data/relations.yaml")
        assert (item["title"], item["version"]) == ("Northland and Southland: the data", "0.1.0")
        assert thing_of(describe(volume.edition, SECTION), volume) is None
        assert thing_of(describe(volume.edition), volume) is None


@pytest.mark.parametrize("language", ["en", "ka"])
def test_georgian_has_no_capitals_in_citations(language: str) -> None:
    item = {"id": "x", "type": "book", "title": "თეიმურაზ და მისი დრო", "publisher": "თბილისი", "language": language}
    for more in ({}, {"author": [{"family": "თეიმურაზი", "given": "ია"}]}):
        said = repr(cite({**item, **more}, "en_GB"))
        assert "თეიმურაზ და მისი დრო" in said


@pytest.mark.parametrize(
    ("locale", "begins"), [("tr_TR", " İzmir arşivi"), ("en_GB", " Izmir arşivi"), ("ka_GE", " იზმირი")]
)
def test_what_a_style_leaves_out_begins_as_the_language_has_it(locale: str, begins: str) -> None:
    place = "იზმირი" if locale == "ka_GE" else "izmir arşivi"
    item = {"id": "x", "type": "book", "title": "A book", "archive-place": place}
    runs = printed_entries([item], "ieee", locale)["x"]
    assert runs[-1].text.startswith(begins)


def test_a_style_that_leaves_out_what_else_is_known_of_a_work_has_it_behind() -> None:
    custom = {"nameaddon": "pseudonym", "origlanguage": "french and lt", "eprintclass": "hist-ph"}
    item = {"id": "x", "type": "book", "title": "A book", "number-of-pages": "xii, 312", "custom": custom}
    runs = printed_entries([item | {"note": "See <i>The <b>old</b> book</i>"}], "apa", "en_GB")["x"]
    said = "".join(run.text for run in runs)
    assert said.endswith(
        " Pseudonym; xii, 312 pages; subject class hist-ph; original in French, Lithuanian. See The old book."
    )
    assert [(run.text, sorted(run.marks)) for run in runs[-4:]] == [
        ("The ", ["i"]),
        ("old", ["b", "i"]),
        (" book", ["i"]),
        (".", []),
    ]


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        *[("en_GB", "Section 4.2"), ("es_ES", "Sección 4.2"), ("es_MX", "Sección 4.2"), ("fr_FR", "Section 4.2")],
        *[("ca_ES", "Secció 4.2"), ("lt_LT", "Poskyris 4.2"), ("de_DE", "Abschnitt 4.2")],
    ],
)
def test_a_section_is_called_so_in_every_language(locale: str, said: str) -> None:
    """In the locales of some, its sign is that of paragraphs."""
    item = {"id": "x", "type": "chapter", "title": "A part", "container-title": "A book", "section": "4.2"}
    assert said in cite(item, locale).apa_in_text.plain


AS_READ = st.sampled_from([*AWKWARD_TITLES, AWKWARD, "-", "--", "''", "<b></b>", "iv", "A.1", "a_1", "\\"])


@given(st.lists(st.tuples(TITLES | AS_READ, AS_READ | st.sampled_from(NUMBERS), TITLES | AS_READ), max_size=40))
@example([(title, "3.2", title) for title in AWKWARD_TITLES])
def test_exports_are_the_same_by_their_shapes(parts: list[tuple[str, str, str]]) -> None:
    edition = file_model().model_validate({"volume": EDITION, "countries": COUNTRIES}).volume
    items = [
        item_of(describe(edition, Part(f"anchor-{at}", kind, title, number))) | {"annote": escaped(note)} | source
        for at, (title, number, note) in enumerate(parts)
        for kind, source in (("section", {}), ("visits", {}), ("section", {"custom": {"addendum": note}}))
    ]
    exports = Exports()
    for some in [*([item] for item in items), items]:
        assert exports.of(some) == [escape(form.write(some)) for form in FORMATS]


def test_a_file_of_several_items_is_laid_out_as_by_those_who_read_it() -> None:
    items = [{"id": f"one-{at}", "type": "book", "title": "A title", "author": [{"literal": "X"}]} for at in range(12)]
    assert WRITE["csl-json"](items) == json.dumps(items, indent=2) + "\n"
    assert WRITE["csl-json"]([]) == json.dumps([], indent=2) + "\n"
    read = [{"type_of_reference": "BOOK", "id": item["id"], "title": "A title", "authors": ["X"]} for item in items]
    assert WRITE["ris"](items) == rispy.dumps(read)
    assert WRITE["ris"]([]) == "\n"


def test_a_shape_is_written_once(edition: Edition) -> None:
    exports = Exports()
    parts = [Part(f"part-{n}", "section", f"Part {n}", f"{n // 9}.{n % 9}") for n in range(99)]
    items = [item_of(describe(edition, part)) for part in parts]
    assert len({text for item in items for text in exports.of([item])}) == 3 * 99
    assert exports.of(items[:9]) == [escape(form.write(items[:9])) for form in FORMATS]
    assert len(exports._shapes) == 1


class AsRead(Writer):  # type: ignore[misc]  # pybtex has no types
    """pybtex's writer, which would say in TeX again what it has read."""

    def _encode(self, text: str) -> str:
        return text


def test_bibtex_is_laid_out_as_by_pybtex_and_says_signs_as_its_codec_does() -> None:
    codes = "\\{}^~$`"  # what the codec leaves to those who write code
    title = "".join(sign for sign in map(chr, range(ord(" "), 0x250)) if sign not in codes and sign.isprintable())
    items = [{"id": f"one-{at}", "type": "book", "title": title, "URL": "https://a.example/#b"} for at in "ab"]
    text = WRITE["bibtex"](items)
    read = parse_string(text, "bibtex")
    assert AsRead(encoding="utf-8").to_string(read) == text
    assert read.entries["one-a"].fields["title"] == "{" + str(codecs.encode(title, "ulatex+utf-8")) + "}"
