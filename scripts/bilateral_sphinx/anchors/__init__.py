"""Anchors that can be cited for good: one name in every format, kept in a ledger, redirected where they retire.

The extension takes the ids that Sphinx makes of titles and numbers off the documents, gathers what remains, holds it
against the ledger of published anchors, and writes a page for the permanent address of each.
"""

from __future__ import annotations

from sphinx.application import Sphinx

from bilateral_sphinx.anchors import aliases, checks, collection, ids, old_pages, paragraphs, permanent, unknown


def setup(app: Sphinx) -> None:
    """Register the parts."""
    for part in (ids, aliases, collection, checks, unknown, paragraphs, permanent, old_pages):
        part.setup(app)
