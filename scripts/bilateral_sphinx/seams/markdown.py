"""What MyST itself hands on as markup of an output format, or not at all, for Markdown that docutils has no node for.

MyST writes HTML for a hard break, for struck text and for the box of a task. Without these patterns, other formats
would lose all that, and the guard take the parser's work for the author's. Of a link to a place in a file that is no
chapter, MyST drops the place. Of a directive that is unknown, it does not say which one may be meant. It reads a block
of reStructuredText as a document of its own, and forgets what that had still to do: notes that are numbered, and
directives such as ``class`` and ``contents``, ended in a traceback. For each text, that is for each message of a
translation, it makes a document that it throws away, and has docutils work out the settings of that: without
``settle_once``, half of what it takes to read a message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from docutils import nodes
from docutils.frontend import Values, get_default_settings
from docutils.utils import DependencyList
from myst_parser.mdit_to_docutils import base
from myst_parser.mdit_to_docutils.base import DocutilsRenderer, make_document, token_line
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.mocking import MockRSTParser
from sphinx import addnodes

from bilateral.problems import did_you_mean

BREAK = [("<br />\n", "html"), ("\\\\\n", "latex")]
"""The two nodes of a hard break: one of them is LaTeX's, which a chapter cannot write."""
STRUCK = ("<s>", "</s>")
BOX = re.compile(r'<input class="task-list-item-checkbox" (checked="checked" )?(disabled="disabled" )?type="checkbox">')
TASK = "task-list-item"
UNKNOWN = re.compile(r"Unknown directive type: '(?P<name>.+)'")
NOTES = ("footnotes", "autofootnotes", "autofootnote_refs", "symbol_footnotes", "symbol_footnote_refs")
"""What a document knows of its notes, in lists."""
PLACE = "fragment"
"""Where a link to a file keeps the place in it."""
_settled = cache(get_default_settings)


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


def keep_what_is_to_be_done() -> None:
    """Let a page know of notes, substitutions and directives in its reStructuredText, which come to their end later."""

    def render_restructuredtext(self: Any, token: Any) -> None:
        page, part = self.document, make_document()
        part["source"], part.settings, part.reporter = page["source"], page.settings, self.reporter
        part.ids, part.id_counter = page.ids, page.id_counter
        MockRSTParser().parse("\n" * token_line(token) + token.content, part)
        for node in part.children:
            if isinstance(node, nodes.Element) and node["names"]:
                page.note_explicit_target(node, node)
        for name in NOTES:
            getattr(page, name).extend(getattr(part, name))
        for name, found in part.footnote_refs.items():
            page.footnote_refs.setdefault(name, []).extend(found)
        page.substitution_defs.update(part.substitution_defs)
        page.substitution_names.update(part.substitution_names)
        for pending in part.findall(nodes.pending):
            page.note_pending(pending)
        self.current_node.extend(part.children)

    DocutilsRenderer.render_restructuredtext = render_restructuredtext  # type: ignore[method-assign]


def settle_once() -> None:
    """Let the default settings of a document be worked out once; each document has its own copy."""

    def settings_of(*components: Any) -> Values:
        made = _settled(*components).copy()
        made.record_dependencies = DependencyList()
        return made

    base.get_default_settings = settings_of  # type: ignore[attr-defined]


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
