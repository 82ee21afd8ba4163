"""How each page of a tagged PDF begins and ends: enough text to find the places in another edition of the same book."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf

from sphinx_typst_pdf.readback.arrays import listed
from sphinx_typst_pdf.readback.fonts import LEFTWARDS, Font

PIECES = 16
"""Pieces of marked content at either end of a page: some lines."""
OPERATORS = "BDC BMC EMC Tf TJ Tj"
MARKED = re.compile(rb"/\w+<<[^<>]*/MCID (\d+)")
"""Where a marked content begins that has a number."""
ELSEWHERE = {"Note", "TOC"}
"""Elements that stand apart from the flow of the text: other editions have them in other places."""
DRAWN = {"Figure", "Formula"}
"""Elements whose text is drawn, and told otherwise in other editions; what they are called is text."""
KIND, KIDS, PAGE, NUMBER = pikepdf.Name.S, pikepdf.Name.K, pikepdf.Name.Pg, pikepdf.Name.MCID


class PageEdges(NamedTuple):
    """A page: its printed number, and pieces of text at its beginning and its end, in reading order."""

    label: str
    begins: list[str]
    ends: list[str]


def page_edges(book: Path) -> list[PageEdges]:
    """Return the edges of each page; what is decoration, such as running heads, is no part of them."""
    with pikepdf.open(book) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        contents: list[list[int]] = [[] for _ in numbers]
        _collect(pdf.Root.StructTreeRoot, numbers, None, contents)
        fonts: dict[Any, Font] = {}
        edges = []
        for number, page in enumerate(pdf.pages):
            begin, end = contents[number][:PIECES], contents[number][-PIECES:]
            texts = _texts(pdf, page, {*begin, *end}, fonts)
            label = page.label if "/PageLabels" in pdf.Root else ""
            found = ([texts.get(content, "") for content in side] for side in (begin, end))
            edges.append(PageEdges(label or str(number + 1), *found))
        return edges


def _collect(element: Any, pages: dict[tuple[int, int], int], page: int | None, found: list[list[int]]) -> None:
    """Enter the marked contents of the flow in reading order: on each page, counted from 0, their numbers."""
    kind = str(element.get(KIND, ""))[1:]
    if kind in ELSEWHERE:
        return
    if (own := element.get(PAGE)) is not None:
        page = pages[own.objgen]
    flows = kind not in DRAWN
    for kid in listed(element.get(KIDS)):
        if isinstance(kid, int):
            if flows and page is not None:
                found[page].append(kid)
        elif KIND in kid:
            _collect(kid, pages, page, found)
        elif flows and (number := kid.get(NUMBER)) is not None:
            own = kid.get(PAGE)
            at = page if own is None else pages[own.objgen]
            if at is not None:
                found[at].append(int(number))


def _texts(book: pikepdf.Pdf, page: pikepdf.Page, wanted: set[int], fonts: dict[Any, Font]) -> dict[int, str]:
    """Return the texts of marked contents of a page; where one says what its text is, that counts."""
    texts: dict[int, list[str]] = {}
    around: list[tuple[int | None, bool]] = []  # of each piece that is open, its number, and whether it says its text
    font: Font | None = None
    for instruction in pikepdf.parse_content_stream(pikepdf.Stream(book, _shown(page, wanted)), OPERATORS):
        name, operands = str(instruction.operator), instruction.operands
        if name in ("BDC", "BMC"):
            number, given = around[-1] if around else (None, False)
            properties: Any = operands[1] if len(operands) > 1 else {}
            if isinstance(properties, pikepdf.Name):
                properties = page.resources.Properties[str(properties)]
            number = int(properties["/MCID"]) if "/MCID" in properties else number
            if "/ActualText" in properties:
                given = True
                _add(texts, wanted, number, [str(properties["/ActualText"])])
            around.append((number, given))
        elif name == "EMC":
            around = around[:-1]
        elif name == "Tf":
            font = _font(page.resources.Font[str(operands[0])], fonts)
        elif around and around[-1][0] in wanted and not around[-1][1] and font is not None:
            codes = b"".join(bytes(part) for part in listed(operands[0]) if isinstance(part, bytes | pikepdf.String))
            _add(texts, wanted, around[-1][0], font.characters(codes))
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


def _add(texts: dict[int, list[str]], wanted: set[int], number: int | None, parts: list[str]) -> None:
    if number is not None and number in wanted:
        texts.setdefault(number, []).extend(parts)


def _font(font: Any, fonts: dict[Any, Font]) -> Font:
    key = font.objgen
    if key not in fonts:
        fonts[key] = Font(font)
    return fonts[key]
