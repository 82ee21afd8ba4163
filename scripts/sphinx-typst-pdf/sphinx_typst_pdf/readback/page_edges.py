"""How each page of a tagged PDF begins and ends: enough text to find the places in another edition of the same book."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, partial
from itertools import chain, pairwise
from typing import Any, NamedTuple

import pikepdf

from sphinx_typst_pdf.readback.fonts import LEFTWARDS, Font

PIECES = 16
"""Pieces of marked content at either end of a page: some lines."""
MARKED = re.compile(rb"/\w+<<[^<>]*/MCID (\d+)")
"""Where a marked content begins that has a number."""
DEPTH = 16
"""How deep parentheses may stand in a string: those that match are written as they are."""


def _string(depth: int = DEPTH) -> bytes:
    within = rb"\\." + (b"|" + _string(depth - 1) if depth else b"")
    return rb"\([^()\\]*+(?>(?>" + within + rb")[^()\\]*+)*+\)"


STRING = re.compile(rb"(?>" + _string() + rb"|<[0-9A-Fa-f\s]*+>)", re.DOTALL)
TOKEN = re.compile(
    rb"<<(?>[^<>()]++|<[^<>]*+>|%(string)s)*+>>\s*BDC|BDC|BMC|EMC|/(?P<font>\w+) [-\d.]+ Tf"
    rb"|%(string)s(?>[-\d.\s]*+%(string)s)*+" % {b"string": STRING.pattern},
    re.DOTALL,
)
"""What tells of text in the contents of a page: where pieces begin and end, fonts, and the strings that are shown.

pikepdf makes an object of each number and string between them, which takes twice as long as everything else.
"""
NUMBER = re.compile(rb"/MCID (\d+)")
ACTUAL = re.compile(rb"/ActualText\s*(<[^<>]*>|" + STRING.pattern + b")", re.DOTALL)
Decoder = Callable[[bytes], list[str]]
"""Returns the characters of a string. Most strings are words, or parts of them, and come again and again."""


class PageEdges(NamedTuple):
    """A page: its printed number, and pieces of text at its beginning and its end, in reading order."""

    label: str
    begins: list[str]
    ends: list[str]


def page_edges(book: pikepdf.Pdf, contents: list[list[int]]) -> list[PageEdges]:
    """Return the edges of each page, of whose text the marked contents are given in reading order by their numbers."""
    fonts: dict[Any, Decoder] = {}
    edges = []
    for number, (page, found) in enumerate(zip(book.pages, contents, strict=True), 1):
        begin, end = found[:PIECES], found[-PIECES:]
        texts = _texts(book, page, {*begin, *end}, fonts)
        label = page.label if "/PageLabels" in book.Root else ""
        edges.append(
            PageEdges(label or str(number), *([texts.get(piece, "") for piece in side] for side in (begin, end)))
        )
    return edges


def _texts(book: pikepdf.Pdf, page: pikepdf.Page, wanted: set[int], fonts: dict[Any, Decoder]) -> dict[int, str]:
    """Return the texts of marked contents of a page; where one says what its text is, that counts."""
    texts: dict[int, list[str]] = {}
    around: list[tuple[int | None, bool]] = []  # of each piece that is open, its number, and whether it says its text
    font: Decoder | None = None
    known: dict[bytes, Decoder] = {}
    for token in TOKEN.finditer(_shown(page, wanted)):
        found = token[0]
        if found == b"EMC":
            around = around[:-1]
        elif name := token["font"]:
            if name not in known:
                known[name] = _decoder(page.resources.Font[f"/{name.decode()}"], fonts)
            font = known[name]
        elif found.endswith(b"C"):
            number, given = around[-1] if around else (None, False)
            if told := NUMBER.search(found):
                number = int(told[1])
            if told := ACTUAL.search(found):
                given = True
                _add(texts, wanted, number, [str(pikepdf.Object.parse(told[1]))])
            around.append((number, given))
        elif around and around[-1][0] in wanted and not around[-1][1] and font is not None:
            _add(texts, wanted, around[-1][0], chain.from_iterable(map(font, STRING.findall(found))))
    return {number: _as_read(parts) for number, parts in texts.items()}


def _as_read(parts: list[str]) -> str:
    """Return a text as it is read: a PDF draws what is written from right to left from its end."""
    text = "".join(parts)
    leftwards = LEFTWARDS.search(text) and all(map(LEFTWARDS.match, filter(str.isalnum, text)))
    return "".join(reversed(parts)) if leftwards else text


def _shown(page: pikepdf.Page, wanted: set[int]) -> bytes:
    """Return what shows the marked contents of a page, or all of it where they do not stand behind each other.

    To parse the rest takes as long as everything else.
    """
    streams = page.Contents if isinstance(page.Contents, pikepdf.Array) else [page.Contents]
    data = b"\n".join(stream.read_bytes() for stream in streams)
    begins = [(found.start(), int(found[1])) for found in MARKED.finditer(data)]
    parts = [data[at:end] for (at, number), (end, _) in pairwise([*begins, (len(data), -1)]) if number in wanted]
    told_apart = len(begins) == data.count(b"/MCID") and wanted <= {number for _begin, number in begins}
    whole = all(
        part.count(b"BDC") + part.count(b"BMC") == part.count(b"EMC") and part.count(b"BT") <= part.count(b" Tf")
        for part in parts
    )
    return b"\n".join(parts) if told_apart and whole else data


def _add(texts: dict[int, list[str]], wanted: set[int], number: int | None, parts: Iterable[str]) -> None:
    if number is not None and number in wanted:
        texts.setdefault(number, []).extend(parts)


def _decoder(font: Any, fonts: dict[Any, Decoder]) -> Decoder:
    key = font.objgen
    if key not in fonts:
        fonts[key] = cache(partial(_decoded, Font(font)))
    return fonts[key]


def _decoded(font: Font, string: bytes) -> list[str]:
    return font.characters(bytes(pikepdf.Object.parse(string)))
