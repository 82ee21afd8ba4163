"""Compare texts with those of a PDF: which of them are not in it, in their places.

White space counts for nothing, since the lines of a page are others than those of a source.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sphinx_typst_pdf.readback.fonts import LEFTWARDS
from sphinx_typst_pdf.readback.structure import Element

INVISIBLE = r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
INVISIBLE += r"\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
"""What Unicode lets no one see: joiners, marks of direction, selectors of variants, fillers."""
NOTHING = re.compile(rf"[\s{INVISIBLE}\ufffd\x00-\x1f\x7f-\x9f]+")
LONG = 16
"""Letters by which a text is found again; what is shorter must stand between two of these."""


def squashed(text: str) -> str:
    """Return a text without white space and what is invisible; ligatures and the like are their letters."""
    return NOTHING.sub("", unicodedata.normalize("NFKC", NOTHING.sub("", text)))


class Printed(NamedTuple):
    """The text of a book in its reading order, squashed, and where in it each page begins."""

    text: str
    pages: dict[int, int]


def printed(tree: Element) -> Printed:
    """Return the text of a book without its contents, where all titles stand again."""
    parts: list[str] = []
    pages: dict[int, int] = {}
    length = 0
    for page, text in _without_contents(tree, None):
        parts.append(text)
        if page is not None:
            pages.setdefault(page, length)
        length += len(squashed(text))
    return Printed(squashed("".join(parts)), pages)


def _without_contents(element: Element, page: int | None) -> Iterator[tuple[int | None, str]]:
    """Yield the texts in an element, each with its page."""
    if element.kind == "TOC":
        return
    page = element.page or page
    for part in element.parts:
        if isinstance(part, str):
            yield page, part
        else:
            yield from _without_contents(part, page)


def missing(texts: Sequence[str], book: str, start: int = 0, end: int | None = None) -> list[int]:
    """Return the numbers of the texts that are not in a squashed book.

    They come in the order of the book, between two places in it; if not, they are sought in all of it.
    """
    wanted = [squashed(text) for text in texts]
    last = len(book) if end is None else end
    lost = _missing(wanted, book, start, last)
    if lost and (start, last) != (0, len(book)):
        lost = _missing(wanted, book, 0, len(book))
    return [number for number in lost if not _stands_leftwards(texts[number], book)]


def _stands_leftwards(text: str, book: str) -> bool:
    """Tell whether all words of a text from right to left are in a book: a PDF has its lines from left to right."""
    if not LEFTWARDS.search(text):
        return False
    words = [squashed(word) for word in text.split()]
    # An alef that is joined to a lam is one sign with it, and stays behind it.
    return all(form in book or form[::-1] in book or form.replace("لا", "ال")[::-1] in book for form in words)


def _missing(wanted: Sequence[str], book: str, start: int, last: int) -> list[int]:
    places = _places(wanted, book, start, last)
    lost: list[int] = []
    ends = _ends(wanted, places, last)
    at = start
    for number, text in enumerate(wanted):
        if number in places:
            at = places[number] + len(text)
            continue
        found = book.find(text, at, ends[number])
        if found >= 0:
            at = found + len(text)
            if len(text) >= LONG:
                places[number] = found
        elif len(text) < LONG or text not in book:  # a long one that stands elsewhere, such as a note, is there
            lost.append(number)
    return lost


def _places(wanted: Sequence[str], book: str, start: int, last: int) -> dict[int, int]:
    """Return the places of the long texts that stand once between two places, as far as they are in order.

    Of those the longest row that rises is taken, so that one that has moved, such as a note, moves no other.
    """
    found: list[tuple[int, int]] = []
    for number, text in enumerate(wanted):
        if len(text) >= LONG:
            place = book.find(text, start, last)
            if place >= 0 and book.find(text, place + 1, last) < 0:
                found.append((number, place))
    tails: list[int] = []  # the lowest place at which a row of each length ends
    ends: list[int] = []  # which of those found that is
    before: list[int | None] = []
    for index, (_number, place) in enumerate(found):
        length = bisect_left(tails, place)
        before.append(ends[length - 1] if length else None)
        tails[length : length + 1] = [place]
        ends[length : length + 1] = [index]
    row: dict[int, int] = {}
    step = ends[-1] if ends else None
    while step is not None:
        row[found[step][0]] = found[step][1]
        step = before[step]
    return row


def _ends(wanted: Sequence[str], places: dict[int, int], last: int) -> list[int]:
    """Return for each text where the next text with a place begins."""
    ends = [last] * len(wanted)
    for number in range(len(wanted) - 2, -1, -1):
        ends[number] = places.get(number + 1, ends[number + 1])
    return ends
