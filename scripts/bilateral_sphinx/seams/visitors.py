"""Small repairs of the HTML that docutils and Sphinx write, the same for the web book and the e-book.

Each calls the visitor of the translator's class, then changes what that has appended to ``body``. Without them, header
cells have no scope, entries of the bibliography a deprecated role, captions of contents no level, and links to
tables and sections lead nowhere in reading systems by Qt, such as Okular.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.locale import _

from bilateral.anchors import SOURCE_ANCHOR
from bilateral_sphinx.citations import is_citation
from bilateral_sphinx.seams.markdown import PLACE

_FURTHER_ID = re.compile(r'<span id="[^"]*"></span>')
_TITLE = re.compile(r"(<(?:h\d|caption)\b)([^>]*>)")
_JOINED = re.compile(r"(?<=\w)–(?=\w)(?![^<]*>)")


def visit_entry(self: Any, node: nodes.entry) -> None:
    """Write a cell as the translator's class does, then give a header cell its scope.

    In the web book it says what it is sorted by, where that is not its text, and the rank of a mark beside other words.
    """
    before = len(self.body)
    type(self).visit_entry(self, node)
    scope = "col" if isinstance(node.parent.parent, nodes.thead) else "row"
    for index in range(before, len(self.body)):
        if self.body[index].startswith("<th") and "scope=" not in self.body[index]:
            self.body[index] = self.body[index].replace("<th", f'<th scope="{scope}"', 1)
    if self.builder.name == "epub":
        return
    for name, said in (("order", "sort"), ("standing", "standing")):
        if name in node:
            tag = self.body[before][:3]  # it begins the cell
            self.body[before] = self.body[before].replace(tag, f'{tag} data-{said}="{self.attval(node[name])}"', 1)


def depart_entry(self: Any, node: nodes.entry) -> None:
    """Close the cell."""
    type(self).depart_entry(self, node)


def visit_citation(self: Any, node: nodes.citation) -> None:
    """Write an entry of the bibliography as an item of a list: its own role is deprecated.

    In the web book it says what it can be ordered by.
    """
    before = len(self.body)
    type(self).visit_citation(self, node)
    written = self.builder.name != "epub" and "grade" in node
    order = f' data-year="{node["year"]}" data-grade="{node["grade"]}"' if written else ""
    self.body[before:] = [part.replace('"doc-biblioentry"', f'"listitem"{order}') for part in self.body[before:]]


def depart_citation(self: Any, node: nodes.citation) -> None:
    """Close the entry."""
    type(self).depart_citation(self, node)


def visit_title(self: Any, node: nodes.title) -> None:
    """Write a title; the caption of a list of chapters is a heading, and says of which level."""
    before = node["begins"] = len(self.body)
    type(self).visit_title(self, node)
    self.body[before:] = [
        part.replace('role="heading"', 'role="heading" aria-level="2"') for part in self.body[before:]
    ]
    if self.builder.name == "epub" and isinstance(node.parent, nodes.section | nodes.table):
        _name_title(self.body, before, "table" if isinstance(node.parent, nodes.table) else "section")


def _name_title(body: list[str], begins: int, element: str) -> None:
    """Give the title that begins there the ids of its section or table: some reading systems find ids in text alone."""
    at = next(at for at in range(begins - 1, -1, -1) if f"<{element}" in body[at])
    first = re.search(rf'<{element}\b[^>]*?( id="[^"]*")', body[at])
    if first:
        further = "".join(_FURTHER_ID.findall(body[at]))
        body[at] = _FURTHER_ID.sub("", body[at].replace(first[1], "", 1))
        body[begins:] = [_TITLE.sub(rf"\g<1>{first[1]}\g<2>{further}", part, count=1) for part in body[begins:]]


def depart_title(self: Any, node: nodes.title) -> None:
    """Close the title. No line of a heading ends in a dash that joins two words or years."""
    type(self).depart_title(self, node)
    if isinstance(node.parent, nodes.section):
        begins = node["begins"]
        self.body[begins:] = [_JOINED.sub("–\u2060", part) for part in self.body[begins:]]


def visit_reference(self: Any, node: nodes.reference) -> None:
    """Write a link; one to a source or a term says so, and a reading system shows its target beside the text."""
    before = len(self.body)
    type(self).visit_reference(self, node)
    kind = _kind_of(node)
    if kind:
        roles = f'role="doc-{kind}"' + (f' epub:type="{kind}"' if self.builder.name == "epub" else "")
        self.body[before] = self.body[before].replace("<a ", f"<a {roles} ", 1)


def depart_reference(self: Any, node: nodes.reference) -> None:
    """Close the link."""
    type(self).depart_reference(self, node)


def visit_download(self: Any, node: addnodes.download_reference) -> None:
    """Write a link to a file; one to a place in it opens it there, since a file that is saved forgets the place."""
    before = len(self.body)
    type(self).visit_download_reference(self, node)
    if node.get(PLACE) and len(self.body) > before:
        opened = self.body[before].replace(' download=""', "")
        self.body[before] = re.sub(r'(?<= href=")[^"]*', rf"\g<0>#{self.attval(node[PLACE])}", opened)


def depart_download(self: Any, node: addnodes.download_reference) -> None:
    """Close the link."""
    type(self).depart_download_reference(self, node)


def visit_paragraph(self: Any, node: nodes.paragraph) -> None:
    """Begin a paragraph."""
    type(self).visit_paragraph(self, node)


def depart_paragraph(self: Any, node: nodes.paragraph) -> None:
    """End a paragraph; one that has a name has a link to itself in the web book."""
    if any("." not in name for name in node["ids"]) and self.builder.name != "epub":  # a place in the index has a dot
        self.add_permalink_ref(node, _("Link to this paragraph"))
    type(self).depart_paragraph(self, node)


def visit_definition_list_item(self: Any, node: nodes.definition_list_item) -> None:
    """Keep a term of the e-book's glossary together with what it means: a reading system shows both beside the text."""
    term = node.children[0]
    assert isinstance(term, nodes.term)  # docutils puts it first
    if self.builder.name == "epub" and "glossary" in node.parent["classes"] and term["ids"]:
        first, *term["ids"] = term["ids"]
        self.body.append(self.starttag(node, "div", ids=[first]))
        node["closed"] = "</div>\n"
    else:
        type(self).visit_definition_list_item(self, node)


def depart_definition_list_item(self: Any, node: nodes.definition_list_item) -> None:
    """Close what was opened."""
    if "closed" in node:
        self.body.append(node["closed"])
    else:
        type(self).depart_definition_list_item(self, node)


def _kind_of(node: nodes.reference) -> str:
    """Return "biblioref" or "glossref" for a link to an entry of the bibliography or of the glossary."""
    anchor = str(node.get("refuri") or f"#{node.get('refid', '')}").partition("#")[2]
    if is_citation(node.parent) and anchor.startswith(SOURCE_ANCHOR.format(key="")):
        return "biblioref"
    return "glossref" if anchor.startswith("term-") else ""


def setup(app: Sphinx) -> None:
    """Take over these nodes in every HTML builder, whatever translator a theme brings."""
    app.add_node(nodes.entry, override=True, html=(visit_entry, depart_entry))
    app.add_node(nodes.title, override=True, html=(visit_title, depart_title))
    app.add_node(nodes.reference, override=True, html=(visit_reference, depart_reference))
    app.add_node(
        nodes.definition_list_item, override=True, html=(visit_definition_list_item, depart_definition_list_item)
    )
    app.add_node(nodes.citation, override=True, html=(visit_citation, depart_citation))
    app.add_node(nodes.paragraph, override=True, html=(visit_paragraph, depart_paragraph))
    app.add_node(addnodes.download_reference, override=True, html=(visit_download, depart_download))
