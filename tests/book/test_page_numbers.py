"""The pages of the PDF are named in the web book and the e-book at the very words at which they turn."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pikepdf
import pytest
from lxml import etree, html

from book.printed import Character, Printed

TOP, BOTTOM = 757, 85
"""Where the text of a page begins and ends, in points from its foot; what is outside are running heads."""
COLUMN = 9.0
"""Points between two characters from which on they belong to different columns."""
SMALL = 9.5
"""The type of tables is smaller than that."""
APART_PAGES = {1, 2, 4}
"""The cover, the title page and the table of contents, which only print has in the flow of its pages."""
SURE = 14
"""Letters that must be equal."""
MARK = re.compile("\ue000([^\ue001]+)\ue001")
APART = ("headerlink", "cite", "cite-line", "unseen", "address", "table-tools", "picture-description", "legend")
HEAD = re.compile(r"chapter\d+")
PART = re.compile(r"Part[IVX]+[A-Z]")
DIGITS = re.compile(r"\d+")
NOTICE = re.compile(r"\.example/(a|data)/|continuedfrom|^Data:")
"""What print has for whoever holds it: addresses to type, and that a table goes on; the web has links."""
REFERENCE = re.compile(r"\(p\.\s*\d+\)")


def letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum()).casefold()


class Edges(NamedTuple):
    """How a page begins and ends: its first letters, the runs of text in its last line, and whether that is prose.

    ``indexed`` tells, by the running head, whether it goes on with the index.
    """

    begins: str
    ends: list[str]
    prose: bool
    text: str
    indexed: bool


def runs_of(line: list[Character]) -> Iterator[str]:
    run = line[0].text
    for before, char in pairwise(line):
        if char.x0 - before.x1 > COLUMN:
            yield run
            run = ""
        run += char.text
    yield run


def is_text(line: list[Character]) -> bool:
    """Tell whether a line is no repeated head of a table, no name of a part, and none of the notices of print."""
    text = "".join(char.text for char in line)
    heads = all("Bold" in char.font and char.size < SMALL for char in line)
    return not heads and not NOTICE.search(text) and not PART.match(text)


def edges_of(pages: list[list[Character]]) -> Iterator[Edges]:
    for page in pages:
        found: dict[int, list[Character]] = defaultdict(list)
        for char in page:
            if BOTTOM < char.baseline < TOP and char.text.strip():
                found[round(char.baseline / 2)].append(char)
        rows = [sorted(found[at], key=lambda char: char.x0) for at in sorted(found, reverse=True)]
        lines = [list(runs_of(row)) for row in rows if is_text(row)]
        # Of a row, the first cell; the others say more elsewhere, such as the name of their column.
        single = takewhile(lambda line: len(line) == 1, lines[:6])
        begins = "".join(run for line in single for run in line) or next((line[0] for line in lines), "")
        prose = bool(rows) and max(char.size for char in rows[-1]) > SMALL
        every = letters("".join("".join(line) for line in lines))
        indexed = "Index" in "".join(char.text for char in page if char.baseline >= TOP)
        yield Edges(letters(REFERENCE.sub("", begins)), lines[-1] if lines else [], prose, every, indexed)


@pytest.fixture(scope="module")
def printed(typst_printed: Printed) -> list[Edges]:
    return list(edges_of(typst_printed.pages))


@pytest.fixture(scope="module")
def labels(typst_book: Path) -> list[str]:
    with pikepdf.open(typst_book) as pdf:
        return [str(page.index + 1) for page in pdf.pages]


@dataclass
class Marked:
    """The text of a format in its reading order with its marks, and the page on which each anchor stands."""

    text: str = ""
    order: list[str] = field(default_factory=list)
    anchors: dict[str, str] = field(default_factory=dict)


def read_marked(pages: Iterator[tuple[str, etree._Element]]) -> Marked:
    read = Marked()
    for name, tree in pages:
        main = tree.xpath("//*[local-name()='main'] | //*[local-name()='body']")[-1]
        read.text += _text(main, name, read)
    return read


def _text(element: etree._Element, name: str, read: Marked) -> str:
    if not isinstance(element.tag, str):
        return ""
    classes = (element.get("class") or "").split()
    kind = etree.QName(element).localname
    if "page-mark" in classes:
        label = str(element.get("id")).removeprefix("page-")
        assert (element.get("aria-label") or "").endswith(label)
        in_book = element.get("{http://www.idpf.org/2007/ops}type") == "pagebreak"
        assert element.get("role") == ("doc-pagebreak" if in_book else "separator")
        read.order.append(label)
        return f"\ue000{label}\ue001"
    if kind in ("nav", "svg", "script", "style", "math", "button") or set(classes) & set(APART):
        return ""
    # A row stands on the page that begins in its first cell.
    begun = len(read.order)
    parts = [element.text or ""]
    for child in element:
        parts += [_text(child, name, read), child.tail or ""]
    text = "".join(parts)
    if element.get("id"):
        begins = MARK.match(text.strip()) and len(read.order) > begun
        read.anchors[f"{name}#{element.get('id')}"] = read.order[begun if begins else begun - 1] if read.order else ""
    return text


@pytest.fixture(scope="module")
def documents(typst_book: Path) -> list[str]:
    (file,) = (typst_book.parents[1] / "work/pdf").glob("*.pages.json")
    told: list[str] = json.loads(file.read_text("utf-8"))["documents"]
    return told


@pytest.fixture(scope="module")
def web(html_book: Path, documents: list[str]) -> Marked:
    return read_marked((name, html.parse(html_book / f"{name}.html").getroot()) for name in documents)


@pytest.fixture(scope="module")
def ebook(epub_book: Path, documents: list[str]) -> Marked:
    with ZipFile(epub_book) as archive:
        return read_marked((name, etree.fromstring(archive.read(f"{name}.xhtml"))) for name in documents)


@pytest.fixture(params=["web", "ebook"])
def marked(request: pytest.FixtureRequest) -> Marked:
    found: Marked = request.getfixturevalue(request.param)
    return found


def test_every_page_is_named_once_and_in_order(marked: Marked, labels: list[str]) -> None:
    assert marked.order == labels
    assert len(labels) > 50


def test_the_words_at_both_sides_are_those_of_the_pdf(marked: Marked, printed: list[Edges]) -> None:
    wrong = list(mismatches(marked.text, printed))
    assert wrong == []


def test_the_e_book_lists_its_pages_in_navigation_and_ncx(epub_book: Path, labels: list[str]) -> None:
    with ZipFile(epub_book) as archive:
        nav, ncx, package = (archive.read(name).decode() for name in ("nav.xhtml", "toc.ncx", "content.opf"))
    listed = re.search(r'<nav epub:type="page-list".*?</nav>', nav, re.DOTALL)
    assert listed
    assert re.findall(r'href="[^"]+#page-(\w+)">\1</a>', listed[0]) == labels
    pages = re.search(r"<pageList>.*?</pageList>", ncx, re.DOTALL)
    assert pages
    assert re.findall(r"<text>(\w+)</text>", pages[0]) == labels
    assert re.search(r'property="pageBreakSource">urn:uuid:[0-9a-f-]+#pdf<', package)
    for feature in ("pageBreakMarkers", "pageNavigation"):
        assert f'"schema:accessibilityFeature">{feature}<' in package


def test_a_citation_names_the_pages(html_book: Path, typst_printed: Printed) -> None:
    page = html.parse(html_book / "cite/chapters/visits.html")
    told = {
        panel.get("id"): panel.xpath("string(.//dt[.='In the PDF']/following-sibling::dd[1])")
        for panel in page.xpath("//section[@class='panel']")
    }
    first = typst_printed.places["visits"][0] + 1
    assert told["visits"].startswith(f"pp. {first}–")
    assert told["visit-adamkus-2002"] == f"p. {typst_printed.places['visit-adamkus-2002'][0] + 1}"
    assert all(re.fullmatch(r"p\. \d+|pp\. \d+–\d+", pages) for pages in told.values())


def test_a_mark_that_is_one_word_off_is_seen(web: Marked, printed: list[Edges]) -> None:
    within = re.search("(?<=[a-z] )(\ue000(\\d+)\ue001)(\\w+ )", web.text)
    assert within
    mark, label, word = within.groups()
    moved = web.text[: within.start()] + word + mark + web.text[within.end() :]
    assert [fault.partition(":")[0] for fault in mismatches(moved, printed)] == [label, label]


def test_every_anchor_stands_on_its_page(marked: Marked, typst_printed: Printed) -> None:
    places = {name: page + 1 for name, (page, _x, _y) in typst_printed.places.items()}
    found = {name.partition("#")[2]: label for name, label in marked.anchors.items()}
    shared = found.keys() & places.keys()
    assert len(shared) > 500
    assert {name: (found[name], places[name]) for name in shared if found[name] != str(places[name])} == {}


def mismatches(text: str, printed: list[Edges]) -> Iterator[str]:
    """Yield the pages whose last words before, or first words, do not stand at their mark."""
    pieces = MARK.split(text)
    for label, before, after in zip(pieces[1::2], pieces[:-1:2], pieces[2::2], strict=True):
        number = int(label)
        if number in APART_PAGES:
            continue
        page, last = printed[number - 1], printed[number - 2]
        head = HEAD.match(page.begins)
        wanted = page.begins[head.end() :] if head else page.begins
        found = re.sub(r"^\d+(?=\D)", "", letters(after)) if head else letters(after)
        begins = found[:SURE] in page.text if found.startswith("fig") else found.startswith(wanted[:SURE])
        # The locators of an index are sections in one book and pages in the other.
        begins = begins or (page.indexed and DIGITS.sub("", found).startswith(DIGITS.sub("", wanted)[:SURE]))
        # A word that print divides, such as an address, belongs to the new page whole.
        divided = 0 < found.find(wanted[:SURE]) < len(letters(after.split()[0])) if after.strip() else False
        if not begins and not divided:
            yield f"{label}: begins with {after[:40]!r}, not {wanted[:40]}"
        if number - 1 in APART_PAGES or divided:
            continue
        near = letters(before)[
            -len(last.text) :
        ]  # the last lines of columns stand anywhere among the words of the page
        runs = [letters(REFERENCE.sub("", run)) for run in last.ends]
        if last.prose and not near.endswith("".join(runs)[-SURE:]):
            yield f"{label}: comes after {before[-40:]!r}, not {last.ends}"
        if any(re.sub(r"\d+$", "", run)[-SURE:] not in near for run in runs):
            yield f"{label}: comes after {before[-80:]!r}, without {last.ends}"
