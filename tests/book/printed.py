"""The pages of a PDF as characters at their places, the places that have names, and the text."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pdfminer.converter import TextConverter
from pdfminer.layout import LAParams, LTChar, LTPage
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1


def squash(text: str) -> str:
    """Keep letters, digits and brackets: lines, ligatures and typographic signs differ from the source."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum() or char in "[]")


class Character(NamedTuple):
    """A character that is drawn: its edges, its baseline and its type."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    font: str


@dataclass(frozen=True)
class Printed:
    """A PDF: names of places in the order of the file, places (page, x, y) by name, characters by page, and the text.

    The text is that of pdfminer's ``extract_text``: blocks end with an empty line, pages with a form feed.
    """

    names: list[bytes]
    places: dict[str, tuple[int, float, float]]
    pages: list[list[Character]]
    text: str

    def lines(self, name: str) -> list[list[Character]]:
        """Return the lines below a place, with their characters from left to right."""
        page, _, y = self.places[name]
        lines: list[list[Character]] = []
        # A place is a line's height above its line: on the one before, give or take.
        below = [char for char in self.pages[page] if char.baseline < y - 1]
        for char in sorted(below, key=lambda char: -char.baseline):
            if not lines or lines[-1][0].baseline - char.baseline > 1:
                lines.append([])
            lines[-1].append(char)
        return [sorted(line, key=lambda char: char.x0) for line in lines]

    def below(self, name: str, reach: float = 30) -> str:
        """Return the text below a place. It begins at once, no farther down than ``reach``."""
        lines = self.lines(name)
        assert lines[0][0].baseline > self.places[name][2] - reach, f"nothing just below {name}"
        return squash("".join(char.text for line in lines for char in line))

    def around(self, name: str) -> tuple[str, str]:
        """Return the text of the line below a place, to its left and to its right."""
        x = self.places[name][1] - 1
        line = self.lines(name)[0]
        left, right = ([char.text for char in line if (char.x0 >= x) is after] for after in (False, True))
        return squash("".join(left)), squash("".join(right))


def read_printed(book: Path) -> Printed:
    """Read a PDF, all in one pass, for each takes ten seconds."""
    with book.open("rb") as stream:
        document = PDFDocument(PDFParser(stream))
        manager, text = PDFResourceManager(), io.StringIO()
        converter = _Converter(manager, text, laparams=LAParams())
        interpreter = PDFPageInterpreter(manager, converter)
        numbers: dict[object, int] = {}
        for number, page in enumerate(PDFPage.create_pages(document)):
            numbers[page.pageid] = number
            interpreter.process_page(page)
        entries = _entries(resolve1(resolve1(document.catalog["Names"])["Dests"]))
        found = [(name, resolve1(place)) for name, place in entries]
        places = {name.decode(): (numbers[page.objid], x, y) for name, (page, _, x, y, _) in found}
    return Printed([name for name, _ in entries], places, converter.pages, text.getvalue())


class _Converter(TextConverter):
    """Writes the text of pages, and notes their characters."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.pages: list[list[Character]] = []

    def receive_layout(self, ltpage: LTPage) -> None:
        super().receive_layout(ltpage)
        self.pages.append(list(_characters(ltpage)))


def _characters(part: Any) -> Iterator[Character]:
    if isinstance(part, LTChar):
        yield Character(part.get_text(), part.x0, part.x1, part.matrix[5], part.size, part.fontname)
    else:
        for child in part if hasattr(part, "__iter__") else ():
            yield from _characters(child)


def _entries(node: dict[str, Any]) -> list[tuple[bytes, Any]]:
    """Return names and places below a node of the tree; the node must say rightly where it begins and ends."""
    flat = [resolve1(item) for item in resolve1(node.get("Names", []))]
    entries = list(zip(flat[::2], flat[1::2], strict=True))
    entries += [entry for child in resolve1(node.get("Kids", [])) for entry in _entries(resolve1(child))]
    assert resolve1(node.get("Limits", [entries[0][0], entries[-1][0]])) == [entries[0][0], entries[-1][0]]
    return entries
