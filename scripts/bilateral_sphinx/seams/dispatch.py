"""Which method of a writer takes a node, looked up once for each class of nodes.

Sphinx looks for it at each node, by names that it puts together anew: Python knows by heart only names that it has met.
Without this, books are the same, and a twentieth of all writing goes into that.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from docutils import nodes
from sphinx.util.docutils import SphinxTranslator

Dispatch = Callable[[SphinxTranslator, nodes.Node], None]
_visit, _depart = SphinxTranslator.dispatch_visit, SphinxTranslator.dispatch_departure


def _once(prefix: str, dispatch: Dispatch) -> Dispatch:
    """Return a dispatch to the method whose name begins so; where there is none, Sphinx's own says so."""

    def dispatched(self: SphinxTranslator, node: nodes.Node) -> None:
        known: dict[type, str] = self.__dict__.setdefault(prefix, {})
        name = known.get(node.__class__)
        if name is None:
            names = (sys.intern(f"{prefix}{kind.__name__}") for kind in node.__class__.__mro__)
            name = next((name for name in names if getattr(self, name, None)), "")
            known[node.__class__] = name
        if name:
            getattr(self, name)(node)
        else:
            dispatch(self, node)

    return dispatched


def dispatch_once() -> None:
    """Let all writers look so from now on."""
    SphinxTranslator.dispatch_visit = _once("visit_", _visit)  # type: ignore[method-assign, assignment]
    SphinxTranslator.dispatch_departure = _once("depart_", _depart)  # type: ignore[method-assign, assignment]
