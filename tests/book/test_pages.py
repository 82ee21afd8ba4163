"""The pages of the PDF as a reader sees them: well filled, heads of columns apart, long tables said to go on."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

import pytest

from bilateral_workshop.readback import Element
from book.printed import Character, Printed

TOP, BOTTOM = 757, 85
"""Where the text of an A4 page begins and ends, in points from its foot; what is outside are running heads."""
COVERS = 2
"""The cover and the title page."""
HALF = 421
"""The middle of an A4 page."""
LEAST = 0.55
"""The part of a page that its text reaches down at least."""
GAP = 1.0
"""Points between two characters from which on they belong to different words."""
SMALL = 9.5
"""The type of tables is smaller than that."""
CONTINUED = re.compile(r"Table(\d+),continuedfrompreviouspage")
CAPTION = re.compile(r"Table(\d+)(?!\d*,continued)")


@pytest.fixture(scope="module")
def pages(typst_printed: Printed) -> list[list[Character]]:
    return typst_printed.pages


def lines_of(page: list[Character]) -> list[list[Character]]:
    """Return the lines of a page, each from left to right."""
    lines: dict[int, list[Character]] = defaultdict(list)
    for char in page:
        if char.text.strip():
            lines[round(char.baseline)].append(char)
    return [sorted(lines[baseline], key=lambda char: char.x0) for baseline in sorted(lines, reverse=True)]


def words_of(line: list[Character]) -> list[str]:
    words = [line[0].text]
    for before, char in pairwise(line):
        if char.x0 - before.x1 > GAP:
            words.append("")
        words[-1] += char.text
    return words


def test_no_page_is_nearly_empty(pages: list[list[Character]]) -> None:
    """The last page, which holds the end of the index, may be."""
    reached = {}
    for number, page in enumerate(pages[COVERS:-1], COVERS + 1):
        lowest = min((char.baseline for char in page if BOTTOM - 10 < char.baseline < TOP), default=TOP)
        reached[number] = (TOP - lowest) / (TOP - BOTTOM)
    assert len(reached) > 50
    assert {number: round(part, 2) for number, part in reached.items() if part < LEAST} == {}


def test_what_is_said_below_a_caption_stays_close_to_it(pages: list[list[Character]]) -> None:
    found = 0
    for page in pages:
        lines = [("".join(words_of(line)), line[0].baseline) for line in lines_of(page)]
        for before, (text, baseline) in pairwise([("", TOP), *lines]):
            if text.startswith("Data:") and "relations.yaml" in text:
                found += 1
                assert before[0].startswith("Fig."), text
                assert before[1] - baseline < 18, text
    assert found > 3


@pytest.mark.latex
def test_latex_fills_its_pages(latex_printed: Printed) -> None:
    """Pictures stand on a page with text, and chapters and the index on the page of the last where there is room."""
    pages = latex_printed.pages
    reached = [min(char.baseline for char in page if char.text.strip() and char.baseline > BOTTOM) for page in pages]
    assert [number for number, lowest in enumerate(reached[:-1], 1) if lowest > HALF] == []
    texts = {number: "".join(char.text for char in page) for number, page in enumerate(pages, 1)}
    pictures = [number for number, text in texts.items() if re.search(r"Fig\.\s*\d+:", text)]
    read = {number: sum(char.size > SMALL for char in pages[number - 1]) for number in pictures}
    assert len(read) > 3
    assert {number: count for number, count in read.items() if count < 400} == {}


def test_heads_of_columns_do_not_meet(pages: list[list[Character]], structure: Element) -> None:
    """What stands in a line of heads are the words of heads, which the tags keep apart."""
    heads = [cell.text for head in structure.all("THead") for cell in head.all("TH")]
    known = {word for head in heads for word in head.split()}
    found = 0
    for number, page in enumerate(pages[COVERS:], COVERS + 1):
        for line in lines_of(page):
            words = words_of(line)
            bold = all("Bold" in char.font and char.size < SMALL for char in line)
            if not bold or len(words) < 3 or max(map(len, words)) == 1:  # letters stand above entries of the index
                continue
            found += 1
            assert [word for word in words if word not in known] == [], (number, words)
            assert all(after.x0 > before.x1 - GAP for before, after in pairwise(line)), (number, words)
    assert found > 40


def test_a_table_that_runs_on_says_so_on_each_page(pages: list[list[Character]]) -> None:
    texts = ["".join("".join(words_of(line)) + "\n" for line in lines_of(page)) for page in pages]
    begins: dict[str, int] = {}
    for number, text in enumerate(texts):
        for line in text.splitlines():
            if (match := CAPTION.match(line)) and number > 4:
                begins.setdefault(match[1], number)
    goes_on: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for match in CONTINUED.finditer(text):
            goes_on[match[1]].append(number)
    assert len(goes_on) > 3
    for table, found in goes_on.items():
        assert found == list(range(begins[table] + 1, begins[table] + 1 + len(found))), table
