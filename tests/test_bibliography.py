"""The bibliography: every kind of entry is read, keeps all that it is given, and goes to other programs and back."""

from __future__ import annotations

import json
import random
import re
import subprocess
import time
from pathlib import Path
from typing import Any

import pypandoc
import pytest
import rispy

from bilateral.bibliography import Item, Record, parse_bibliography, read_records
from bilateral.bibliography.biblatex import ADDRESSES, DATES, FIELD_ALIASES, KNOWN, NAMES, OTHER_NAMES, ROLES
from bilateral.bibliography.kinds import ALIASES, KINDS
from bilateral.bibliography.languages import language_code
from bilateral.bibliography.names import read_names, write_name
from bilateral.bibliography.tex import TexError, decode, decode_address, escaped, plain, tokens, unprotected
from bilateral.citation import FORMATS

FILES = sorted(Path(__file__).with_name("bibliographies").glob("*.bib"))
SCHEMA = json.loads((Path(__file__).with_name("schemas") / "csl-data.json").read_text("utf-8"))
WRITE = {form.name: form.write for form in FORMATS}
PANDOC = Path(pypandoc.__file__).parent / "files/pandoc"


def records_in(file: Path) -> dict[str, Record]:
    records, problems = read_records(file.read_text("utf-8"), file.name)
    assert problems == []
    return {record.key: record for record in records}


def items(text: str) -> dict[str, Any]:
    records, problems = read_records(text, "x.bib")
    assert problems == []
    return {record.key: record.item for record in records}


def item(text: str) -> dict[str, Any]:
    (found,) = items(text).values()
    return dict(found)


def told(text: str) -> list[str]:
    return [f"{at.line}:{at.column} {at.code} {at.message}" for at in read_records(text, "x.bib")[1]]


@pytest.fixture(scope="module")
def kinds() -> dict[str, Record]:
    return records_in(next(file for file in FILES if file.stem == "kinds"))


class TestKinds:
    def test_the_file_of_kinds_has_every_kind(self, kinds: dict[str, Record]) -> None:
        assert {*KINDS, *ALIASES} <= set(kinds)

    def test_each_is_its_own_type(self, kinds: dict[str, Record]) -> None:
        types = {key: record.item["type"] for key, record in kinds.items()}
        assert types["book"] == "book"  # though it has an address
        expected = {
            "article": "article-journal",
            "newspaper": "article-newspaper",
            "magazine": "article-magazine",
            "incollection": "chapter",
            "inproceedings": "paper-conference",
            "inreference": "entry-encyclopedia",
            "dictionary": "entry-dictionary",
            "phdthesis": "thesis",
            "techreport": "report",
            "dataset": "dataset",
            "www": "webpage",
            "post": "post",
            "treaty": "treaty",
            "legislation": "legislation",
            "jurisdiction": "legal_case",
            "unpublished": "manuscript",
            "letter": "personal_communication",
            "interview": "interview",
            "film": "motion_picture",
            "audio": "song",
            "map": "map",
            "map-of-old": "map",
            "image": "graphic",
            "software": "software",
            "standard": "standard",
            "patent": "patent",
            "periodical": "periodical",
            "misc": "document",
        }
        assert {key: types[key] for key in expected} == expected

    def test_ris_has_a_type_for_each_that_it_knows(self, kinds: dict[str, Record]) -> None:
        found = {entry["id"]: entry["type_of_reference"] for entry in ris(kinds)}
        expected = {
            "article": "JOUR",
            "newspaper": "NEWS",
            "magazine": "MGZN",
            "book": "BOOK",
            "incollection": "CHAP",
            "inproceedings": "CPAPER",
            "thesis": "THES",
            "report": "RPRT",
            "dataset": "DATA",
            "online": "ELEC",
            "legal": "STAT",
            "legislation": "STAT",
            "jurisdiction": "CASE",
            "unpublished": "MANSCPT",
            "letter": "PCOMM",
            "movie": "MPCT",
            "map": "MAP",
            "software": "COMP",
            "patent": "PAT",
            "inreference": "ENCYC",
            "dictionary": "DICT",
        }
        assert {key: found[key] for key in expected} == expected


def ris(records: dict[str, Record]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rispy.loads(WRITE["ris"]([record.item for record in records.values()]))
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
class TestRoundTrips:
    def test_to_csl_json(self, file: Path) -> None:
        from jsonschema import Draft7Validator  # here: it takes two seconds to load

        records = records_in(file)
        text = WRITE["csl-json"]([record.item for record in records.values()])
        told = json.loads(text)
        Draft7Validator(SCHEMA).validate(told)
        for entry, record in zip(told, records.values(), strict=True):
            # Zotero has no field for some variables, and no type "software": notes say them.
            wanted = with_whole_names(record.item)
            assert entry.get("note", "").startswith(wanted.get("note", ""))
            assert {**entry, "note": "", "type": ""} == {**wanted, "note": "", "type": ""}
            assert entry["type"] == wanted["type"] or f"type: {wanted['type']}" in entry["note"]

    def test_to_bibtex_and_back(self, file: Path) -> None:
        before = {key: record.item for key, record in records_in(file).items()}
        assert items(WRITE["bibtex"](before.values())) == before

    def test_to_ris_every_word_goes_along(self, file: Path) -> None:
        records = records_in(file)
        for entry in ris(records):
            record = records[entry["id"]]
            text = " ".join(" ".join(value) if isinstance(value, list) else str(value) for value in entry.values())
            said = " ".join(text.replace("/", "-").split())
            for name, value in record.fields.items():
                if name in ("type", "date", "urldate", "entrysubtype", "langid", "language", "pages"):
                    continue  # said by type and dates, in other words
                for part in value.split(", ") if name == "keywords" else [value]:
                    assert " ".join(part.replace("/", "-").split()) in said, (entry["id"], name)
            for names in (value for value in record.item.values() if is_names(value)):
                assert all(part in text for name in names for part in name.values() if part != "others")

    def test_pandoc_reads_the_same(self, file: Path) -> None:
        """Another reader of biblatex agrees, where it knows the field."""
        run = [str(PANDOC), "-f", "biblatex", "-t", "csljson"]
        text = file.read_text("utf-8").replace("inpress", "")  # it writes this key in words
        known = {
            entry["id"]: entry
            for entry in json.loads(subprocess.run(run, input=text, stdout=-1, text=True, check=True).stdout)
        }
        for key, record in records_in(file).items():
            for variable in ("DOI", "ISBN", "ISSN", "URL", "edition", "page", "publisher-place", "accessed", "volume"):
                if variable in known[key] and variable != "URL":
                    assert record.item.get(variable) == known[key][variable], (key, variable)
            ours = [(name.get("family") or name["literal"]).split()[-1] for name in record.item.get("author", ())]
            assert ours == [
                (name.get("family") or name["literal"]).split()[-1] for name in known[key].get("author", ())
            ], key


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_any_fields_go_to_bibtex_and_back(kind: str) -> None:
    """Titles of several fields, names in roles, dates of all sorts: whatever stands beside what."""
    chance = random.Random(kind)
    people = (
        "de la Cruz, Ana and {A Body}",
        "King, Jr., Martin and others",
        "family=B, given=L, prefix=van, useprefix=false",
    )
    dates = "2001", "2001-02", "2001-02-03/2001-03", "1990~", "192X", "18XX", "/1990", "1990/", "2003-21", "1918?/1920"
    texts = sorted(KNOWN - {*NAMES, *OTHER_NAMES, *DATES, *ADDRESSES, *FIELD_ALIASES} - NO_TEXTS)
    for _ in range(30):
        fields = {name: f"{name} of {{N}} 5" for name in chance.sample(texts, chance.randint(0, 9))}
        for name in chance.sample(sorted({*NAMES, *OTHER_NAMES}), chance.randint(0, 4)):
            fields[name] = chance.choice(people)
            if name.startswith(("editor", "name")):
                fields[f"{name}type"] = chance.choice([*ROLES, "unknown"])
        fields["date"] = chance.choice(dates)
        typed = "".join(f", {name} = {{{text}}}" for name, text in fields.items())
        (record,) = read_records(f"@{kind}{{k, doi = {{10.5072/a_b}}{typed}}}", "x.bib")[0]
        (back,) = read_records(WRITE["bibtex"]([record.item]), "x.bib")[0]
        assert back.item == record.item, typed


NO_TEXTS = {"crossref", "xdata", "xref", "entrysubtype", "langid", "language", "titlelangid", "year", "month", "day"}


def with_whole_names(item: Item) -> Item:
    """Return a record as Zotero has names, which knows neither particles nor suffixes."""
    return {
        key: [
            {
                part: {"family": f"{name.get('non-dropping-particle', '')} {text}".strip()}.get(part)
                or ", ".join(filter(None, (text, name.get("suffix"))))
                for part, text in name.items()
                if part in ("family", "given")
            }
            if "family" in name
            else name
            for name in value
        ]
        if is_names(value)
        else value
        for key, value in item.items()
    }


def is_names(value: Any) -> bool:
    return isinstance(value, list)


class TestTex:
    @pytest.mark.parametrize(
        ("typed", "text"),
        [
            (r"{\"U}ber den Stra{\ss}enbau", "Über den Straßenbau"),
            (r"\v{S}iauliai, {\c C}e\'{n}, \k{a}, \.z", "Šiauliai, Çeń, ą, ż"),
            (r"\emph{x} \textbf{y} \textsc{z}", '<i>x</i> <b>y</b> <span style="font-variant: small-caps;">z</span>'),
            (r"{\em x} and {\bfseries y}", "<i>x</i> and <b>y</b>"),
            (r"\$5, 50\,\%, 100 % & \& \#1 a\_b", "$5, 50\u2009%, 100 % & & #1 a_b"),
            (r"$E=mc^2$ and H$_2$O, $\alpha$", "E=mc<sup>2</sup> and H<sub>2</sub>O, α"),
            (r"``quoted'' \enquote{too}, 1--2---3, A~B", "“quoted” “too”, 1–2—3, A\u00a0B"),
            (r"On {NATO} in {{Two}}", 'On <span class="nocase">NATO</span> in <span class="nocase">Two</span>'),
            (r"{The Whole}", '<span class="nocase">The Whole</span>'),
            ("a\n   b", "a b"),
            (r"5 < 6 & 7 > 6", "5 < 6 & 7 > 6"),
            (r"The tag <b> in {On <i>}", 'The tag <\u2060b> in <span class="nocase">On <\u2060i></span>'),
            (r"\textendash{} \ldots{} \dag{} \o\ x", "– … † ø x"),
            (r"a$^{\textrm{th}}$ and $_{\mathrm{2}}$ \ensuremath{\beta}", "a<sup>th</sup> and <sub>2</sub> β"),
            (r"?`Qué? !`No!, \flqq a\frqq, \glqq b\grqq", "¿Qué? ¡No!, «a», „b“"),
            (r"a\~{}b, \t{oo}, \textcommabelow{s}, \copyright{} \pounds 5", "a~b, o\u0361o, ș, © £5"),
            (r"{\textless}b{\textgreater} 5 {\textless} 6", "<\u2060b> 5 < 6"),
            (r"{\tt mono} {\sl x} \underline{y} \LaTeX{}", "mono <i>x</i> <i>y</i> LaTeX"),
            (r"{\noopsort{1973b}}1973 \SortNoop{a}b", "1973 b"),
            (r"$\frac{1}{2}$ \nicefrac{3}{4} $\tfrac17$ \frac{a+b}{12}", "½ ¾ ⅐ (a+b)/12"),
            (r"a\^{}b\textasciicircum{}c \textasciigrave{}", "a^b^c `"),
            (r"x \{\vphantom{\}} y", "x { y"),  # so Zotero writes a brace
            (r"\url{https://x.example/a_b%20c~d}", "https://x.example/a_b%20c~d"),
            (r"\href{https://x.example/a_b~c}{here}", "here (https://x.example/a_b~c)"),
            (r"\foreignlanguage{french}{mot} \textcolor{red}{x}\\y", "mot x y"),
        ],
    )
    def test_is_decoded(self, typed: str, text: str) -> None:
        assert decode(typed) == text

    @pytest.mark.parametrize("text", ["The tag <b> and </i>", '<span class="nocase">', "<<b>>", "a < b"])
    def test_what_looks_like_markup_is_none(self, text: str) -> None:
        assert plain(escaped(text)) == text
        assert plain(unprotected(escaped(text))) == text
        assert list(tokens(escaped(text))) == [(text, False)]

    @pytest.mark.parametrize(
        ("typed", "at"),
        [
            *[(r"A \qed{} B", 2), ("a $5", 3), (r"x {\foo y}", 3), (r"$\sqrt{a}$", 0), (r"\input{/etc/passwd}", 0)],
            *[("a &amp; b", 2), (r"a \&nbsp;b", 2), ("x &#233;", 2), (r"\today", 0), (r"x \cite{a}", 2), ("a\\", 1)],
            *[(r"\"{}", 0), (r"\c\ ", 0)],
        ],
    )
    def test_or_refused_with_its_place(self, typed: str, at: int) -> None:
        with pytest.raises(TexError) as caught:
            decode(typed)
        assert abs(caught.value.position - at) <= 1

    def test_addresses_lead_where_they_are_meant_to(self) -> None:
        assert (
            decode_address(r"https://x.example/abc\%20d\_e\&f\#g{\%}\~{}h\textasciitilde{}")
            == "https://x.example/abc%20d_e&f#g%~h~"
        )
        assert decode_address(r"\url{https://x.example/a_b%20c~d}") == "https://x.example/a_b%20c~d"

    def test_nothing_shows_tex_to_readers(self, kinds: dict[str, Record]) -> None:
        for record in kinds.values():
            assert not [text for text in record.fields.values() if set("\\{}") & set(text)]
        assert plain(kinds["article"].item["title"]) == (
            "On NATO, Homo sapiens and Über den Straßenbau: 50\u2009% & more, E=mc2, “quoted” $5"
        )


class TestNames:
    @pytest.mark.parametrize(
        ("typed", "name"),
        [
            ("de la Cruz, Ana", {"family": "Cruz", "given": "Ana", "non-dropping-particle": "de la"}),
            ("Ludwig van Beethoven", {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"}),
            ("King, Jr., Martin Luther", {"family": "King", "given": "Martin Luther", "suffix": "Jr."}),
            ("{Office of Works and Roads}", {"literal": "Office of Works and Roads"}),
            ("{\\v{S}iauliai} Museum", {"family": "Museum", "given": "Šiauliai"}),
            ("ELTA", {"literal": "ELTA"}),
            ("徳川, 家康", {"family": "徳川", "given": "家康"}),
            ("Чурлёнис, Микалоюс", {"family": "Чурлёнис", "given": "Микалоюс"}),
            (
                "family=Müller, given=Karl, prefix=von der, useprefix=true",
                {"family": "Müller", "given": "Karl", "non-dropping-particle": "von der"},
            ),
            ("others", {"literal": "others"}),
            (
                "family=Beethoven, given=Ludwig, prefix=van, useprefix=false",
                {"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van"},
            ),
            ("Pérez, S.J., Luis", {"family": "Pérez", "given": "Luis", "suffix": "S.J."}),
            ("Barnes {\\&} Noble", {"family": "Noble", "given": "Barnes &"}),
        ],
    )
    def test_are_read_and_written(self, typed: str, name: dict[str, str]) -> None:
        assert read_names(typed) == [name]
        assert read_names(write_name(name)) == [name]

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ("Roe, Richard, III", "'Richard' stands where a suffix belongs, such as Jr.; write 'Roe, III, Richard'"),
            ("Ona B., Jonas P., Petras K.", "'Jonas P.' stands where a suffix belongs, such as Jr.; join names with"),
            ("Ona, B., and Jonas, P.", "'Ona, B.,' has a comma with nothing before or behind it"),
            ("Ona, B. and", "'Ona, B. and' is not one name"),
            ("Ona, B.; Jonas, P.", "'Ona, B.; Jonas, P.' is not one name"),
            ("Barnes \\& Noble", "put a body's name in braces"),
            ("Ona, B. and et al.", "write 'and others'"),
        ],
    )
    def test_that_would_be_others_are_refused(self, typed: str, says: str) -> None:
        with pytest.raises(ValueError, match=re.escape(says)):
            read_names(typed)

    def test_a_person_of_one_name_stays_whole(self) -> None:
        assert write_name({"family": "Pérez Galdós"}) == "{Pérez Galdós}"
        assert write_name({"family": "Žemaitė"}) == "Žemaitė"

    def test_others_are_no_author(self) -> None:
        one = item("@book{a, author = {Ona, B. and others}, title = {x}}")
        (entry,) = rispy.loads(WRITE["ris"]([one]))
        assert entry["authors"] == ["Ona, B."]
        assert "author: and others" in entry["notes"]


class TestDates:
    @pytest.mark.parametrize(
        ("typed", "date"),
        [
            ("date = {2024-03-05}", {"date-parts": [[2024, 3, 5]]}),
            ("date = {2024-03-05T10:00:00Z}", {"date-parts": [[2024, 3, 5]]}),
            ("date = {1990/1995-03}", {"date-parts": [[1990], [1995, 3]]}),
            ("date = {1990/..}", {"date-parts": [[1990], [0]]}),
            ("date = {1990~}", {"date-parts": [[1990]], "circa": True}),
            ("date = {192X}", {"literal": "1920s"}),
            ("date = {2003-21}", {"date-parts": [[2003]], "season": 1}),
            ("year = 2003, month = feb", {"date-parts": [[2003, 2]]}),
            ("year = {2003}, month = {26 January}", {"date-parts": [[2003, 1, 26]]}),
            ("year = {2003}, month = 2, day = 3", {"date-parts": [[2003, 2, 3]]}),
            ("year = {2013--2022}", {"date-parts": [[2013], [2022]]}),
            ("year = {about 2021}", {"date-parts": [[2021]], "circa": True}),
            ("year = {[April 2018]}", {"date-parts": [[2018, 4]], "circa": True}),
            ("year = {forthcoming}", {"literal": "forthcoming"}),
            ("year = {n.d.}", None),
            ("year = {[s. f.]}", None),
            ("year = {o. J.}", None),
            ("year = {Spring 2003}", {"date-parts": [[2003]], "season": 1}),
            ("year = {2003}, month = {Autumn}", {"date-parts": [[2003]], "season": 3}),
            ("year = {Easter 2003}", {"literal": "Easter 2003"}),
            ("date = {/1990-03}", {"literal": "–1990-03"}),
            ("date = {2001}, year = {1999}", {"date-parts": [[2001]]}),
            ("date = {n.d.}", None),
            (r"date = {\bibstring{nodate}}", None),
            (r"date = {{\noopsort{b}}1973}", {"date-parts": [[1973]]}),
            ("date = {-0043-03-15}", {"date-parts": [[-44, 3, 15]]}),
            ("date = {0000}", {"date-parts": [[-1]]}),
            ("date = {-0043~/0014}", {"date-parts": [[-44], [14]], "circa": True}),
            ("year = {44 BC}", {"date-parts": [[-44]]}),
            ("year = {[44 B.C.E.]}", {"date-parts": [[-44]], "circa": True}),
        ],
    )
    def test_are_read(self, typed: str, date: dict[str, Any] | None) -> None:
        assert item(f"@misc{{a, title = {{x}}, {typed}}}").get("issued") == date

    @pytest.mark.parametrize("date", ["date = {-0043-03-15}", "date = {-0500/-0400}", "year = {1 BC}", "date = {n.d.}"])
    def test_before_christ_and_of_no_day_go_to_bibtex_and_back(self, date: str) -> None:
        one = item(f"@misc{{a, title = {{x}}, {date}}}")
        assert item(WRITE["bibtex"]([one])) == one

    @pytest.mark.parametrize(
        ("date", "remedy"), [("44 BC", "write -0043"), ("-0043-13", "month 13"), ("-0043/-0100", "ends before")]
    )
    def test_what_to_write_before_christ(self, date: str, remedy: str) -> None:
        (problem,) = read_records(f"@misc{{a, title = {{x}}, date = {{{date}}}}}", "x.bib")[1]
        assert problem.code == "BIB004"
        assert remedy in problem.message

    def test_ris_says_a_year_before_christ_in_words(self) -> None:
        (entry,) = rispy.loads(WRITE["ris"]([item("@misc{a, title = {x}, date = {-0043-03-15}}")]))
        assert (entry["year"], entry.get("date"), entry["notes"]) == ("44 BC", None, ["issued: -0043-03-15"])

    def test_of_access_and_of_the_original(self, kinds: dict[str, Record]) -> None:
        assert kinds["article"].item["accessed"] == {"date-parts": [[2024, 3, 5]]}
        assert kinds["book"].item["original-date"] == {"date-parts": [[1850]]}
        assert kinds["proceedings"].item["event-date"] == {"date-parts": [[2001, 5, 1], [2001, 5, 3]]}


class TestInheritance:
    def test_a_part_has_the_title_of_its_book(self, kinds: dict[str, Record]) -> None:
        part = kinds["incollection"].item
        assert (part["title"], part["container-title"]) == ("One road", "Many roads")
        assert (part["publisher"], part["publisher-place"], part["issued"]) == (
            "Press",
            "Vilnius",
            {"date-parts": [[2010]]},
        )
        assert kinds["volume"].item["title"] == "All roads. The first road"
        assert kinds["inproceedings"].item["event-title"] == "Road days"

    def test_entries_of_data_are_no_sources(self, kinds: dict[str, Record]) -> None:
        assert "house" not in kinds
        assert kinds["from-xdata"].item["publisher"] == "House of Roads"

    def test_nobody_inherits_how_good_a_source_is(self) -> None:
        text = (
            "@collection{b, title = {B}, grade = {A}, seen = {whole}, langid = {en}}\n"
            "@incollection{a, title = {A}, crossref = {b}, langid = {en}}\n"
        )
        problems = parse_bibliography(text, "x.bib")[1]
        assert [problem.message for problem in problems] == [
            "a: the field 'grade' is missing; add it",
            "a: the field 'seen' is missing; add it",
        ]


class TestProblems:
    def test_all_at_once_each_with_its_place(self) -> None:
        text = (
            "@newspaper{a, title = {A}}\n"
            "@article{b, title = {B}}\n"
            "@misc{c,\n  title = {C \\qed{}},\n  note = {x},\n  Note = {y},\n  date = {2001-13}\n}\n"
            "@misc{d, author = {A, B, C, D}, title = nobody # {x}}\n"
            "@misc{e, crossref = {f}, title = {E}\n"
            "@misc{C, title = {C}}\n"
            "@book{g, auther = {A}, yaer = {2001}, eissn = {1}, title = {G}, address = {V}, location = {W}}\n"
        )
        assert told(text) == [
            "1:1 BIB005 a: the kind '@newspaper' is unknown; write @article with entrysubtype = {newspaper}",
            "2:1 BIB003 b: @article needs the field 'journaltitle'; add it",
            "4:14 BIB007 c: title: the TeX command '\\qed' cannot be written as text; write what it stands for",
            "6:3 BIB006 c: the field 'note' stands twice; remove one",
            "7:3 BIB004 c: date: '2001-13' has month 13; months run from 01 to 12",
            "9:10 BIB004 d: author: a name has too many commas; join names with 'and', and put a body's name in braces",
            "9:47 BIB001 the abbreviation 'nobody' is not defined; define it with @string, or write the text in braces",
            "11:1 BIB001 '}' expected; check braces, quotation marks and commas of what begins at line 10",
            "11:1 BIB002 the key 'C' already stands at line 3; rename or remove one",
            "12:10 BIB009 g: the field 'auther' is unknown; did you mean 'author'?",
            "12:24 BIB009 g: the field 'yaer' is unknown; did you mean 'year'?",
            "12:80 BIB006 g: 'address' and 'location' are the same field; remove one",
        ]


def test_languages_by_code_and_by_the_names_of_tex() -> None:
    typed = ["en", "es-MX", "lithuanian", "ngerman", "british", "en_US", "Spanish", "gibberish"]
    assert list(map(language_code, typed)) == ["en", "es-MX", "lt", "de", "en-GB", "en-US", "es", None]


@pytest.mark.slow
def test_two_thousand_sources_are_read_in_seconds() -> None:
    text = "".join(
        f'@article{{a-{n}, author = {{M{{\\"u}}ller, Karl and Ona, B.}}, title = {{On {{NATO}} \\& road {n}}},'
        f" journaltitle = {{J}}, date = {{2001-02-03}}, grade = {{A}}, seen = {{whole}}, langid = {{en}}}}\n"
        for n in range(2000)
    )
    start = time.process_time()
    sources, problems = parse_bibliography(text, "x.bib")
    assert (len(sources), problems) == (2000, [])
    assert time.process_time() - start < 5
