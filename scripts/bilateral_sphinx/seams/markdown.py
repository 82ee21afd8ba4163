"""What MyST itself hands on as markup of an output format, for Markdown that docutils has no node for.

MyST writes HTML for a hard break, for struck text and for the box of a task. Without these patterns, other formats
would lose all that, and the guard take the parser's work for the author's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes

BREAK = [("<br />\n", "html"), ("\\\\\n", "latex")]
"""The two nodes of a hard break: one of them is LaTeX's, which a chapter cannot write."""
STRUCK = ("<s>", "</s>")
BOX = re.compile(r'<input class="task-list-item-checkbox" (checked="checked" )?(disabled="disabled" )?type="checkbox">')
TASK = "task-list-item"


def hard_breaks(document: nodes.document) -> Iterator[tuple[nodes.raw, nodes.raw]]:
    """Yield the two nodes of each hard break."""
    for first in list(document.findall(nodes.raw)):
        siblings, place = first.parent.children, first.parent.index(first)
        pair = siblings[place : place + 2]
        if [(part.astext(), part.get("format")) for part in pair if isinstance(part, nodes.raw)] == BREAK:
            yield first, pair[1]


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
