"""The walk of a writer through a tree, without what docutils says of it to a log that is off.

It forms two messages for each node, and its reporter throws them away. Without this, books are the same, and a third
of the walk goes into messages.
"""

from __future__ import annotations

from docutils import nodes

_with_messages = nodes.Node.walkabout


def _walkabout(self: nodes.Node, visitor: nodes.NodeVisitor) -> bool:
    """Visit a node, what is in it, and depart from it, as docutils does."""
    if visitor.document.reporter.debug_flag:
        return _with_messages(self, visitor)
    departs, stops = True, False
    try:
        try:
            visitor.dispatch_visit(self)
        except nodes.SkipNode:
            return False
        except nodes.SkipDeparture:
            departs = False
        try:
            for child in self.children[:]:
                if child.walkabout(visitor):
                    stops = True
                    break
        except nodes.SkipSiblings:
            pass
    except nodes.SkipChildren:
        pass
    except nodes.StopTraversal:
        stops = True
    if departs:
        visitor.dispatch_departure(self)
    return stops


def walk_in_silence() -> None:
    """Let writers walk so from now on."""
    nodes.Node.walkabout = _walkabout  # type: ignore[method-assign]
