"""Six questions that readers come with: each is answered within two steps from the opening page, in every format.

A step is a page that is opened from the contents, or a link that is followed.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pytest
from lxml import html

from book.browsing import Reader
from book.conftest import ROOT
from book.plain import Data, date
from book.printed import Printed, squash
from book.wanted import Wanted

START = "at-a-glance"


class Question(NamedTuple):
    """A question as it is asked, the chapter that answers it, and the section that the start leads to for the answer.

    ``answers`` are words of the section; ``first`` are words that are read on the way, at a glance.
    """

    asked: str
    chapter: str
    section: str
    first: Callable[[Wanted], list[str]]
    answers: Callable[[Wanted], list[str]]


def milestone(wanted: Wanted, agreement: str, step: str) -> str:
    return date(next(m["date"] for m in wanted.records[agreement]["milestones"] if m["step"] == step))


def value(wanted: Wanted, series: str, when: str) -> str:
    record = wanted.records[series]
    return wanted.amount(record, next(point for point in record["points"] if point["date"] == when))


def day(wanted: Wanted, record: str) -> str:
    return date(wanted.records[record]["date"])


TAX, GLOBAL = "agreement-double-taxation", "agreement-eu-mexico-global"
QUESTIONS = {
    "agreements": Question(
        "Which agreements are in force, and since when?",
        "chapters/agreements",
        "tax-convention",
        lambda w: ["in force", milestone(w, TAX, "in-force"), milestone(w, GLOBAL, "in-force"), "no date of entry"],
        lambda w: [milestone(w, TAX, "in-force"), milestone(w, TAX, "applied")],
    ),
    "ambassador": Question(
        "Who was ambassador in 2008?",
        "chapters/missions",
        "missions-ambassadors-mexico",
        lambda w: ["In 2008 Lithuania’s ambassador", w.name("person-bruzga-audrius"), "show the gaps"],
        lambda w: ["In 2008", w.name("person-bruzga-audrius"), "Mexico’s ambassador of that year is not known"],
    ),
    "trade": Question(
        "How has trade developed?",
        "chapters/trade",
        "trade-figures",
        lambda w: [
            *(value(w, key, "2006") for key in ("series-flow-lt-mx-2006", "series-flow-mx-lt-2006")),
            value(w, "series-exports-lt-mx", "2020"),
            value(w, "series-trade-total", "2023"),
            "show no trend",
        ],
        lambda w: [
            value(w, "series-trade-total", "2023"),
            *(value(w, key, "2020") for key in ("series-exports-lt-mx", "series-exports-mx-lt")),
        ],
    ),
    "recognition": Question(
        "When did Mexico recognise Lithuania?",
        "chapters/recognition",
        "recognition-1991",
        lambda w: [day(w, "event-recognition-1921"), day(w, "event-recognition-restored"), "5 November"],
        lambda w: [day(w, "event-recognition-restored"), "5 November"],
    ),
    "consulates": Question(
        "Where are consulates today?",
        "chapters/missions",
        "missions-consulates",
        lambda w: ["Mexico City", w.name("person-waisser-ronen"), "Vilnius"],
        lambda _: ["In Mexico City an honorary consul represents", "an honorary consulate, in Vilnius"],
    ),
    "citation": Question(
        "How do I cite the tax convention?",
        "chapters/agreements",
        "tax-convention-citation",
        lambda _: ["how to cite it"],
        lambda w: [
            "Lithuania and Mexico, Convention for the Avoidance of Double Taxation",
            f"signed at Mexico City, {milestone(w, TAX, 'signed')}",
            f"in force {milestone(w, TAX, 'in-force')}",
            "Diario Oficial de la Federación, Primera Sección, 26 November 2012",
            "Register of Legal Acts of Lithuania",
        ],
    ),
}


@pytest.fixture(scope="session")
def wanted(data: Data) -> Wanted:
    return Wanted(data, ROOT / "source")


@pytest.fixture(params=QUESTIONS)
def question(request: pytest.FixtureRequest) -> Question:
    return QUESTIONS[request.param]


def lacking(text: str, words: list[str]) -> list[str]:
    return [part for part in words if squash(part) not in squash(text)]


class Pages:
    """The pages of a book of HTML: what each says, where its links lead, and the one that opens first."""

    def __init__(self, read: Callable[[str], bytes], opening: str) -> None:
        self.read = read
        self.opening = opening

    def article(self, name: str) -> Any:
        page = html.fromstring(self.read(name))
        return next(iter(page.xpath("//*[@class='bd-article']")), page)

    def links(self, name: str) -> Iterator[tuple[str, str]]:
        for link in self.article(name).xpath(".//a/@href"):
            target, _, anchor = link.partition("#")
            yield posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) if target else name, anchor

    def text(self, name: str, anchor: str = "") -> str:
        article = self.article(name)
        named = ".//section[@id=$anchor or (h1|h2|h3|h4)/@id=$anchor]"  # in the e-book, headings have the ids
        (part,) = article.xpath(named, anchor=anchor) if anchor else [article]
        return "".join(part.itertext())


@pytest.fixture(params=["html", "epub"])
def pages(request: pytest.FixtureRequest) -> Pages:
    book: Path = request.getfixturevalue(f"{request.param}_book")
    if request.param == "epub":
        return Pages(zipfile.ZipFile(book).read, "nav.xhtml")
    return Pages(lambda name: (book / name).read_bytes(), "index.html")


@pytest.mark.book
def test_two_steps_lead_to_the_answer(pages: Pages, question: Question, wanted: Wanted) -> None:
    suffix = Path(pages.opening).suffix
    start = f"chapters/{START}{suffix}"
    target = (f"{question.chapter}{suffix}", question.section)
    assert start in {page for page, _ in pages.links(pages.opening)}
    assert lacking(pages.text(start), question.first(wanted)) == []
    assert target in pages.links(start)
    assert lacking(pages.text(*target), question.answers(wanted)) == []


class TestPrint:
    def test_two_steps_lead_to_the_answer(
        self, typst_printed: Printed, typst_book: Path, question: Question, wanted: Wanted
    ) -> None:
        with pikepdf.open(typst_book) as pdf, pdf.open_outline() as outline:
            entries = [entry for part in outline.root for entry in (part, *part.children)]
            assert any(entry.title.endswith("At a glance") for entry in entries)
            here = typst_printed.places[START][0]
            links = {
                str(link.Dest) for number in (here, here + 1) for link in pdf.pages[number].Annots if "/Dest" in link
            }
        assert lacking(self.read(typst_printed, START), question.first(wanted)) == []
        assert question.section in links
        assert lacking(self.read(typst_printed, question.section), question.answers(wanted)) == []

    @staticmethod
    def read(printed: Printed, name: str) -> str:
        """Return what a reader sees from a place on: the page and the two after it."""
        page = printed.places[name][0]
        after = "".join(char.text for number in (page + 1, page + 2) for char in printed.pages[number])
        return printed.below(name, reach=60) + after


@pytest.mark.parametrize(
    "also",
    {
        "Which agreements are in force, and since when?": "agreements in force",
        "Who was ambassador in 2008?": "ambassadors 2008",
        "How has trade developed?": "trade",
        "When did Mexico recognise Lithuania?": "What is disputed about recognition?",
        "Where are consulates today?": "consulates",
        "How do I cite the tax convention?": "tax convention",
    }.items(),
)
def test_the_search_puts_the_chapter_first_that_answers(reader: Reader, also: tuple[str, str]) -> None:
    chapter = next(question.chapter for question in QUESTIONS.values() if question.asked == also[0])
    assert [first_found(reader, asked) for asked in also] == [f"{chapter}.html"] * 2


def test_the_search_finds_everybody_by_the_full_name(reader: Reader, data: Data) -> None:
    """In either order, with accents and without."""
    tab = reader.open("search.html")
    wrong = []
    for person in [person for person in data["people"] if "given" in person]:
        given, family = person["given"], person["family"]
        for asked in (f"{given} {family}", f"{family}, {given}", folded(f"{given} {family}")):
            tab.goto(f"{reader.site.root}/search.html?q={asked}")
            tab.wait_for_function("document.getElementById('search-status').textContent")
            places = [
                link.get_attribute("href") for link in tab.locator("#search-results > li").first.locator("a").all()
            ]
            if f"chapters/people.html#{person['id']}" not in places:
                wrong.append((asked, places[:2]))
    assert wrong == []


def folded(text: str) -> str:
    return text.translate(str.maketrans("ąčęėįšųūžŠŽáéíóúüñö", "aceeisuuzSZaeiouuno"))


def first_found(reader: Reader, asked: str) -> str | None:
    tab = reader.open(f"search.html?q={asked}")
    tab.wait_for_function("document.getElementById('search-status').textContent")
    return tab.locator("#search-results > li > a").first.get_attribute("href")
