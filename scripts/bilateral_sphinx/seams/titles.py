"""Titles in plain words, wherever Sphinx copies one: contents, references, the search index.

Sphinx takes the text of a title for references and the search, and its own copy of it for contents. Without this, the
keys of sources, the numbers of notes and marks of standing are words of titles there, and pictures are nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.domains import std
from sphinx.transforms import SphinxContentsFilter

from sphinx_typst_pdf.titles import TitleFilter, plain_title

VISITORS = [name for name in vars(TitleFilter) if name.startswith("visit_")]
"""What Sphinx's filter takes over from ours."""


def use_plain_titles(
    words: Mapping[type[nodes.Element], Callable[[Any], str]], text_of: Callable[[nodes.Element], str] | None = None
) -> None:
    """Let Sphinx copy titles in plain words; ``words`` says of nodes that are not Sphinx's what stands for them.

    ``text_of`` returns the text of a title for references.
    """
    for name in VISITORS:
        setattr(SphinxContentsFilter, name, getattr(TitleFilter, name))
    for kind, said in words.items():
        setattr(SphinxContentsFilter, f"visit_{kind.__name__}", _visitor(said))
    if text_of:
        std.clean_astext = text_of  # type: ignore[attr-defined,assignment]  # a name that it has imported


def _visitor(said: Callable[[Any], str]) -> Callable[[SphinxContentsFilter, nodes.Element], None]:
    def visit(copying: SphinxContentsFilter, node: nodes.Element) -> None:
        copying.parent.append(nodes.Text(said(node)))
        raise nodes.SkipNode

    return visit


class PlainSearchTitles(StandaloneHTMLBuilder):
    """A builder that finds pages by their titles in plain words."""

    def index_page(self, pagename: str, doctree: nodes.document, title: str) -> None:
        """Feed the search index with a page in which titles are plain for as long as it is read."""
        rich = {node: node.children for node in doctree.findall(nodes.title)}
        for node in rich:
            node.children = plain_title(node).children
        super().index_page(pagename, doctree, title)
        for node, children in rich.items():
            node.children = children
