"""Text and targets for LaTeX, as Sphinx writes them in chapters.

The tables of signs are filled only when a LaTeX builder starts, and the translator's way to name a place is its own.
Without it, a sign such as & on the title page stops TeX, and facts have no place in the PDF.
"""

from __future__ import annotations

from typing import Any

from sphinx.util import texescape


def escape_latex(text: str) -> str:
    """Escape a text for XeLaTeX."""
    texescape.init()
    return texescape.escape(text, "xelatex")


def target(translator: Any, anchor: str) -> str:
    """Return the code that names a place of the page that a translator writes."""
    return str(translator.hypertarget(anchor, withdoc=True))
