"""What turns Sphinx's output into a book: title page data, cover, downloads, and clean formats."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from press import cover, edition, epub, house, html, latex, markup, numbering, web


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the parts."""
    for part in (edition, house, cover, numbering, html, epub, latex, markup, web):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
