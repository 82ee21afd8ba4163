"""The PDF set by LaTeX: the package of the book, its bibliography, index and characters, and the finished file."""

from __future__ import annotations

from sphinx.application import Sphinx

from bilateral_sphinx.latex import characters, direction, index
from bilateral_sphinx.seams import latex_bibliography


def setup(app: Sphinx) -> None:
    """Register the parts."""
    latex_bibliography.setup(app)
    characters.setup(app)
    direction.setup(app)
    index.setup(app)
