"""The web book: contents, pages, style sheets, scripts, colours and search; see the section in docs/architecture.md."""

from __future__ import annotations

from sphinx.application import Sphinx

from press.web import assets, builder, contents, page, passages, search


def setup(app: Sphinx) -> None:
    """Register the parts."""
    for part in (builder, assets, contents, page, search, passages):
        part.setup(app)
