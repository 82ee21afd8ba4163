"""The look of all pictures: type, ink, shapes, and the frame of a specification.

Colours are names, which each format turns into its own: by day and by night on the web, one set in
print. Shapes and words say the same, so that nothing depends on colour alone.
"""

from __future__ import annotations

from typing import Any

from bilateral.pictures.picture import Spec

INK, FAINT, HAIR, PAPER = "var(--figure-ink)", "var(--figure-faint)", "var(--figure-hair)", "var(--figure-paper)"
HUES = tuple(f"var(--figure-{number})" for number in range(1, 8))
SHAPES = ("square", "triangle-up", "cross", "triangle-down", "triangle-right", "triangle-left", "stroke")
"""None of them is the symbol of a standing, which may stand beside it."""
DASHES: tuple[list[float], ...] = ([1, 0], [9, 4], [4, 4], [12, 3, 3, 3])
"""The strokes of the kinds of lines, in the order of the legend."""
FONT = "Liberation Sans"
"""The font of the drawing library, so that it measures alike on every machine; Arial is as wide."""
SIZE = 12
HALO: Spec = {"stroke": PAPER, "strokeWidth": 3, "strokeJoin": "round"}
"""Keeps the lines of a grid away from the words that stand on them; it is drawn below the letters."""
BARE: Spec = {"strokeWidth": 0}
"""For words in a bar or a box, where a halo would be a stain."""
SLACK = 0.9
"""What a letter is wider, at the most, in the font of a reader's machine than in the one that is measured."""
EDGE = 4
LINK = "#record:"
"""Begins the link of a mark; what follows is the id of its record."""


def framed(width: int, layers: list[Spec], **more: Any) -> Spec:
    """Return a whole specification with layers, in the style of all pictures."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "layer": layers,
        "padding": EDGE,
        "config": {
            "background": None,
            "font": FONT,
            "text": {"font": FONT, "fontSize": SIZE, "fill": INK, **HALO},
            "view": {"stroke": None},
            "axis": {
                "aria": False,
                "labelFont": FONT,
                "labelFontSize": SIZE,
                "labelColor": FAINT,
                "titleFont": FONT,
                "titleFontSize": SIZE,
                "titleFontWeight": "normal",
                "titleColor": FAINT,
                "gridColor": HAIR,
                "domainColor": FAINT,
                "tickColor": FAINT,
            },
            "legend": {
                "aria": False,
                "labelFont": FONT,
                "labelFontSize": SIZE,
                "labelColor": INK,
                "title": None,
                "orient": "top",
                "columnPadding": 30,
                "layout": {"top": {"margin": 30}},
            },
        },
        **more,
    }


def headline(text: str) -> Spec:
    """Return the title of a part of a picture."""
    return {
        "text": text,
        "anchor": "start",
        "fontSize": SIZE,
        "fontStyle": "italic",
        "fontWeight": "normal",
        "color": FAINT,
    }


def edges(left: int = 0, right: int = 0) -> Spec:
    """Return the space around a picture at whose sides stand texts of as many letters."""
    return {"left": EDGE + round(left * SLACK), "right": EDGE + round(right * SLACK), "top": EDGE, "bottom": EDGE}


def link_to(record: str) -> str:
    """Return the link of a mark to its record."""
    return f"{LINK}{record}"
