"""Which builders write the web book."""

from __future__ import annotations

from sphinx.application import Sphinx


def is_web(app: Sphinx) -> bool:
    """Tell whether the builder writes pages for browsers; the e-book's is an HTML builder too."""
    return app.builder.format == "html" and app.builder.name != "epub"
