"""What MyST itself hands on as markup of an output format, or not at all, for Markdown that docutils has no node for.

MyST writes HTML for a hard break, for struck text and for the box of a task. Without these patterns, other formats
would lose all that, and the guard take the parser's work for the author's. Of a link to a place in a file that is no
chapter, MyST drops the place. Of a directive that is unknown, it does not say which one may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from sphinx import addnodes

from bilateral.problems import did_you_mean

BREAK = [("<br />\n", "html"), ("\\\\\n", "latex")]
"""The two nodes of a hard break: one of them is LaTeX's, which a chapter cannot write."""
STRUCK = ("<s>", "</s>")
BOX = re.compile(r'<input class="task-list-item-checkbox" (checked="checked" )?(disabled="disabled" )?type="checkbox">')
TASK = "task-list-item"
UNKNOWN = re.compile(r"Unknown directive type: '(?P<name>.+)'")
PLACE = "fragment"
"""Where a link to a file keeps the place in it."""


def keep_places() -> None:
    """Let MyST note of a link to a file the place in it that is meant, such as a page."""
    original = SphinxRenderer.render_link_unknown
    if getattr(original, "keeps_places", False):
        return

    def render_link_unknown(self: SphinxRenderer, token: Any) -> None:
        original(self, token)
        made = self.current_node.children[-1] if self.current_node.children else None
        if isinstance(made, addnodes.download_reference):
            made[PLACE] = str(token.attrGet("href") or "").partition("#")[2]

    render_link_unknown.keeps_places = True  # type: ignore[attr-defined]
    SphinxRenderer.render_link_unknown = render_link_unknown  # type: ignore[method-assign]


def propose_directives() -> None:
    """Let MyST say to which directive of the book's own domain one that is unknown comes closest."""
    original = SphinxRenderer.create_warning
    if getattr(original, "proposes", False):
        return

    def create_warning(self: SphinxRenderer, message: str, subtype: Any, **where: Any) -> nodes.system_message | None:
        unknown = UNKNOWN.fullmatch(message)
        if unknown:
            domain = self.sphinx_env.get_domain(self.sphinx_env.config.primary_domain or "std")
            message += did_you_mean(unknown["name"], domain.directives)
        return original(self, message, subtype, **where)

    create_warning.proposes = True  # type: ignore[attr-defined]
    SphinxRenderer.create_warning = create_warning  # type: ignore[assignment,method-assign]


def hard_breaks(document: nodes.document) -> Iterator[tuple[nodes.raw, nodes.raw]]:
    """Yield the two nodes of each hard break."""
    for first in list(document.findall(nodes.raw)):
        siblings, place = first.parent.children, first.parent.index(first)
        pair = siblings[place : place + 2]
        raws = [part for part in pair if isinstance(part, nodes.raw)]
        if [(raw.astext(), raw.get("format")) for raw in raws] == BREAK:
            yield raws[0], raws[1]


def struck_texts(document: nodes.document) -> Iterator[tuple[nodes.raw, nodes.raw]]:
    """Yield the nodes around each text that is struck."""
    opened: list[nodes.raw] = []
    for mark in list(document.findall(nodes.raw)):
        if mark.astext() == STRUCK[0]:
            opened.append(mark)
        elif mark.astext() == STRUCK[1] and opened and opened[-1].parent is mark.parent:
            yield opened.pop(), mark


def task_boxes(document: nodes.document) -> Iterator[tuple[nodes.list_item, nodes.raw, bool]]:
    """Yield each task with its box, and whether it is done."""
    for raw in list(document.findall(nodes.raw)):
        item = raw.parent.parent
        if isinstance(item, nodes.list_item) and TASK in item["classes"] and (found := BOX.fullmatch(raw.astext())):
            yield item, raw, bool(found[1])
