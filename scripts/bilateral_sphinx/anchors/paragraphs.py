"""Number what can be quoted: its id is the same in every format, and stays when the text around it changes.

What a page says is noted by the words of its source, which translations leave as they are. When all pages are read,
they are held against the ledger together, for a paragraph may have moved to another page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import traverse_parent

from bilateral.anchors import PARAGRAPHS
from bilateral.likeness import digests
from bilateral.paragraphs import Paragraph, number, number_of, place_of
from bilateral.text import json_lines
from bilateral.translation import made_of
from bilateral_sphinx.files import mirror
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, PostTransforms, connect
from bilateral_sphinx.records.nodes import record_anchors
from bilateral_sphinx.records.pictures import picture_description
from bilateral_sphinx.seams.application import app_of
from bilateral_sphinx.state import Anchor, state_of
from bilateral_sphinx.web.builders import is_web

ASIDE = (nodes.entry, nodes.footnote, nodes.citation, nodes.figure, nodes.system_message, picture_description)
"""What has no paragraph that is numbered: it has an anchor, stands in for a picture, or is no text."""
OPENED = (nodes.list_item, nodes.definition, nodes.block_quote, nodes.field_body)
"""What is numbered in the place of its first paragraph."""
MARK = "paragraph"
"""The attribute of what is numbered: its page, and how many come before it there."""


class paragraph_number(nodes.Element):  # noqa: N801  (docutils names node classes in lower case)
    """The link to a paragraph of the web book that shows its number where a reader wants it."""


def note(app: Sphinx, doctree: nodes.document) -> None:
    """Note what can be quoted on the page that has been read."""
    docname = app.env.current_document.docname
    found: list[Paragraph] = []
    for node, place, text in _paragraphs(doctree):
        node[MARK] = (docname, len(found))
        found.append(Paragraph(place, digests(text)))
    state_of(app.env).paragraphs[docname] = found


def _paragraphs(doctree: nodes.document) -> Iterator[tuple[nodes.Element, str, str]]:
    """Yield what is to be numbered, with its place and its words, in the order of the page."""
    for node in doctree.findall(lambda node: isinstance(node, nodes.paragraph | nodes.row)):
        assert isinstance(node, nodes.Element)
        text = _words_of_row(node) if isinstance(node, nodes.row) else _words(node)
        place = next((around["ids"][0] for around in _places(node) if around["ids"]), "")
        if text and place:
            yield _opened(node), place, text


def _places(node: nodes.Element) -> Iterator[nodes.Element]:
    return (around for around in traverse_parent(node) if isinstance(around, nodes.section | nodes.table))


def _words(paragraph: nodes.Element) -> str:
    """Return the source of a paragraph; "" where it is not numbered."""
    if any(isinstance(around, ASIDE) for around in traverse_parent(paragraph)):
        return ""
    return paragraph.rawsource if any(digests(text) for text in paragraph.findall(nodes.Text)) else ""


def _words_of_row(row: nodes.Element) -> str:
    """Return the words of a row: its source, or, where a program has made it, its record and its figures.

    A row that is the home of a record has the record's anchor.
    """
    if not isinstance(row.parent, nodes.tbody) or record_anchors(row):
        return ""
    if not any("column" in cell for cell in row.findall(nodes.entry)):
        return " ".join(cell.rawsource for cell in row.findall(nodes.paragraph))
    figures = [word for word in row.astext().split() if any(character.isdigit() for character in word)]
    return " ".join([row.get("record", "").replace("-", "_"), *figures]).strip()


def _opened(node: nodes.Element) -> nodes.Element:
    """Return what a paragraph opens, or itself."""
    visible = [child for child in node.parent if not isinstance(child, nodes.Invisible | nodes.target)]
    return node.parent if isinstance(node.parent, OPENED) and visible[:1] == [node] else node


def renumber(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Give all paragraphs of the book their ids, and return the pages on which an id has changed."""
    state = state_of(env)
    ledger = volume_of(app).ledger
    docnames = sorted(state.paragraphs)
    numbering = number([one for name in docnames for one in state.paragraphs[name]], ledger.paragraphs.values())
    ids = iter(numbering.ids)
    before, now = state.paragraph_ids, {name: [next(ids) for _ in state.paragraphs[name]] for name in docnames}
    retired: dict[str, list[str]] = {}
    for label, names in numbering.at.items():
        retired.setdefault(ledger.follow(label), []).extend(names)
    labels = {anchor.name: anchor.docname for anchors in state.anchors.values() for anchor in anchors}
    changed = {labels.get(one) for one in {*retired, *state.retired} if retired.get(one) != state.retired.get(one)}
    changed |= {name for name in docnames if now[name] != before.get(name)}
    state.paragraph_ids, state.retired = now, retired
    return sorted(name for name in changed if name in env.all_docs)


def paragraphs_of(env: BuildEnvironment, anchors: Mapping[str, Anchor]) -> dict[str, Anchor]:
    """Return what each id of a paragraph leads to, published ones too that are no more: a paragraph or a section."""
    state = state_of(env)
    found: dict[str, Anchor] = {}
    for docname in sorted(state.paragraphs):
        for names in state.paragraph_ids[docname]:
            place = place_of(names[0])
            around = anchors[place].title if place in anchors else place
            title = made_of(around, f"{around}, ¶\u00a0{number_of(names[0])}")
            found |= dict.fromkeys(names, Anchor(names[0], "paragraph", docname, title, place))
    for label, retired in state.retired.items():
        found |= {name: anchors[label] for name in retired if label in anchors}
    return found


class NameParagraphs(SphinxPostTransform):
    """Give all that is numbered its ids; where pages have none of elements, the text begins with them."""

    default_priority = PostTransforms.PARAGRAPHS

    def run(self, **kwargs: Any) -> None:
        """Name each."""
        builder, state = app_of(self.env).builder, state_of(self.env)
        for node in list(self.document.findall(nodes.Element)):
            if node["ids"] and isinstance(node, nodes.section | nodes.table):
                node["ids"] += [name for label in node["ids"] for name in state.retired.get(label, ())]
            if MARK not in node:
                continue
            docname, index = node[MARK]
            ids = state.paragraph_ids[docname][index]
            text = next(node.findall(nodes.paragraph))
            if builder.format != "html" or (builder.name == "epub" and isinstance(node, nodes.row)):
                text.insert(0, nodes.target("", "", ids=ids))
                continue
            named = [name for name in node["ids"] if "." not in name]  # by the author: what links lead to comes first
            node["ids"] = list(dict.fromkeys([*named, *ids, *node["ids"]]))
            if is_web(app_of(self.env)):
                text.insert(0, paragraph_number("", anchor=ids[0]))


def write(app: Sphinx, exception: Exception | None) -> None:
    """List the paragraphs beside the web book, for the ledger and for programs."""
    if exception is not None or not is_web(app):
        return
    state = state_of(app.env)
    listed = {
        ids[0]: {"page": docname, "words": one.words, **({"names": ids[1:]} if ids[1:] else {})}
        for docname in sorted(state.paragraphs)
        for one, ids in zip(state.paragraphs[docname], state.paragraph_ids[docname], strict=True)
    }
    listing = {"edition": volume_of(app).edition.version, "paragraphs": listed}
    mirror(Path(app.outdir), {PARAGRAPHS: json_lines(listing, indent=0)}, whole=False)


def _visit_number(self: Any, node: paragraph_number) -> None:
    anchor = node["anchor"]
    shown = number_of(anchor)
    label = _("Paragraph %s") % shown
    self.body.append(f'<a class="paragraph" href="#{anchor}" data-number="{shown}" aria-label="{label}"></a>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Note each page, number when all are read, and name when one is written."""
    app.add_node(paragraph_number, html=(_visit_number, None))
    app.add_post_transform(NameParagraphs)
    connect(app, Phase.NOTED, note)
    connect(app, Phase.NUMBERED, renumber)
    connect(app, Phase.FINISHED, write)
