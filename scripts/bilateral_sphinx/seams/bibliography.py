"""The citations and the bibliography, as sphinxcontrib-bibtex keeps and writes them.

It has no interface for what it has found. Without it, nothing leads from a source back to where it is cited, sources
have no permanent addresses, and citations are taken for words by search and descriptions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.environment import BuildEnvironment
from sphinxcontrib.bibtex.citation_target import parse_citation_targets


class Entry(NamedTuple):
    """An entry: the key of its source, the page of the bibliography, and its anchor there."""

    source: str
    docname: str
    anchor: str


def entries(env: BuildEnvironment) -> list[Entry]:
    """Return the entries of the book, in the order of the bibliography."""
    citations: list[Any] = env.get_domain("cite").data["citations"]
    return [Entry(made.key, made.bibliography_key.docname, made.citation_id) for made in citations]


def citations(env: BuildEnvironment) -> dict[str, list[object]]:
    """Return, by source, all that a citation of it is made from: its entries, their places and their labels."""
    found: dict[str, list[object]] = {}
    for made in env.get_domain("cite").data["citations"]:
        place = (made.bibliography_key, made.citation_id, made.formatted_entry.label)
        found.setdefault(made.key, []).append((place, repr(made.entry)))
    return found


def entry_nodes(document: nodes.document, env: BuildEnvironment) -> Iterator[tuple[str, nodes.citation]]:
    """Yield the entries in a document, with the keys of their sources."""
    keys = {(entry.docname, entry.anchor): entry.source for entry in entries(env)}
    for node in list(document.findall(nodes.citation)):
        key = keys.get((node.get("docname", ""), node["ids"][0]))
        if key is not None:
            yield key, node


def cited_sources(reference: pending_xref) -> list[str]:
    """Return the keys of the sources that a reference cites; none where it is no citation."""
    if reference["refdomain"] != "cite":
        return []
    return [target.key for target in parse_citation_targets(reference["reftarget"])]


def is_citation(node: nodes.Node) -> bool:
    """Tell whether a node is a citation in the text of a page that is written."""
    return isinstance(node, nodes.Element) and "bibtex-citation" in node.get("classes", ())
