"""What MyST itself hands on as markup of an output format, for Markdown that docutils has no node for.

A chapter cannot write these nodes: of the two that make a hard break, one is LaTeX's, and raw LaTeX is switched off.
Without it, the guard takes the parser's own work for the author's.
"""

from __future__ import annotations

from docutils import nodes

BREAK = [("<br />\n", "html"), ("\\\\\n", "latex")]
"""The two nodes of a hard break."""


def is_hard_break(node: nodes.raw) -> bool:
    """Tell whether a node is one of the two that MyST makes of a hard break."""
    siblings, place = node.parent.children, node.parent.index(node)
    pairs = (siblings[place : place + 2], siblings[max(0, place - 1) : place + 1])
    return any(
        [(part.astext(), part.get("format")) for part in pair if isinstance(part, nodes.raw)] == BREAK for pair in pairs
    )
