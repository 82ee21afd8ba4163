"""Walks of docutils' trees, by a loop.

docutils walks by generators within generators: each of them is made for one node, and hands up what is found below.
Some two hundred walks are made of each page, most of which find nothing, and half of those look for nodes of a class of
which no book has any. Without this, they take four times as long.

The nodes are the same, in the same order, also where a tree is changed while it is walked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from docutils import nodes
from sphinx.util.nodes import NodeMatcher

_findall = nodes.Node.findall
_met: set[type] = {nodes.Element}
"""The classes of all elements that this process has met, and what they derive from."""


def _by_loop(
    self: nodes.Node, condition: type | Callable[[nodes.Node], bool] | None = None, *further: bool, **named: bool
) -> Iterator[Any]:
    """Find what docutils does: in a node and all below it by a loop, elsewhere by its own walk."""
    if condition is None or further or named:
        return _findall(self, condition, *further, **named)
    if isinstance(condition, type):
        return _of_class(self, condition)
    kinds = condition.classes if isinstance(condition, NodeMatcher) else ()
    return filter(condition, _live(self, kinds or (nodes.Node,)))


def walk_by_loop() -> None:
    """Let every walk be made so from now on."""
    nodes.Node.findall = _by_loop  # type: ignore[method-assign, assignment]
    nodes.Element.__new__ = _met_when_made  # type: ignore[method-assign, assignment]


def _met_when_made(kind: type[nodes.Element], *_: object, **__: object) -> nodes.Element:
    """Make an element; one that is unpickled comes into being so, too, and a copy is of a class that has been met."""
    if kind not in _met:
        _met.update(kind.__mro__)
    return super(nodes.Element, kind).__new__(kind)


def _of_class(node: nodes.Node, kind: type) -> Iterator[Any]:
    """Walk through the children that a node had at first."""
    if issubclass(kind, nodes.Element) and kind not in _met:
        return
    here: Iterator[nodes.Node] = iter((node,))
    above: list[Iterator[nodes.Node]] = []
    while True:
        for child in here:
            if isinstance(child, kind):
                yield child
            if children := child.children:
                above.append(here)
                here = iter(children)
                break
        else:
            if not above:
                return
            here = above.pop()


def _live(node: nodes.Node, kinds: tuple[type, ...]) -> Iterator[Any]:
    """Walk through the children that a node has by then."""
    if all(issubclass(kind, nodes.Element) and kind not in _met for kind in kinds):
        return
    if isinstance(node, kinds):
        yield node
    place, above = 0, list[tuple[nodes.Node, int]]()
    while True:
        if place < len(node.children):
            child = node.children[place]
            place += 1
            if isinstance(child, kinds):
                yield child
            if child.children:
                above.append((node, place))
                node, place = child, 0
        elif above:
            node, place = above.pop()
        else:
            return
