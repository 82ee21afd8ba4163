"""The numbers of figures, tables and listings, which Sphinx gives anew in each build from the trees of all pages.

It looks for sections, for toctrees and for what has a number: an outline of each page has these alone. Without it, the
tree of every page is loaded and walked whenever a word has been edited, and in each format once more for every
reference to a number: a third of all trees that are loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors.toctree import TocTreeCollector

OUTLINES = "bilateral_outlines"
"""What an environment calls the outlines of its pages; one that has none is numbered by its trees."""

_by_trees = TocTreeCollector.assign_figure_numbers
_by_tree = StandardDomain._resolve_numref_xref
_numbered: WeakKeyDictionary[BuildEnvironment, dict[str, nodes.Element]] = WeakKeyDictionary()
"""The outlines by which the pages of an environment have been numbered."""


def keep_outlines(env: BuildEnvironment, outlines: dict[str, nodes.Element]) -> None:
    """Let pages be numbered by these outlines, and add what is missing to them; whoever keeps them forgets pages."""
    vars(env)[OUTLINES] = outlines


def outline_of(tree: nodes.Element, env: BuildEnvironment) -> nodes.Element:
    """Return the outline of a page."""
    return nodes.Element("", *_outline(tree, env, _numbering(env)))


def _by_outlines(self: TocTreeCollector, env: BuildEnvironment) -> list[str]:
    """Let Sphinx number by outlines in the place of trees."""
    outlines: dict[str, nodes.Element] | None = vars(env).pop(OUTLINES, None)
    if outlines is None or any(title_of for _, title_of in env.domains.standard_domain.enumerable_nodes.values()):
        return _by_trees(self, env)  # what has a title of its own kind may look for it anywhere
    tree_of = env.get_doctree

    def kept(docname: str) -> nodes.Element:
        if docname not in outlines:
            outlines[docname] = outline_of(tree_of(docname), env)
        return outlines[docname]

    _numbered[env] = outlines
    with _loading(env, kept):
        return _by_trees(self, env)


class _Named:
    """What has an id on a page: in its outline, else in its tree."""

    def __init__(self, outline: nodes.Element, tree: Callable[[], nodes.document]) -> None:
        self.outline, self.tree = outline, tree

    def get(self, name: str) -> nodes.Element | None:
        """Return the element that has it."""
        named = (node for node in self.outline.findall(nodes.Element) if name in node["ids"])
        return next(named, None) or self.tree().ids.get(name)


def _by_outline(self: StandardDomain, env: BuildEnvironment, *asked: Any) -> nodes.Element | None:
    """Let a reference find the number of what it leads to without the tree of that page."""
    outlines, tree_of = _numbered.get(env, {}), env.get_doctree

    def page(docname: str) -> object:
        if docname not in outlines:
            return tree_of(docname)
        return SimpleNamespace(ids=_Named(outlines[docname], partial(tree_of, docname)))

    with _loading(env, page):
        return _by_tree(self, env, *asked)


@contextmanager
def _loading(env: BuildEnvironment, load: Callable[[str], object]) -> Iterator[None]:
    """Let an environment load something else in the place of trees."""
    vars(env)["get_doctree"] = load
    try:
        yield
    finally:
        del vars(env)["get_doctree"]


StandardDomain._resolve_numref_xref = _by_outline  # type: ignore[method-assign, assignment]
TocTreeCollector.assign_figure_numbers = _by_outlines  # type: ignore[method-assign]


def _numbering(env: BuildEnvironment) -> list[Domain]:
    """Return the domains that number anything, which most do not: they are asked for every node."""
    asked = Domain.get_enumerable_node_type
    return [
        domain
        for domain in env.domains.sorted()
        if domain.enumerable_nodes or type(domain).get_enumerable_node_type is not asked
    ]


def _outline(node: nodes.Element, env: BuildEnvironment, domains: list[Domain]) -> list[nodes.Element]:
    """Return what decides on numbers in an element, each where it stands."""
    found: list[nodes.Element] = []
    for child in node.children:
        if isinstance(child, nodes.Element):
            shell = _shell(child, env, domains)
            if shell is None:
                found += _outline(child, env, domains)
            else:
                shell += _outline(child, env, domains)
                found.append(shell)
    return found


def _shell(node: nodes.Element, env: BuildEnvironment, domains: list[Domain]) -> nodes.Element | None:
    """Return an element without what is in it, if it includes pages or has a number, and then with what tells so."""
    if isinstance(node, nodes.section):
        return nodes.section(ids=node["ids"])
    if isinstance(node, addnodes.toctree):
        return addnodes.toctree(entries=node["entries"])
    if not any(domain.get_enumerable_node_type(node) for domain in domains):
        return None
    shell = type(node)(**node.attributes)
    title = env.domains.standard_domain.get_numfig_title(node)
    shell += [nodes.caption("", title)] if title else []
    shell += [nodes.literal_block() for child in node.children if isinstance(child, nodes.literal_block)]
    return shell
