"""Text whose quotes and dashes Sphinx leaves as they are, and blocks in which it looks for them.

Sphinx's transform asks each text node for ``support_smartquotes``, a name that docutils does not declare. Without it,
text of the data is printed with other quotes and dashes than it has.

The transform takes every block of text apart and puts it together again. Without ``only_where_there_are_some``, books
are the same, and a fifth of the reading of a page with large tables goes into blocks that have nothing of the kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.transforms import SphinxSmartQuotes

_ALL = SphinxSmartQuotes.apply
STUPEFY = "-1"
"""What asks docutils for the other way round: ASCII in the place of quotes and dashes."""
_CHANGED = re.compile(r"""["'`\\]|--|\.\.\.|\. \. \.|&(?:#|quot;)""")
"""What docutils may change: quotes, dashes, ellipses, and what it writes itself for escaped characters meanwhile."""


def verbatim(text: str) -> nodes.Text:
    """Return a text node that is printed as it is."""
    node = nodes.Text(text)
    vars(node)["support_smartquotes"] = False
    return node


class _Blocks:
    """A document in which only blocks are found that the transform may change."""

    def __init__(self, page: nodes.document) -> None:
        self.page = page

    def __getattr__(self, name: str) -> object:
        return getattr(self.page, name)

    def findall(self, kind: type[nodes.TextElement]) -> Iterator[nodes.Node]:
        """Yield what the transform takes for a block, and some of what is within it."""
        changed: set[nodes.Node] = set()
        for text in self.page.findall(nodes.Text):
            if _CHANGED.search(text):
                node: nodes.Node | None = text.parent
                while node is not None and node not in changed:
                    changed.add(node)
                    node = node.parent
        return (node for node in self.page.findall(kind) if node in changed)


def _apply(self: SphinxSmartQuotes, **kwargs: object) -> None:
    if self.config.smartquotes_action == STUPEFY:
        _ALL(self, **kwargs)
        return
    document = self.document
    self.document = _Blocks(document)  # type: ignore[assignment]  # all of it that is asked for
    try:
        _ALL(self, **kwargs)
    finally:
        self.document = document


def only_where_there_are_some() -> None:
    """Let the transform look at no other blocks from now on."""
    SphinxSmartQuotes.apply = _apply  # type: ignore[method-assign]
