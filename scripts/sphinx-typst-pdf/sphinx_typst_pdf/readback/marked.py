"""What is drawn in each piece of marked content of a PDF, as pdfminer's interpreter meets it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Generic, TypeVar

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.psparser import PSLiteral

Piece = TypeVar("Piece")


class MarkedContentDevice(PDFTextDevice, Generic[Piece]):
    """Follows the pieces of marked content of a book; its heirs say what a piece is and what becomes of characters.

    ``page`` counts from 1.
    """

    def __init__(self) -> None:
        super().__init__(PDFResourceManager())
        self.page = 0
        self._open: list[Piece | None] = []

    def read(self, book: Path) -> None:
        """Read all pages of a PDF."""
        interpreter = PDFPageInterpreter(self.rsrcmgr, self)
        with book.open("rb") as stream:
            for page in PDFPage.get_pages(stream):
                interpreter.process_page(page)

    def piece(self, tag: str, properties: dict[str, Any]) -> Piece | None:
        """Return what begins with this tag; nothing where it only goes deeper in what is there."""
        raise NotImplementedError

    def draw(self, piece: Piece, character: str, baseline: float) -> None:
        """Take a character that is drawn in a piece, the innermost one."""
        raise NotImplementedError

    def locate(self, piece: Piece, character: str, edges: tuple[float, float], *, upright: bool) -> None:
        """Take the left and the right edge of a character, where an heir wants to know."""

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        """Count the pages."""
        self.page += 1

    def end_page(self, page: PDFPage) -> None:
        """Need nothing more of a page."""

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        """Begin a piece, or go deeper in one."""
        self._open.append(self.piece(str(tag.name), props if isinstance(props, dict) else {}))

    def end_tag(self) -> None:
        """End what was begun last."""
        if self._open:
            self._open.pop()

    @property
    def current(self) -> Piece | None:
        """The innermost piece."""
        return next((piece for piece in reversed(self._open) if piece is not None), None)

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
        """Hand on a character and return how far it moves the pen."""
        piece = self.current
        width = float(font.char_width(cid) * fontsize * scaling)
        if piece is not None:
            character = font.to_unichr(cid)
            self.draw(piece, character, matrix[5])
            along, turned, across, _down, x, _y = matrix
            xs = (x, x + along * width + across * fontsize * font.get_ascent())
            self.locate(piece, character, (min(xs), max(xs)), upright=not turned)
        return width
