"""Captions, as the standard domain finds them.

Without it, captions are not listed as anchors.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.environment import BuildEnvironment


def captioned(env: BuildEnvironment, node: nodes.Element) -> tuple[str, str] | None:
    """Return the kind and the caption of what Sphinx numbers with ``numfig``; None for other nodes."""
    standard = env.domains.standard_domain
    if not standard.is_enumerable_node(node):
        return None
    return standard.get_enumerable_node_type(node) or "figure", standard.get_numfig_title(node) or ""
