"""The general index: every locator of every format leads to its place, and names stand there."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pytest
from lxml import html

from bilateral_workshop.readback import Element
from book.conftest import ROOT
from book.plain import Data, fold
from book.printed import Character, Printed, squash

pytestmark = pytest.mark.book
HEAD = 120
"""Letters at the top of a page among which the end of a name is looked for: a running head stands before it."""
AROUND = 20
"""Letters before and after a name by which its place on paper is found."""
WORDS_APART = 1.0
"""Points between two characters from which on they belong to different words."""
BARE = 7
"""An entry with more locators needs sub-entries: nobody opens them all."""


class Entry(NamedTuple):
    """An entry with the words that it is called by, those of the entry above it among them."""

    heading: str
    locators: list[Any]


class Pages:
    """The pages of the web book or of the e-book, by path."""

    def __init__(self, read: Callable[[str], bytes], suffix: str) -> None:
        self._read = read
        self._known: dict[str, Any] = {}
        self.index = f"genindex{suffix}"

    def page(self, name: str) -> Any:
        if name not in self._known:
            self._known[name] = html.parse(io.BytesIO(self._read(name))).getroot()
        return self._known[name]

    def target(self, address: str) -> Any:
        """Return the element that a link of the index leads to."""
        name, _, anchor = address.partition("#")
        assert anchor, f"{address!r} leads to no place"
        found = self.page(posixpath.normpath(name)).xpath("//*[@id=$anchor]", anchor=anchor)
        assert len(found) == 1, address
        return found[0]


@pytest.fixture(scope="session", params=["web", "epub"])
def pages(request: pytest.FixtureRequest) -> Pages:
    if request.param == "web":
        folder: Path = request.getfixturevalue("html_book")
        return Pages(lambda name: (folder / name).read_bytes(), ".html")
    book = zipfile.ZipFile(request.getfixturevalue("epub_book"))
    return Pages(book.read, ".xhtml")


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def entries(pages: Pages) -> Iterator[Entry]:
    for item in pages.page(pages.index).xpath("//ul[contains(@class, 'index')]//li"):
        parts = [_before_locators(part) for part in (*item.iterancestors("li"), item)]
        heading = " ".join(" ".join(part.split()).strip(", ") for part in parts)
        yield Entry(heading, item.findall("a"))


def _before_locators(item: Any) -> str:
    """Return the words of an entry; the mark of a page may stand before them."""
    return (item.text or "") + "".join(part.tail or "" for part in takewhile(lambda part: part.tag == "span", item))


def named(data: Data) -> dict[str, list[str]]:
    """Return for each heading of a person, place or body the names of which one stands at every locator."""
    found = {
        f"{person['family']}, {person['given']}" if "given" in person else person["family"]: [
            person["family"],
            f"{person.get('given', '')} {person['family']}",  # the given name may end a page
        ]
        for person in data["people"]
    }
    found |= {place["name"]: [place["name"]] for place in data["places"]}
    bodies = data["organisations"]
    return found | {body["name"]: [body["name"], body.get("abbreviation", body["name"])] for body in bodies}


def around(target: Any) -> str:
    """Return the words around a place: of a paragraph, a row or a term; of a section where an author has set it."""
    if ".index-" in target.get("id"):
        return words(section_of(target))
    holders = ("p", "tr", "dt", "dd", "li")
    holder = next(element for element in (target, *target.iterancestors()) if element.tag in holders)
    return words(holder)


def section_of(target: Any) -> Any:
    return next(
        element
        for element in (target, *target.iterancestors())
        if element.xpath("./h1 | ./h2 | ./h3") or element.tag == "body"
    )


UNREAD = " or ".join(f"ancestor::{name}" for name in ("table", "figure", "aside", "details", "nav", "dialog"))
"""What is no prose of a chapter: a name in it is found by the record that it belongs to."""


class Mention(NamedTuple):
    """A place in the prose of a chapter where a person is named: its section, and the words before and after it."""

    section: str
    heading: str
    before: str
    after: str


def mentions(folder: Path, data: Data) -> Iterator[Mention]:
    """Yield where the web book names a person of the data in the prose of a chapter."""
    given = {part for person in data["people"] for part in person.get("given", "").split()}
    strangers = {"Rytis"} | given  # a given name before the family name tells who is meant
    for path in sorted((folder / "chapters").glob("*.html")):
        for block in html.parse(str(path)).getroot().xpath(f"//main//*[self::p or self::dd[not(p)]][not({UNREAD})]"):
            if block.xpath("ancestor-or-self::*[contains(@class, 'citation') or contains(@class, 'note')]"):
                continue
            text = words(block)
            for person in data["people"]:
                for match in re.finditer(rf"(?:(\S+) )?(?<!\w)({re.escape(person['family'])})(?!\w| family)", text):
                    if match[1] not in strangers - set(person.get("given", "").split()):
                        heading = f"{person['family']}, {person['given']}"
                        yield Mention(section_of(block).get("id"), heading, text[: match.end()], text[match.end() :])


@pytest.fixture(scope="session")
def prose(html_book: Path, data: Data) -> list[Mention]:
    found = list(mentions(html_book, data))
    assert len(found) > 80
    assert len({mention.heading for mention in found}) == len(data["people"])
    return found


def test_each_person_that_the_prose_names_is_indexed_there(pages: Pages, prose: list[Mention]) -> None:
    located: dict[str, set[str]] = defaultdict(set)
    for entry in entries(pages):
        for link in entry.locators:
            section = section_of(pages.target(link.get("href")))
            located[entry.heading] |= {section.get("id"), *section.xpath("(./span | ./h1 | ./h2 | ./h3)/@id")}
    missing = {
        (mention.section, mention.heading)
        for mention in prose
        if not any(
            mention.section in places
            for heading, places in located.items()
            if heading == mention.heading or heading.startswith(f"{mention.heading} ")
        )
    }
    assert missing == set()


def test_every_locator_leads_to_its_section(pages: Pages) -> None:
    wrong = []
    count = 0
    for entry in entries(pages):
        for link in entry.locators:
            count += 1
            heading = section_of(pages.target(link.get("href"))).xpath("(./h1 | ./h2 | ./h3)[1]")[0]
            number = words(heading).partition(" ")[0].rstrip(".")
            if number != link.text:
                wrong.append((entry.heading, link.text, words(heading)))
    assert wrong == []
    assert count > 200


def test_names_stand_at_their_locators(pages: Pages, data: Data) -> None:
    names = named(data)
    wrong, seen = [], set()
    for entry in entries(pages):
        heading = next((name for name in names if f"{entry.heading} ".startswith(f"{name} ")), "")
        for link in entry.locators if heading else ():
            seen.add(heading)
            text = fold(around(pages.target(link.get("href"))))
            if not any(fold(name) in text for name in names[heading]):
                wrong.append((entry.heading, link.get("href"), text[:80]))
    assert wrong == []
    assert set(names) - seen <= {body["name"] for body in data["organisations"]}
    assert len(seen) > 50


def test_the_home_of_a_record_and_the_definition_of_a_term_are_main(pages: Pages, data: Data) -> None:
    homes = {record["id"] for name in ("people", "places", "organisations") for record in data[name]}
    for entry in entries(pages):
        anchors = [(link.get("href").partition("#")[2], link.get("class") == "main") for link in entry.locators]
        assert [main for _, main in anchors] == [name in homes or name.startswith("term-") for name, _ in anchors]
        assert [main for _, main in anchors] == sorted((main for _, main in anchors), reverse=True)


def test_a_screen_reader_is_told_where_a_locator_leads(pages: Pages) -> None:
    labels = [link.get("aria-label") for entry in entries(pages) for link in entry.locators]
    assert all(labels)
    assert len(set(labels)) == len(labels)
    for entry in entries(pages):
        assert all(link.get("aria-label").startswith(link.text) for link in entry.locators)


def test_no_entry_is_a_heap_of_locators(pages: Pages) -> None:
    assert {entry.heading: len(entry.locators) for entry in entries(pages) if len(entry.locators) > BARE} == {}


def test_an_entry_is_not_divided_for_one_below_it(pages: Pages) -> None:
    alone = [
        words(item)
        for item in pages.page(pages.index).xpath("//ul[contains(@class, 'index')]/li[ul]")
        if not item.findall("a") and len(item.findall("ul/li")) == 1
    ]
    assert alone == []


class TestTypst:
    def test_every_locator_is_the_page_that_it_leads_to(self, typst_book: Path, typst_printed: Printed) -> None:
        book = typst_printed
        first, _, top = book.places["genindex"]  # a chapter may end above it
        with pikepdf.open(typst_book) as pdf:
            links = [
                (str(link.Dest), link.Rect, number)
                for number, page in enumerate(pdf.pages)
                for link in page.get("/Annots", [])
                if "/Dest" in link and (number > first or (number == first and float(link.Rect[3]) < top))
            ]
        assert len(links) > 200
        for name, rect, number in links:
            left, low, right, high = map(float, rect)
            inside = [c for c in book.pages[number] if left < (c.x0 + c.x1) / 2 < right and low < c.baseline < high]
            shown = "".join(char.text for char in sorted(inside, key=lambda char: char.x0))
            assert int(shown) == book.places[name][0] + 1, name

    def test_names_stand_on_their_pages(
        self, structure: Element, typst_printed: Printed, data: Data, prose: list[Mention]
    ) -> None:
        texts = [squash("".join(char.text for char in page)) for page in typst_printed.pages]
        lines = [(element.kind, element.text) for element in structure.all("H1", "P")]
        index = lines[lines.index(("H1", "Index")) :]
        located = read_index([text for kind, text in index if kind == "P"], data)
        _names_stand(located, texts, data)
        _prose_is_located(located, texts, prose)


class TestLatex:
    def test_names_stand_on_their_pages(
        self, latex_book: Path, latex_printed: Printed, data: Data, prose: list[Mention]
    ) -> None:
        texts = latex_printed.text.split("\f")
        labels = _page_labels(latex_book)
        first = next(
            number for number, text in enumerate(texts) if number > 20 and text.lstrip().startswith(("INDEX", "Index"))
        )
        printed = " ".join(" ".join(map(in_columns, latex_printed.pages[first:])).split())
        located: dict[str, list[int]] = defaultdict(list)
        for words, heading in ({heading: heading for heading in named(data)} | divided(data)).items():
            match = re.search(rf"{re.escape(words)}((?:, \d+(?:[–-]\d+)?)+)", printed)
            located[heading] += [labels[number] for number in parted(f"x{match[1]}")[1]] if match else []
        texts = [squash(text) for text in texts]
        _names_stand(located, texts, data)
        _prose_is_located(located, texts, prose)


def in_columns(page: list[Character], count: int = 3) -> str:
    """Return the text of a page column by column."""
    left, right = min(char.x0 for char in page), max(char.x1 for char in page)
    lines: dict[tuple[int, int], list[Character]] = defaultdict(list)
    for char in page:
        lines[int((char.x0 - left) * count / (right - left + 1)), -round(char.baseline)].append(char)
    return " ".join("".join(_spaced(sorted(line, key=lambda char: char.x0))) for _, line in sorted(lines.items()))


def _spaced(line: list[Character]) -> Iterator[str]:
    for before, char in pairwise([line[0], *line]):
        yield f" {char.text}" if char.x0 - before.x1 > WORDS_APART else char.text


def divided(data: Data) -> dict[str, str]:
    """Return the entries that divide a name, each with the name."""
    chapters = "".join(path.read_text("utf-8") for path in (ROOT / "source/chapters").glob("*.md"))
    return {
        sub: heading
        for heading in named(data)
        for sub in re.findall(rf"single: {re.escape(heading)}; (.+)\n", chapters)
    }


def read_index(lines: list[str], data: Data) -> dict[str, list[int]]:
    """Return the pages of each heading in print; those of the entries that divide a name are the name's too."""
    above = {sub.replace("-", "–"): heading for sub, heading in divided(data).items()}
    located: dict[str, list[int]] = defaultdict(list)
    for heading, pages in map(parted, lines):
        located[above.get(heading, heading)] += pages
    return located


def _prose_is_located(located: dict[str, list[int]], texts: list[str], prose: list[Mention]) -> None:
    """A page on which the prose names a person is among the person's; where it stands, the words around it tell."""
    found, missing = 0, []
    for mention in prose:
        words = squash(mention.before)[-AROUND:] + squash(mention.after)[:AROUND]
        pages = [number for number, text in enumerate(texts, 1) if words in text]
        found += bool(pages)
        if pages and not set(pages) & set(located[mention.heading]):
            missing.append((mention.heading, mention.section, pages))
    assert missing == []
    assert found > len(prose) * 0.8  # the others stand where a page ends, or beside the page of a reference


def parted(text: str) -> tuple[str, list[int]]:
    """Return the heading of an entry in print, and all the pages that it names."""
    text = " ".join(text.replace("-", "–").split())
    match = re.search(r"(?:, \d+(?:–\d+)?)+$", text)
    if match is None:
        return text, []
    pages: list[int] = []
    for part in match[0].removeprefix(", ").split(", "):
        first, _, last = part.partition("–")
        pages += range(int(first), int(last or first) + 1)
    return text[: match.start()], pages


def _page_labels(book: Path) -> dict[int, int]:
    """Return the number in the file, counted from 1, of each page with an Arabic number."""
    with pikepdf.open(book) as pdf:
        labels = [pdf.pages[number].label for number in range(len(pdf.pages))]
    return {int(label): number for number, label in enumerate(labels, 1) if label.isdecimal()}


def _names_stand(located: dict[str, list[int]], texts: list[str], data: Data) -> None:
    names = named(data)
    known = [heading for heading in names if located.get(heading)]
    assert len(known) > 50
    wrong = [
        (heading, page)
        for heading in known
        for page in located[heading]
        if not any(_begins(squash(name), texts[page - 1], *texts[page : page + 1]) for name in names[heading])
    ]
    assert wrong == []


def _begins(name: str, page: str, following: str = "") -> bool:
    """Tell whether a name begins on a page; it may end at the top of the following one, below the running head.

    Below the last line of a page its number may stand.
    """
    ends = (page, re.sub(r"\d+$", "", page))
    turned = (
        any(end.endswith(name[:cut]) for end in ends) and name[cut:] in following[:HEAD] for cut in range(4, len(name))
    )
    return name in page or any(turned)


def test_a_name_may_run_over_the_page() -> None:
    assert _begins("Washington,D.C.", "wentto Washington,", "Emigrants4D.C.,where")
    assert _begins("GascaPliego", "toldGasca14", "Visits15Pliegothat")
    assert _begins("JustoSierra71", "stoodatJustoSierra", "Emigrants871andbothhouses")
    assert not _begins("GascaPliego", "toldGas14", "Visits15Pliegothat")
    assert not _begins("Washington,D.C.", "wentto Washington,", "Emigrants4where")
    assert not _begins("Washington,D.C.", "wentto", "Emigrants4Washington,D.C.,where")


def test_a_range_is_read_as_all_its_pages() -> None:
    assert parted("Adamkus, Valdas, 9, 18–20, 52") == ("Adamkus, Valdas", [9, 18, 19, 20, 52])
    assert parted("Justo Sierra 71, 14") == ("Justo Sierra 71", [14])
