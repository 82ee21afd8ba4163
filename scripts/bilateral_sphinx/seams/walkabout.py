"""The walks of visitors through a tree, without what docutils says of them to a log that is off.

It forms two messages for each node, and its reporter throws them away. Without this, books are the same, and a third
of each walk goes into messages.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes

_with_messages = nodes.Node.walkabout
_walk_with_messages = nodes.Node.walk
_visit_with_messages = nodes.NodeVisitor.dispatch_visit
_depart_with_messages = nodes.NodeVisitor.dispatch_departure


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


def _walk(self: nodes.Node, visitor: nodes.NodeVisitor) -> bool:
    """Visit a node and what is in it, as docutils does."""
    if visitor.document.reporter.debug_flag:
        return _walk_with_messages(self, visitor)
    try:
        try:
            visitor.dispatch_visit(self)
        except (nodes.SkipChildren, nodes.SkipNode):
            return False
        except nodes.SkipDeparture:
            pass
        try:
            for child in self.children[:]:
                if child.walk(visitor):
                    return True
        except nodes.SkipSiblings:
            pass
    except nodes.StopTraversal:
        return True
    return False


def _dispatch_visit(self: nodes.NodeVisitor, node: nodes.Node) -> Any:
    """Give a node to its method, as docutils does."""
    if self.document.reporter.debug_flag:
        return _visit_with_messages(self, node)
    return getattr(self, f"visit_{node.__class__.__name__}", self.unknown_visit)(node)


def _dispatch_departure(self: nodes.NodeVisitor, node: nodes.Node) -> Any:
    """Give a node to its other method."""
    if self.document.reporter.debug_flag:
        return _depart_with_messages(self, node)
    return getattr(self, f"depart_{node.__class__.__name__}", self.unknown_departure)(node)


def walk_in_silence() -> None:
    """Let visitors walk so from now on."""
    nodes.Node.walkabout = _walkabout  # type: ignore[method-assign]
    nodes.Node.walk = _walk  # type: ignore[method-assign]
    nodes.NodeVisitor.dispatch_visit = _dispatch_visit  # type: ignore[method-assign]
    nodes.NodeVisitor.dispatch_departure = _dispatch_departure  # type: ignore[method-assign]
