"""What docutils does for each single node, of which a book has tens of thousands, again and again.

It takes a text apart and puts it together again whenever its words are asked for, to leave out the signs of escaped
characters, which hardly any has; and climbs to the root of the tree up to four times for each node that is put into it.
Without this, books are the same, and a thirtieth of all writing goes into that.
"""

from __future__ import annotations

from docutils import nodes

ESCAPED = "\x00"
"""What docutils puts in the place of the sign by which an author has escaped a character."""

_astext = nodes.Text.astext


def _said(self: nodes.Text) -> str:
    """Return the words of a text."""
    return _astext(self) if ESCAPED in self else str(self)


def _setup_child(self: nodes.Node, child: nodes.Node) -> None:
    """Tell a child where it stands."""
    child.parent = self
    document = self.document
    if document is not None:
        child.document = document
        if child.source is None:
            child.source = document.current_source
        if child.line is None:
            child.line = document.current_line


def handle_in_short() -> None:
    """Let nodes be handled so from now on."""
    nodes.Text.astext = _said  # type: ignore[method-assign]
    nodes.Node.setup_child = _setup_child  # type: ignore[method-assign]
