"""Gather the anchors of each page when it has been read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.nodes import traverse_parent

from bilateral.anchors import PRINTED_PAGE
from bilateral.files import DEVICES
from bilateral.ledger import NAME
from bilateral.render import record_title
from bilateral.text import LONGEST_NAME
from bilateral.volume import Volume
from bilateral_sphinx.citations import entries
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.records.locations import labels_around
from bilateral_sphinx.records.nodes import DRAWN, fact_note, is_record_anchor, title_of
from bilateral_sphinx.seams.labels import captioned
from bilateral_sphinx.state import Anchor, state_of

logger = logging.getLogger(__name__)
UNPROMISED = (nodes.document, nodes.footnote, nodes.footnote_reference, nodes.citation_reference, pending_xref)
"""Nodes whose ids are counted, or named by an author for one page alone."""
INNER = "."
"""A name that has one is a place that the book itself needs, such as one for its index; nobody is promised it."""

SOURCE = "source"
"""The kind of the anchors of sources."""
SERIAL = re.compile(r"id\d+")
"""The names that docutils gives to what has no label, such as footnotes: they count what is before them on the page."""


def anchors_of(env: BuildEnvironment) -> dict[str, Anchor]:
    """Return every anchor of the book by its name, the first of each name; redirects are not among them."""
    found: dict[str, Anchor] = {}
    for anchor in all_anchors(env):
        found.setdefault(anchor.name, anchor)
    return found


def all_anchors(env: BuildEnvironment) -> Iterator[Anchor]:
    """Yield every anchor of the book, page by page in the order of their names."""
    pages = state_of(env).anchors
    sources = list(_sources(env))
    for docname in sorted(pages):
        yield from pages[docname]
        yield from [anchor for anchor in sources if anchor.docname == docname]


def gather(app: Sphinx, doctree: nodes.document) -> None:
    """Remember the anchors of the page that has been read."""
    docname = app.env.current_document.docname
    state_of(app.env).anchors[docname] = list(_anchors(doctree, docname, app.env, volume_of(app)))


def _anchors(doctree: nodes.document, docname: str, env: BuildEnvironment, volume: Volume) -> Iterator[Anchor]:
    first = next(doctree.findall(nodes.section), None)
    retired = set(volume.ledger.redirects)
    chosen = {doctree.nameids[name] for name, explicit in doctree.nametypes.items() if explicit}
    for node in doctree.findall(nodes.Element):
        for name in filter(PRINTED_PAGE.fullmatch, node["ids"]):
            message = f"'{name}' is the anchor of a page of the PDF; choose another, such as '{name}-{node.tagname}'"
            logger.warning(message, location=node, type="anchor", subtype="page-number")
        if isinstance(node, UNPROMISED) or node.tagname == "bibliography":
            continue  # the id of a bibliography counts bibliographies; its entries come later
        own = [name for name in node["ids"][:1] if INNER not in name]  # a retired name follows another
        names = own + [name for name in node["ids"][1:] if INNER not in name and name not in retired]
        if not names or (SERIAL.fullmatch(names[0]) and names[0] not in chosen):
            continue
        section = next(iter(labels_around(node)), "")
        line = next((around.line for around in traverse_parent(node) if around.line), 0)
        if isinstance(node, fact_note):
            for name, number in zip(node["ids"], node["facts"], strict=False):
                yield Anchor(name, "fact", docname, number, section, line)
            continue
        kind, title = _described(node, first, names[0], volume, env)
        for name in names:
            # It names a folder of the web book.
            if not re.fullmatch(NAME, name) or len(name) > LONGEST_NAME or DEVICES.fullmatch(name):
                message = f"'{name[:LONGEST_NAME]}' is no anchor; write words of letters and digits, joined by hyphens"
                logger.warning(message, location=node, type="anchor", subtype="label")
                continue
            yield Anchor(name, kind, docname, title, section, line, DRAWN in node["classes"])


def _described(
    node: nodes.Element, first: nodes.section | None, name: str, volume: Volume, env: BuildEnvironment
) -> tuple[str, str]:
    """Return what a node is and what it is called."""
    if isinstance(node, nodes.section):
        return "chapter" if node is first else "section", title_of(node.children[0])
    if name in volume.records and is_record_anchor(node):
        return volume.collections[name], record_title(volume.records[name], volume)
    if isinstance(node, nodes.term):
        return "term", title_of(node)
    kind, title = captioned(env, node) or ("paragraph", "")
    return {"code-block": "code"}.get(kind, kind), title


def _sources(env: BuildEnvironment) -> Iterator[Anchor]:
    """Yield the entries of the bibliography, which become nodes only when their page is written."""
    volume = volume_of(env)
    for entry in entries(env):
        first = next((anchor.section for anchor in state_of(env).anchors.get(entry.docname, [])), "")
        yield Anchor(entry.anchor, SOURCE, entry.docname, volume.sources[entry.source].title, first)


def setup(app: Sphinx) -> None:
    """Gather from each page."""
    connect(app, Phase.NOTED, gather)
