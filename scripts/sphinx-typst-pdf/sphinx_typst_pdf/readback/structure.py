"""Read the structure tree of a tagged PDF: its elements, what they say of themselves, and the text in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf

from sphinx_typst_pdf.readback.arrays import listed
from sphinx_typst_pdf.readback.marked import MarkedContentDevice

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


def read_structure(book: Path, device: TextDevice | None = None) -> Element:
    """Return the root of the structure tree of a PDF; ``device`` is one that has read it."""
    if device is None:
        device = TextDevice()
        device.read(book)
    texts = {key: text.replace(SOFT_HYPHEN, "") for key, text in device.texts.items()}
    with pikepdf.open(book) as pdf:
        pages: Pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        root = Element("Root")
        root.parts = _parts(pdf.Root.StructTreeRoot, None, pages, texts)
        return root


def _element(node: Any, pages: Pages, texts: Texts, page: int | None) -> Element:
    if "/Pg" in node:
        page = pages[node.Pg.objgen]
    attributes = [part for part in listed(node.get("/A")) if "/Scope" in part]
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
    for kid in listed(node.get("/K")):
        if isinstance(kid, int):
            parts.append(texts.get((page or 0, kid), ""))
        elif str(kid.get("/Type")) == "/MCR":
            own = pages[kid.Pg.objgen] if "/Pg" in kid else page
            parts.append(texts.get((own or 0, int(kid.MCID)), ""))
        elif "/S" in kid:
            parts.append(_element(kid, pages, texts, page))
    return parts


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


class Content(NamedTuple):
    """A piece of marked content: its number on the page, and whether other text stands for what it draws.

    ``described`` tells of a picture with an alternative: the text that stands for a sign in it says that once more.
    """

    number: int | None
    replaced: bool
    described: bool


class TextDevice(MarkedContentDevice[Content]):
    """Collect the characters drawn in each piece of marked content that has a number.

    Where a piece says what its text actually is, as for a hyphen at the end of a line, that counts.
    """

    def __init__(self) -> None:
        super().__init__()
        self.texts: Texts = {}

    def piece(self, tag: str, properties: dict[str, Any]) -> Content | None:
        """Begin a numbered piece, or one that stands for other text inside it."""
        around = self.current
        number = properties.get("MCID", around.number if around else None)
        given = "ActualText" in properties
        described = "Alt" in properties or bool(around and around.described)
        piece = Content(number, replaced=given or bool(around and around.replaced), described=described)
        if given and number is not None and not described:
            self._add(number, str(pikepdf.String(properties["ActualText"])))
        return piece

    def draw(self, piece: Content, character: str, baseline: float) -> None:
        """Note a character."""
        if piece.number is not None and not piece.replaced:
            self._add(piece.number, character)

    def _add(self, number: int, text: str) -> None:
        key = (self.page, number)
        self.texts[key] = self.texts.get(key, "") + text
