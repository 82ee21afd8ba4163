"""What Zotero makes of the exports, by the rules of its translators.

Its programs are in no registry, so its rules are written here as they were seen with the translators of June 2026,
which were run in Node on every kind of entry, on the pages of the book, and on the files of its parts.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import rispy
from pybtex.database import parse_string

from bilateral.bibliography import Item, read_records
from bilateral.bibliography.kinds import ALIASES, KINDS
from bilateral.citation import FORMATS

WRITE = {form.name: form.write for form in FORMATS}
KINDS_FILE = Path(__file__).with_name("bibliographies") / "kinds.bib"

OF_RIS = {
    "ART": "artwork",
    "BILL": "bill",
    "BLOG": "blogPost",
    "BOOK": "book",
    "CASE": "case",
    "CHAP": "bookSection",
    "COMP": "computerProgram",
    "CPAPER": "conferencePaper",
    "DATA": "dataset",
    "DICT": "dictionaryEntry",
    "ELEC": "webpage",
    "ENCYC": "encyclopediaArticle",
    "GEN": "journalArticle",
    "JOUR": "journalArticle",
    "LEGAL": "case",
    "MANSCPT": "manuscript",
    "MAP": "map",
    "MGZN": "magazineArticle",
    "MPCT": "film",
    "NEWS": "newspaperArticle",
    "PAMP": "manuscript",
    "PAT": "patent",
    "PCOMM": "letter",
    "RPRT": "report",
    "SER": "book",
    "SLIDE": "presentation",
    "SOUND": "audioRecording",
    "STAND": "report",
    "STAT": "statute",
    "THES": "thesis",
    "VIDEO": "videoRecording",
}
OF_BIBTEX = frozenset(
    "article artwork audio book booklet collection conference electronic inbook incollection inproceedings inreference"
    " jurisdiction legislation letter manual mastersthesis misc movie mvbook online patent phdthesis proceedings report"
    " software techreport thesis unpublished video".split()
)
"""Kinds of BibTeX; it passes over entries of all others."""
IN_LISTS = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset"
    " document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation"
    " manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical"
    " personal_communication post post-weblog regulation report review review-book song speech standard thesis treaty"
    " webpage".split()
)
"""Types of CSL: a list with another is refused whole."""
HAVE_TYPE_OF_WORK = frozenset("ART BLOG ELEC MANSCPT MAP PAMP PCOMM RPRT SLIDE STAND THES".split())
"""Types of RIS whose M3 is a type of work; elsewhere it is taken for a DOI."""


@pytest.fixture(scope="module")
def items() -> dict[str, Item]:
    records, problems = read_records(KINDS_FILE.read_text("utf-8"), KINDS_FILE.name)
    assert problems == []
    return {record.key: record.item for record in records}


def csl(item: Item) -> dict[str, Any]:
    (told,) = json.loads(WRITE["csl-json"]([item]))
    return dict(told)


def test_ris_of_each_kind_is_of_its_type(items: dict[str, Item]) -> None:
    told = {entry["id"]: entry for entry in rispy.loads(WRITE["ris"](items.values()))}
    types = {key: OF_RIS[entry["type_of_reference"]] for key, entry in told.items()}
    expected = {
        "treaty": "statute",
        "jurisdiction": "case",
        "post": "webpage",
        "speech": "presentation",
        "film": "film",
        "dataset": "dataset",
        "dictionary": "dictionaryEntry",
        "newspaper": "newspaperArticle",
        "standard": "report",
        "letter": "letter",
    }
    assert {key: types[key] for key in expected} == expected
    generic = {key for key, entry in told.items() if entry["type_of_reference"] == "GEN"}
    assert generic == {"commentary", "inferred", "misc", "performance"}  # none of which has an address
    for key, entry in told.items():
        assert "type_of_work" not in entry or entry["type_of_reference"] in HAVE_TYPE_OF_WORK, key


@pytest.mark.parametrize(
    ("key", "tag", "value"),
    [
        ("report", "issn", "CM/Inf(2009)21"),
        ("standard", "issn", "ISO 690:2021"),
        ("patent", "issn", "123456"),
        ("legislation", "note", "45-1"),
        ("book", "note", "7"),
        ("book", "start_page", "312"),
        ("inproceedings", "secondary_title", "Road days"),
        ("inproceedings", "custom3", "Proceedings of the road days"),
        ("conference", "secondary_title", "Road days"),
        ("jurisdiction", "publisher", "High Court of Northland"),
        ("dataset", "edition", "1.2"),
        ("map", "custom1", "1:50 000"),
        ("film", "authors", ["Dir, Ector"]),
        ("letter", "secondary_authors", ["Minister, The"]),
        ("speech", "place_published", "Kaunas"),
    ],
)
def test_ris_has_the_tag_that_the_type_has_for_it(items: dict[str, Item], key: str, tag: str, value: object) -> None:
    (entry,) = rispy.loads(WRITE["ris"]([items[key]]))
    assert entry[tag] == value
    assert not any(str(value) in note for note in entry.get("notes", ()))


def test_a_document_with_an_address_is_electronic() -> None:
    (record,), _ = read_records("@misc{a, title = {A summary}, url = {https://x.example/}}", "x.bib")
    assert rispy.loads(WRITE["ris"]([record.item]))[0]["type_of_reference"] == "ELEC"


def test_no_list_is_refused_for_a_type_that_zotero_does_not_know(items: dict[str, Item]) -> None:
    types = {entry["type"] for entry in json.loads(WRITE["csl-json"](items.values()))}
    assert types <= IN_LISTS
    assert "software" in {item["type"] for item in items.values()}
    assert csl(items["software"])["note"].splitlines()[0] == "type: software"


def test_names_of_publications_have_no_marks_of_protected_letters() -> None:
    entry = "@article{a, title = {The {NATO} way}, journaltitle = {The {NATO} Review}, author = {Ona, B.}}"
    (record,), _ = read_records(entry, "x.bib")
    told = csl(record.item)
    assert (told["title"], told["container-title"]) == (
        'The <span class="nocase">NATO</span> way',
        "The NATO Review",
    )


@pytest.mark.parametrize(
    ("key", "lines"),
    [
        ("legal", ["type: treaty", "volume: 2800", "container-title: United Nations Treaty Series", "page: 12"]),
        ("treaty", ["type: treaty", "collection-title: Treaties of Northland", "number: 5"]),
        ("interview", ["container-title: Draugas"]),
        ("inproceedings", ["event-date: 2001-05-01/2001-05-03"]),
        ("unpublished", ["archive-place: Vilnius", "archive_collection: Ministry of Roads"]),
        ("misc", ["Undated. A copy"]),
        ("report", None),
        ("letter", None),
        ("jurisdiction", None),
    ],
)
def test_a_note_keeps_what_zotero_has_no_field_for(items: dict[str, Item], key: str, lines: list[str] | None) -> None:
    told = csl(items[key])
    assert told.get("note", "").splitlines() == (lines or [])
    assert {**told, "note": None} == {**items[key], "note": None}  # for other programs all stays where it is


def test_names_in_a_note_are_read_as_names(items: dict[str, Item]) -> None:
    told = csl(items["periodical"] | {"recipient": [{"family": "Minister", "given": "The"}, {"literal": "Office"}]})
    assert [line for line in told["note"].splitlines() if line.startswith("recipient")] == [
        "recipient: Minister || The",
        "recipient: Office",
    ]


def test_a_book_with_a_version_stays_a_book(items: dict[str, Item]) -> None:
    told = csl(items["book"] | {"version": "2.0.0"})
    assert "version" not in told
    assert "version: 2.0.0" in told["note"].splitlines()


def test_docs_say_which_kinds_of_bibtex_zotero_passes_over(items: dict[str, Item]) -> None:
    written = {entry.type for entry in parse_string(WRITE["bibtex"](items.values()), "bibtex").entries.values()}
    unknown = (written - OF_BIBTEX) & {*KINDS, *ALIASES}
    page = Path(__file__).parents[1] / "docs/anchors.md"
    sentence = re.search(r"import of BibTeX\s+passes\s+over ([^.]+)\.", page.read_text("utf-8"))
    assert sentence is not None
    assert set(re.findall(r"`@(\w+)`", sentence[1])) == unknown


def markup_in_zotero(tex: str) -> str:
    """Return a title as Zotero's import of BibTeX makes it: these commands, and no other, become markup."""
    for command, tag in (("textit", "i"), ("textbf", "b")):
        tex = re.sub(rf"\\{command}\{{([^}}]+\}})", rf"<{tag}>\1</{tag}>", tex)
    for sign, tag in (("_", "sub"), (r"\^", "sup")):
        tex = re.sub(rf"\$([^{{$]*){sign}\{{([^}}]+)\}}\$", rf"\1<{tag}>\2</{tag}>", tex)
        tex = re.sub(rf"\$([^{{$]*){sign}\{{\\textrm\{{([^}}$]+)\}}\}}\$", rf"\1<{tag}>\2</{tag}>", tex)
    tex = re.sub(r"\\textsc\{([^}]+)", r'<span style="small-caps">\1</span>', tex)
    return re.sub("[{}]", "", tex)


def test_emphasis_in_titles_of_bibtex_is_emphasis_there() -> None:
    typed = (
        r"The \emph{Rio {Grande}}: {CO}$_2$, 10\textsuperscript{th}, {\bf bold}, \textsc{Caps}, \enquote{a \emph{b}},"
        r" \underline{x}"
    )
    (record,), _ = read_records(f"@book{{a, title = {{{typed}}}}}", "x.bib")
    title = parse_string(WRITE["bibtex"]([record.item]), "bibtex").entries["a"].fields["title"]
    assert markup_in_zotero(title) == (
        "The <i>Rio Grande</i>: CO<sub>2</sub>, 10<sup>th</sup>, <b>bold</b>,"
        ' <span style="small-caps">Caps</span>, “a <i>b</i>”, <i>x</i>'
    )
    assert "\\" in markup_in_zotero(r"\emph{x}")  # what was written before stays a command
