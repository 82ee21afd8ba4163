"""The web book: contents, pages, style sheets, scripts, colours and search; see docs/web.md."""

from __future__ import annotations

from sphinx.application import Sphinx

from bilateral_sphinx.seams.theme import print_addresses_whole
from bilateral_sphinx.web import assets, builder, contents, downloads, languages, page, passages, reader_view, search


def setup(app: Sphinx) -> None:
    """Register the parts."""
    print_addresses_whole()
    for part in (downloads, languages, builder, assets, contents, page, search, passages, reader_view):
        part.setup(app)
