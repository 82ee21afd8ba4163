"""The text of the book in passages, so that the search page can show the place of the words on a page.

A passage is a paragraph, a row of a table or a source. Pages are written by several processes: each keeps its passages
with the doctrees, and the last step puts them together.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from bilateral_sphinx.citations import is_citation
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.records.nodes import fact_note, language_left_in, standing_mark
from bilateral_sphinx.web.builders import is_web

FILE = "passages.js"
Passage = tuple[str, str] | tuple[str, str, str]
"""The nearest anchor above, and the text; then its language, where all of it is in that of the original."""


def passages_of(doctree: nodes.document) -> list[Passage]:
    """Return the passages of a page whose references are resolved."""
    return list(_passages(doctree, ""))


def _passages(node: nodes.Element, above: str) -> Iterator[Passage]:
    """Yield the passages in an element, which stands below the anchor ``above``; there is none in another."""
    anchor = _anchor(node) or above
    if isinstance(node, nodes.paragraph | nodes.row | nodes.citation):
        parts = [node] if isinstance(node, nodes.paragraph) else node.children
        text = " · ".join(filter(None, (" ".join(_text(part).split()) for part in parts)))
        if text and not isinstance(node.parent, nodes.thead):
            language = language_left_in(node) if isinstance(node, nodes.paragraph) else ""
            yield (anchor, text, language) if language else (anchor, text)
        return
    for child in node.children:
        if isinstance(child, nodes.Element):
            yield from _passages(child, anchor)


def _anchor(place: nodes.Element) -> str:
    terms = place.children if isinstance(place, nodes.definition_list_item) else []
    for element in (place, *(term for term in terms if isinstance(term, nodes.term))):
        if element["ids"]:
            return str(element["ids"][0])
    return ""


def _text(node: nodes.Node) -> str:
    """Return the words of a node, without citations and marks."""
    if isinstance(node, fact_note | standing_mark | nodes.label) or is_citation(node):
        return ""
    return "".join(map(_text, node.children)) if isinstance(node, nodes.Element) else node.astext()


def note(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Keep the passages of a page for the last step."""
    if doctree is not None and is_web(app):
        target = _place(app, pagename)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(passages_of(doctree), ensure_ascii=False), "utf-8")


def _place(app: Sphinx, pagename: str) -> Path:
    return Path(app.doctreedir, "passages", f"{pagename}.json")


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write all passages as one script, in the order of the search index."""
    if exception is not None or not is_web(app):
        return
    places = [_place(app, page) for page in sorted(app.env.all_docs)]
    pages = [json.loads(place.read_text("utf-8")) if place.exists() else [] for place in places]
    encoded = json.dumps(pages, ensure_ascii=False, separators=(",", ":"))
    Path(app.outdir, "_static", FILE).write_text(f"Search.setPassages({encoded})\n", "utf-8")


def setup(app: Sphinx) -> None:
    """Read pages when their references are resolved."""
    connect(app, Phase.PAGE, note)
    connect(app, Phase.FINISHED, write)
