"""Where the pages of the printed book turn in the text of another edition of it, at the very word.

Each page of print is known by the text at its edges, and by the anchors that stand on it. Between the last anchor of
the pages before it and its first own one, that text is looked for. A word that print divides belongs to the new page.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from operator import attrgetter
from typing import NamedTuple

from bilateral.text import letters
from bilateral_sphinx.pages.flow import Flow, Tag, joined
from bilateral_sphinx.pages.listed import PageList

LENGTHS = (40, 24, 12, 8)
"""Letters by which an edge of a page is known; the more, the surer."""
GAP = 60
"""Letters between two pieces of text of which print knows nothing, such as what a link in an index is called."""
PIECES = 4
"""Pieces of text by which the beginning of a page is known where the letters between them differ."""
SKIPPED = 8
"""Pieces of text that print may have at the head of a page and nothing else has, such as the name of a part."""
DIGITS = "0123456789"
REFERENCE = re.compile(r"\(\w{1,5}\.?\s*\d+\)")
"""The page that print says behind a link: ``(p. 12)``."""
BEFORE = {
    *("a", "abbr", "b", "cite", "code", "em", "i", "img", "math", "q", "small", "span", "strong", "sub", "sup", "svg"),
    *("article", "blockquote", "details", "div", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("ol", "p", "pre", "section", "table", "ul"),
}
"""Elements before which a mark may stand; before others, such as rows and items, HTML allows none."""
NO_TEXT = {"colgroup", "dl", "ol", "table", "tbody", "tfoot", "thead", "tr", "ul"}
"""Elements in which there is only what they are made for."""
PRECEDING = attrgetter("at")


class Break(NamedTuple):
    """A turn of the page: its place in the file, and the number of the page that begins there."""

    offset: int
    label: str


def breaks(listed: PageList, flows: Mapping[str, Flow]) -> dict[str, list[Break]]:
    """Return the turns of all pages in the files of these documents, by document, in their order."""
    names = [name for name in listed.documents if name in flows]
    return _Book(listed, names, [flows[name] for name in names]).breaks() if names else {}


class _Book:
    """The files of the other edition as one flow of letters."""

    def __init__(self, listed: PageList, names: list[str], flows: list[Flow]) -> None:
        self.listed, self.names, self.flows = listed, names, flows
        self.letters, self.starts = joined(flows)
        anchors: list[tuple[int, int]] = []
        for name, flow, start in zip(names, flows, self.starts, strict=True):
            pages = listed.anchors.get(name, {})
            anchors += [(start, pages[""])] if "" in pages else []
            anchors += [(start + tag.at, pages[tag.id]) for tag in flow.tags if tag.id and tag.id in pages]
        rising = _rising(anchors)
        self.places, self.pages = [at for at, _page in rising], [page for _at, page in rising]

    def breaks(self) -> dict[str, list[Break]]:
        """Return the turns of all pages, by document."""
        found: dict[str, list[Break]] = {name: [] for name in self.names}
        at = 0
        for number, page in enumerate(self.listed.pages, 1):
            at = self._turn(number, at)
            name, offset = self._place(at, number)
            found[name].append(Break(offset, page.label))
        return found

    # in the letters

    def _turn(self, number: int, before: int) -> int:
        """Return how many letters precede a page, at least as many as the page before has."""
        rank = bisect_left(self.pages, number)
        high = self.places[rank] if rank < len(self.places) else len(self.letters)
        low = min(max(before, self.places[rank - 1] if rank else 0), high)
        ends = letters(REFERENCE.sub("", "".join(self.listed.pages[number - 2].ends))) if number > 1 else ""
        pieces = [found for piece in self.listed.pages[number - 1].begins if (found := letters(piece))]
        begins = "".join(pieces)
        for length in LENGTHS if ends and begins else ():
            end = ends[-length:]
            at = self._only(end + begins[:length], low - length, high + length)
            if at is not None and low <= at + len(end) <= high:
                return at + len(end)
        at = self._end(ends, low, high)
        opens = self.pages[rank : rank + 1] == [number] and self._opens(pieces, high)
        begin = self._begin(pieces, low if at is None else at, high, opens=opens)
        if at is None or (begin is not None and begin - at > GAP):
            at = high if begin is None else begin
        return min(max(low, at), high)

    def _end(self, ends: str, low: int, high: int) -> int | None:
        """Return where the page before ends."""
        for length in LENGTHS:
            if len(ends) >= length:
                at = self._only(ends[-length:], low - length, high)
                if at is not None and at + length >= low:
                    return at + length
        return None

    def _opens(self, pieces: list[str], at: int) -> bool:
        """Tell whether a document begins here, and its title is at the head of a page, after its number or not."""
        opening = self.letters[at : at + LENGTHS[0]].lstrip(DIGITS)
        return at in self.starts and any(opening.startswith(piece.lstrip(DIGITS) or " ") for piece in pieces[:SKIPPED])

    def _begin(self, pieces: list[str], low: int, high: int, *, opens: bool) -> int | None:
        """Return where the first pieces of a page stand that this edition has too.

        What a page has before the title of a document that it ``opens`` is passed over before anything else is: the
        address below that title may have the words of another place.
        """
        for first in range(min(SKIPPED, len(pieces))):
            if opens and first == 1:
                return high
            begins = "".join(pieces[first:])
            for length in LENGTHS:
                if len(begins) >= length and (at := self._only(begins[:length], low, high + length)) is not None:
                    return at
            apart = [piece for piece in pieces[first:] if not piece.isdigit()][:PIECES]
            if len("".join(apart)) >= LENGTHS[-1]:
                pattern = re.compile(f".{{0,{GAP}}}?".join(map(re.escape, apart)))
                found = [match.start() for match in pattern.finditer(self.letters, low, high + PIECES * GAP)]
                if len(found) == 1:
                    return found[0]
        return None

    def _only(self, text: str, low: int, high: int) -> int | None:
        """Return where a text stands, if that is once, between two places."""
        low = max(0, low)
        at = self.letters.find(text, low, high)
        return at if at >= 0 and self.letters.find(text, at + 1, high) < 0 else None

    # in the files

    def _place(self, at: int, number: int) -> tuple[str, int]:
        """Return the document and the offset of the mark that stands before a letter.

        It comes before everything that begins with that letter, such as a heading or a table, and before a picture that
        has an anchor of this page; but after each anchor of the pages before.
        """
        index = min(bisect_right(self.starts, at), len(self.starts)) - 1
        name, flow, at = self.names[index], self.flows[index], at - self.starts[index]
        if at >= len(flow.letters):
            return name, flow.end
        offset, pages = flow.offset_of(at), self.listed.anchors.get(name, {})
        near = slice(bisect_left(flow.tags, at, key=PRECEDING), bisect_right(flow.tags, at, key=PRECEDING))
        gap = [tag for tag in flow.tags[near] if tag.offset < offset]
        opened = _opened(flow, gap, offset)
        own = next((tag.offset for tag in gap if tag.id and pages.get(tag.id, 0) >= number), offset)
        for tag in reversed(gap):
            if tag.id and pages.get(tag.id, number) < number:
                break
            if (tag in opened or tag.offset >= own) and tag.name in BEFORE and tag.around not in NO_TEXT:
                offset = tag.offset
        return name, offset


def _opened(flow: Flow, gap: list[Tag], offset: int) -> set[Tag]:
    """Return the tags right before a place: those with nothing but white space and other beginnings after them."""
    found: set[Tag] = set()
    for tag in reversed(gap):
        end = flow.text.index(">", tag.offset) + 1
        if flow.text[end:offset].strip():
            break
        found.add(tag)
        offset = tag.offset
    return found


def _rising(anchors: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest row of anchors whose pages never fall: what stands elsewhere in print says nothing here."""
    tails: list[int] = []  # the lowest page at which a row of each length ends
    ends: list[int] = []  # which anchor that is
    before: list[int] = []
    for index, (_at, page) in enumerate(anchors):
        length = bisect_right(tails, page)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [page]
        ends[length : length + 1] = [index]
    row, step = [], ends[-1] if ends else -1
    while step >= 0:
        row.append(anchors[step])
        step = before[step]
    return row[::-1]
