"""Pictures of records: what is drawn is decided here, from a volume, a request and a locale; Vega-Lite draws it.

The way: ``request`` says what a directive asks for; ``marks`` and ``canvas`` are shared; each kind of picture is a module
with a function that returns a ``Picture``; ``kinds`` lists them; ``drawing`` turns a picture into SVG.
"""

from __future__ import annotations

from bilateral.pictures.drawing import BOOK_COLOURS, on_paper, on_screen, pdf_of, svg_of
from bilateral.pictures.kinds import PICTURES, draw
from bilateral.pictures.picture import Picture, Request

__all__ = ["BOOK_COLOURS", "PICTURES", "Picture", "Request", "draw", "on_paper", "on_screen", "pdf_of", "svg_of"]
