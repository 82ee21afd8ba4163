"""Places in chapters, as the domain remembers them."""

from __future__ import annotations

from typing import NamedTuple

from docutils import nodes
from sphinx.util.nodes import traverse_parent


class Location(NamedTuple):
    """A place in a chapter."""

    docname: str
    line: int


class FactLocation(NamedTuple):
    """A place that states a fact, with the labels of the sections around it, the innermost first."""

    docname: str
    line: int
    labels: tuple[str, ...]


class CitingLocation(NamedTuple):
    """A place that cites a source: its anchor, and what it is called."""

    anchor: str
    name: str


class CitingSection(NamedTuple):
    """A section that cites a source: its label, "" where it is the page, its title, and its places that do."""

    source: str
    section: str
    title: str
    locations: tuple[CitingLocation, ...]


def labels_around(node: nodes.Element) -> list[str]:
    """Return the labels of the sections around a node, itself among them, the innermost first."""
    return [label for section in traverse_parent(node, nodes.section) for label in section["ids"]]
