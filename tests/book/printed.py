"""The pages of a PDF as characters at their places, and the places that have names."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1


def squash(text: str) -> str:
    """Keep letters, digits and brackets: lines, ligatures and typographic signs differ from the source."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum() or char in "[]")


class Printed:
    """The pages of a PDF as characters, and the places that have names."""

    def __init__(self, book: Path) -> None:
        with book.open("rb") as stream:
            document = PDFDocument(PDFParser(stream))
            numbers = {page.pageid: number for number, page in enumerate(PDFPage.create_pages(document))}
            entries = self._entries(resolve1(resolve1(document.catalog["Names"])["Dests"]))
            self.names = [name for name, _ in entries]
            found = [(name, resolve1(place)) for name, place in entries]
            self.places = {name.decode(): (numbers[page.objid], x, y) for name, (page, _, x, y, _) in found}
        self.pages = [list(self._characters(page)) for page in extract_pages(book)]

    def _entries(self, node: dict[str, Any]) -> list[tuple[bytes, Any]]:
        """Return names and places below a node of the tree; the node must say rightly where it begins and ends."""
        flat = [resolve1(item) for item in resolve1(node.get("Names", []))]
        entries = list(zip(flat[::2], flat[1::2], strict=True))
        entries += [entry for child in resolve1(node.get("Kids", [])) for entry in self._entries(resolve1(child))]
        assert resolve1(node.get("Limits", [entries[0][0], entries[-1][0]])) == [entries[0][0], entries[-1][0]]
        return entries

    def _characters(self, part: Any) -> Iterator[LTChar]:
        if isinstance(part, LTChar):
            yield part
        else:
            for child in part if hasattr(part, "__iter__") else ():
                yield from self._characters(child)

    def lines(self, name: str) -> list[list[LTChar]]:
        """Return the lines below a place, with their characters from left to right."""
        page, _, y = self.places[name]
        lines: dict[int, list[LTChar]] = defaultdict(list)
        for char in self.pages[page]:
            if char.matrix[5] < y - 1:  # a place is a line's height above its line: on the one before, give or take
                lines[round(char.matrix[5])].append(char)
        return [sorted(lines[baseline], key=lambda char: char.x0) for baseline in sorted(lines, reverse=True)]

    def below(self, name: str, reach: float = 30) -> str:
        """Return the text below a place. It begins at once, no farther down than ``reach``."""
        lines = self.lines(name)
        assert lines[0][0].matrix[5] > self.places[name][2] - reach, f"nothing just below {name}"
        return squash("".join(char.get_text() for line in lines for char in line))

    def around(self, name: str) -> tuple[str, str]:
        """Return the text of the line below a place, to its left and to its right."""
        x = self.places[name][1] - 1
        line = self.lines(name)[0]
        left, right = ([char.get_text() for char in line if (char.x0 >= x) is after] for after in (False, True))
        return squash("".join(left)), squash("".join(right))
