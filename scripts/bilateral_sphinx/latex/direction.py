"""A book that is written from right to left: not by LaTeX, whose pages, tables and contents would go the other way."""

from __future__ import annotations

from sphinx.application import Sphinx

from bilateral.direction import direction_of
from bilateral_sphinx.formats.refusal import RefusedError
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, connect


def refuse(app: Sphinx) -> None:
    """Refuse such a book.

    Raises:
        RefusedError: with the place of the language.

    """
    if app.builder.format == "latex" and direction_of(app.config.language) == "rtl":
        document = volume_of(app).document
        line, column = document.positions[("volume", "language")]
        place = f"{document.file}:{line}:{column}"
        message = f"LaTeX sets no book in '{app.config.language}', which is written from right to left; 'make pdf' does"
        raise RefusedError(f"{place}: {message}")


def setup(app: Sphinx) -> None:
    """Look before anything is read."""
    connect(app, Phase.BUILDER, refuse)
