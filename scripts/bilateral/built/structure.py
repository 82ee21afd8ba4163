"""Read the structure tree of a tagged PDF: its elements, what they say of themselves, and the text in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.psparser import PSLiteral

SOFT_HYPHEN = "\u00ad"
Pages = dict[tuple[int, int], int]
Texts = dict[tuple[int, int], str]


@dataclass
class Element:
    """An element: its kind, such as ``TD``, and its parts in reading order, which are elements and pieces of text.

    ``page`` counts from 1 and is None where the element holds no text of its own.
    """

    kind: str
    language: str | None = None
    alt: str | None = None
    id: str | None = None
    scope: str | None = None
    page: int | None = None
    parts: list[Element | str] = field(default_factory=list)

    @property
    def children(self) -> list[Element]:
        """The elements directly in this one."""
        return [part for part in self.parts if isinstance(part, Element)]

    @property
    def text(self) -> str:
        """All text in the element, in reading order, without the alternatives of pictures."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    def all(self, *kinds: str) -> Iterator[Element]:
        """Yield the elements below this one, of these kinds if any are named, in reading order."""
        for child in self.children:
            if not kinds or child.kind in kinds:
                yield child
            yield from child.all(*kinds)


def read_structure(book: Path) -> Element:
    """Return the root of the structure tree of a PDF."""
    texts = _texts(book)
    with pikepdf.open(book) as pdf:
        pages: Pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        root = Element("Root")
        root.parts = _parts(pdf.Root.StructTreeRoot, None, pages, texts)
        return root


def _element(node: Any, pages: Pages, texts: Texts, page: int | None) -> Element:
    if "/Pg" in node:
        page = pages[node.Pg.objgen]
    attributes = [part for part in _list(node.get("/A")) if "/Scope" in part]
    element = Element(
        str(node.S).removeprefix("/"),
        language=_text(node.get("/Lang")),
        alt=_text(node.get("/Alt")),
        id=_text(node.get("/ID")),
        scope=str(attributes[0].Scope).removeprefix("/") if attributes else None,
        page=page,
    )
    element.parts = _parts(node, page, pages, texts)
    return element


def _parts(node: Any, page: int | None, pages: Pages, texts: Texts) -> list[Element | str]:
    parts: list[Element | str] = []
    for kid in _list(node.get("/K")):
        if isinstance(kid, int):
            parts.append(texts.get((page or 0, kid), ""))
        elif str(kid.get("/Type")) == "/MCR":
            own = pages[kid.Pg.objgen] if "/Pg" in kid else page
            parts.append(texts.get((own or 0, int(kid.MCID)), ""))
        elif "/S" in kid:
            parts.append(_element(kid, pages, texts, page))
    return parts


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


class _MarkedTexts(PDFTextDevice):
    """Collect the characters drawn in each piece of marked content that has a number.

    Where a piece says what its text actually is, as for a hyphen at the end of a line, that counts.
    """

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.texts: Texts = {}
        self._page = 0
        self._open: list[int | None] = []
        self._replaced: list[bool] = []

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        """Count the pages."""
        self._page += 1

    def end_page(self, page: PDFPage) -> None:
        """Need nothing more of a page."""

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        """Begin a piece of marked content."""
        given = props if isinstance(props, dict) else {}
        self._open.append(given.get("MCID"))
        self._replaced.append("ActualText" in given)
        if "ActualText" in given:
            self._note(str(pikepdf.String(given["ActualText"])))

    def end_tag(self) -> None:
        """End what was begun last."""
        if self._open:
            self._open.pop()
            self._replaced.pop()

    def _note(self, text: str) -> None:
        number = next((number for number in reversed(self._open) if number is not None), None)
        if number is not None:
            key = (self._page, number)
            self.texts[key] = self.texts.get(key, "") + text

    def render_char(  # noqa: PLR0917  (pdfminer's signature)
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        """Note a character and return how far it moves the pen."""
        if not any(self._replaced):
            self._note(font.to_unichr(cid))
        return float(font.char_width(cid) * fontsize * scaling)


def _texts(book: Path) -> Texts:
    """Return the text of each piece of marked content, by page and number."""
    manager = PDFResourceManager()
    device = _MarkedTexts(manager)
    interpreter = PDFPageInterpreter(manager, device)
    with book.open("rb") as stream:
        for page in PDFPage.get_pages(stream):
            interpreter.process_page(page)
    return {key: text.replace(SOFT_HYPHEN, "") for key, text in device.texts.items()}
