"""Pictures of records: what is drawn is decided here, from a volume, a request and a locale; Vega-Lite draws it.

The way: a directive makes a ``Request``; each kind of picture is a module with a function that answers it with a
``Picture``; ``marks``, ``rows``, ``world`` and ``canvas`` are shared; ``kinds`` lists the kinds; ``drawing`` makes SVG,
``drawings`` keeps it.
"""

from __future__ import annotations

from bilateral.pictures.drawing import (
    BOOK_COLOURS,
    on_paper,
    on_screen,
    pdf_of,
    svg_of,
    vega,
    with_directions,
    with_languages,
    written,
)
from bilateral.pictures.drawings import Drawings, begin, keep_ready
from bilateral.pictures.kinds import PICTURES, draw
from bilateral.pictures.picture import Picture, Request

__all__ = [
    "BOOK_COLOURS",
    "PICTURES",
    "Drawings",
    "Picture",
    "Request",
    "begin",
    "draw",
    "keep_ready",
    "on_paper",
    "on_screen",
    "pdf_of",
    "svg_of",
    "vega",
    "with_directions",
    "with_languages",
    "written",
]
