"""The language in which each listing is highlighted, which Sphinx settles whenever a page is written.

Its transform takes a visitor through the whole tree. Without this, it does so in each format for every page that has no
listing, and changes nothing.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms.code import HighlightLanguageTransform

_apply = HighlightLanguageTransform.apply


def _where_there_are_listings(self: HighlightLanguageTransform, **kwargs: Any) -> None:
    if any(True for kind in (nodes.literal_block, addnodes.highlightlang) for _ in self.document.findall(kind)):
        _apply(self, **kwargs)


def setup(app: Sphinx) -> None:
    """Let pages without listings be as they are."""
    HighlightLanguageTransform.apply = _where_there_are_listings  # type: ignore[method-assign]
