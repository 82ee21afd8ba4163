"""Compare texts with those of a PDF: which of them are not in it, in their places.

White space counts for nothing, since the lines of a page are others than those of a source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from sphinx_typst_pdf.readback.structure import Element

NOTHING = re.compile(r"[\s\u00ad\u200b\u2060\ufeff\ufffd]+|[\x00-\x1f\x7f-\x9f]+")
LONG = 16
"""Letters by which a text is found again; what is shorter must stand between two of these."""


def squashed(text: str) -> str:
    """Return a text without white space and what is invisible; ligatures and the like are their letters."""
    return NOTHING.sub("", unicodedata.normalize("NFKC", NOTHING.sub("", text)))


def printed(tree: Element) -> str:
    """Return the text of a book in its reading order, squashed, without its contents, where all titles stand again."""
    return squashed(_without_contents(tree))


def _without_contents(element: Element) -> str:
    parts = (part if isinstance(part, str) else _without_contents(part) for part in element.parts)
    return "" if element.kind == "TOC" else "".join(parts)


def missing(texts: Sequence[str], book: str) -> list[int]:
    """Return the numbers of the texts that are not in a squashed book; they come in its order."""
    wanted = [squashed(text) for text in texts]
    places: dict[int, int] = {}
    lost, at = [], 0
    for number, text in enumerate(wanted):
        if len(text) < LONG:
            continue
        found = book.find(text, at)
        if found >= 0:
            places[number] = found
            at = found + len(text)
        elif text not in book:  # one that stands elsewhere, such as a note, is no place to go on from
            lost.append(number)
    at = 0
    for number, text in enumerate(wanted):
        if number in places:
            at = places[number] + len(text)
        elif len(text) < LONG:
            end = next((places[after] for after in range(number + 1, len(wanted)) if after in places), len(book))
            found = book.find(text, at, end)
            if found >= 0:
                at = found + len(text)
            else:
                lost.append(number)
    return sorted(lost)
