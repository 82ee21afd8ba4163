"""The pages of the printed book, named in the formats that have none of their own."""

from __future__ import annotations

from sphinx.application import Sphinx

from bilateral_sphinx.pages import web


def setup(app: Sphinx) -> None:
    """Register the parts; the builder of the e-book asks for its marks by itself."""
    web.setup(app)
