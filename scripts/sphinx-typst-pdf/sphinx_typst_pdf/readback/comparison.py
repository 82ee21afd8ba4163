"""Compare texts with those of a PDF: which of them are not in it, in their places.

White space counts for nothing, since the lines of a page are others than those of a source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sphinx_typst_pdf.readback.structure import Element

NOTHING = re.compile(r"[\s\u00ad\u200b\u2060\ufeff\ufffd]+|[\x00-\x1f\x7f-\x9f]+")
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


def missing(texts: Sequence[str], book: str, start: int = 0) -> list[int]:
    """Return the numbers of the texts that are not in a squashed book.

    They come in the order of the book, from ``start`` on; if not, they are sought in all of it.
    """
    lost = _missing(texts, book, start)
    return _missing(texts, book, 0) if lost and start else lost


def _missing(texts: Sequence[str], book: str, start: int) -> list[int]:
    wanted = [squashed(text) for text in texts]
    places: dict[int, int] = {}
    lost: list[int] = []
    at = start
    for number, text in enumerate(wanted):
        if len(text) < LONG:
            continue
        found = book.find(text, at)
        if found >= 0:
            places[number] = found
            at = found + len(text)
        elif text not in book:  # one that stands elsewhere, such as a note, is no place to go on from
            lost.append(number)
    ends: list[int] = []
    for number in reversed(range(len(wanted))):
        ends.append(places.get(number, ends[-1] if ends else len(book)))
    at = start
    for number, (text, end) in enumerate(zip(wanted, reversed(ends), strict=True)):
        if number in places:
            at = places[number] + len(text)
        elif len(text) < LONG:
            found = book.find(text, at, end)
            if found >= 0:
                at = found + len(text)
            else:
                lost.append(number)
    return sorted(lost)
