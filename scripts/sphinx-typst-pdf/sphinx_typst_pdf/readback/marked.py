"""What is drawn in each piece of marked content of a PDF, in the order of its pages.

Only what text needs is followed: positions, fonts, and the pieces. qpdf takes the pages apart, in C++.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Generic, TypeVar

import pikepdf

from sphinx_typst_pdf.readback.fonts import Font

Piece = TypeVar("Piece")
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
OPERATORS = "q Q cm Do BT Tf Tc Tw Tz TL Ts Td TD Tm T* Tj TJ ' \" BDC BMC EMC"
SPACE = 32
STATE = {"Tc": "spacing", "Tw": "word_spacing", "TL": "leading", "Ts": "rise"}


def _times(one: Matrix, two: Matrix) -> Matrix:
    """Return the matrix that does first one and then two."""
    a, b, c, d, e, f = one
    k, m, n, o, p, q = two
    return (a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, e * k + f * n + p, e * m + f * o + q)


class _State:
    """What text is set with, and the matrix from its space to the page."""

    __slots__ = ("font", "leading", "matrix", "rise", "scale", "size", "spacing", "word_spacing")

    def __init__(self, matrix: Matrix) -> None:
        self.matrix = matrix
        self.font: Font | None = None
        self.size = self.spacing = self.word_spacing = self.leading = self.rise = 0.0
        self.scale = 1.0

    def copy(self) -> _State:
        """Return what ``Q`` is to bring back."""
        other = _State(self.matrix)
        for name in self.__slots__:
            setattr(other, name, getattr(self, name))
        return other


class MarkedContentDevice(Generic[Piece]):
    """Follows the pieces of marked content of a book; its heirs say what a piece is and what becomes of characters.

    ``page`` counts from 1.
    """

    def __init__(self) -> None:
        self.page = 0
        self.current: Piece | None = None
        self._open: list[Piece | None] = []
        self._fonts: dict[Any, Font] = {}

    def read(self, book: Path) -> None:
        """Read all pages of a PDF."""
        with pikepdf.open(book) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                self.page = number
                self._open.clear()
                self.current = None
                self._follow(page.obj, page.resources, IDENTITY)

    def piece(self, tag: str, properties: dict[str, Any]) -> Piece | None:
        """Return what begins with this tag; nothing where it only goes deeper in what is there."""
        raise NotImplementedError

    def draw(self, piece: Piece, character: str, baseline: float) -> None:
        """Take a character that is drawn in a piece, the innermost one."""
        raise NotImplementedError

    def locate(self, piece: Piece, character: str, edges: tuple[float, float], *, upright: bool) -> None:
        """Take the left and the right edge of a character, where an heir wants to know."""

    def _follow(self, stream: Any, resources: Any, matrix: Matrix) -> None:
        """Follow the operators of a page, or of a form that is drawn on it."""
        state, kept = _State(matrix), []
        line = place = IDENTITY
        for instruction in pikepdf.parse_content_stream(stream, OPERATORS):
            name, operands = str(instruction.operator), instruction.operands
            if name in ("BDC", "BMC"):
                properties: Any = operands[1] if len(operands) > 1 else {}
                self._open.append(self.piece(str(operands[0])[1:], _plain(properties, resources)))
                self._note_current()
            elif name == "EMC":
                if self._open:
                    self._open.pop()
                    self._note_current()
            elif name == "q":
                kept.append(state.copy())
            elif name == "Q":
                state = kept.pop() if kept else state
            elif name == "cm":
                state.matrix = _times(_matrix(operands), state.matrix)
            elif name == "Do":
                self._draw_form(resources.get("/XObject", {}).get(str(operands[0])), resources, state.matrix)
            elif name == "BT":
                line = place = IDENTITY
            elif name == "Tf":
                state.font, state.size = self._font(resources, str(operands[0])), float(operands[1])
            elif name in STATE:
                setattr(state, STATE[name], float(operands[0]))
            elif name == "Tz":
                state.scale = float(operands[0]) / 100
            elif name == "Tm":
                line = place = _matrix(operands)
            elif name in ("Td", "TD"):
                x, y = float(operands[0]), float(operands[1])
                state.leading = -y if name == "TD" else state.leading
                line = place = _times((1, 0, 0, 1, x, y), line)
            else:
                if name in ("T*", "'", '"'):
                    line = place = _times((1, 0, 0, 1, 0, -state.leading), line)
                if name != "T*":
                    shown = operands[-1]
                    place = self._show(shown if name == "TJ" else [shown], state, place)

    def _note_current(self) -> None:
        self.current = next((piece for piece in reversed(self._open) if piece is not None), None)

    def _draw_form(self, form: Any, resources: Any, matrix: Matrix) -> None:
        """Follow what is drawn in a form, such as the words of a picture."""
        if form is not None and str(form.get("/Subtype")) == "/Form":
            own = _matrix(form.Matrix) if "/Matrix" in form else IDENTITY
            self._follow(form, form.get("/Resources", resources), _times(own, matrix))

    def _font(self, resources: Any, name: str) -> Font:
        font = resources.Font[name]
        key = font.objgen if font.is_indirect else (name, id(resources))
        if key not in self._fonts:
            self._fonts[key] = Font(font)
        return self._fonts[key]

    def _show(self, shown: Any, state: _State, place: Matrix) -> Matrix:
        """Hand on each character of strings, and return where the next one would stand."""
        font, size, piece = state.font, state.size, self.current
        if font is None:
            return place
        a, b, c, _d, e, f = _times(place, state.matrix)
        e, f = e + state.rise * c, f + state.rise * _d
        upright = not b
        above = c * size * font.ascent
        x = 0.0
        for part in shown:
            if not isinstance(part, (bytes, pikepdf.String)):
                x -= float(part) / 1000 * size * state.scale
                continue
            for code, character, width in font.codes(bytes(part)):
                wide = width * size * state.scale
                if piece is not None:
                    left = e + x * a
                    right = left + a * wide + above
                    self.draw(piece, character, f + x * b)
                    self.locate(piece, character, (left, right) if left <= right else (right, left), upright=upright)
                x += wide + state.spacing * state.scale
                if code == SPACE and not font.wide:
                    x += state.word_spacing * state.scale
        return _times((1, 0, 0, 1, x, 0), place)


def _matrix(numbers: Any) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in numbers)
    return (a, b, c, d, e, f)


def _plain(properties: Any, resources: Any) -> dict[str, Any]:
    """Return what a piece says of itself: numbers and strings, which are bytes."""
    if isinstance(properties, pikepdf.Name):
        properties = resources.get("/Properties", {}).get(str(properties), {})
    return {
        str(key)[1:]: bytes(value) if isinstance(value, pikepdf.String) else value for key, value in properties.items()
    }
