"""References, footnotes, citations, targets and downloads."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from sphinx_typst_pdf.syntax import breakable, string
from sphinx_typst_pdf.translator.core import Core

LABEL = 18
"""Characters of a label that stands beside its text; a longer one is broken."""
PAGED = {"std-ref", "std-numref", "std-doc", "doc"}
"""Classes of the references that print says the page of: those that a reader may want to turn to."""


def letters(number: int) -> str:
    """Return a number in letters: a to z, then aa. Notes of addresses have them, for Sphinx has numbered the others."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


class Links(Core):
    """What leads from one place to another."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]  # handed on as they come
        either = (nodes.footnote, nodes.footnote_reference)
        found = list(self.document.findall(lambda node: isinstance(node, either)))
        self._footnotes = {key: note for note in found if isinstance(note, nodes.footnote) for key in note["ids"]}
        self._cited = {ref.get("refid") for ref in found if isinstance(ref, nodes.footnote_reference)}
        self._set: set[str] = set()
        self._addresses = 0

    # references

    def visit_reference(self, node: nodes.Element) -> None:
        """Begin a link: inside the book to a label, outside to an address."""
        uri = node.get("refuri", "")
        self.add(self.anchor(node["ids"]), self.held())
        if "refid" in node:
            self._link(self.target(node["refid"]), node)
        elif uri.startswith("%"):
            docname, _, anchor = uri[1:].partition("#")
            self._link(self.target(anchor, docname), node)
        elif uri and not uri.startswith("#"):
            self.add(f"#to-address({string(uri)})[")
        else:
            self.add("#[")

    def _link(self, label: str, node: nodes.Element) -> None:
        classes = {name for inner in node.findall(nodes.inline) for name in inner["classes"]}
        paged = self.config.typst_show_pagerefs and classes & PAGED and not self.within(node, nodes.entry)
        self.add(f"#to-label({self.note_reference(label, node)}{', page: true' if paged else ''})[")

    def depart_reference(self, node: nodes.Element) -> None:
        """End a link; an address that its words do not say is printed too, where that is wished."""
        self.add("]")
        uri = node.get("refuri", "")
        how = self.config.typst_show_urls
        if how == "no" or "://" not in uri or node.astext() == uri or isinstance(node.parent, nodes.title):
            return
        address = f"#to-address({string(uri)})[#{string(uri)}]"
        if how == "inline" or self.within(node, nodes.entry, nodes.footnote, nodes.term):
            self.add(f'#" ("{address}#")"')
        else:
            self._addresses += 1
            self.add(f"#address-note({string(letters(self._addresses))})[{address}]")

    visit_number_reference = visit_reference
    depart_number_reference = Core.close

    def visit_pending_xref(self, node: nodes.Element) -> None:
        """Write the words of a reference that leads nowhere; Sphinx has said so."""
        self.add(self.anchor(node["ids"]), "#[")

    depart_pending_xref = Core.close

    def visit_download_reference(self, node: addnodes.download_reference) -> None:
        """Write the words of a download; one from an address is a link."""
        uri = node.get("refuri") or (node["reftarget"] if "://" in node.get("reftarget", "") else "")
        self.add(f"#to-address({string(uri)})[" if uri else "#[")

    depart_download_reference = Core.close

    def visit_target(self, node: nodes.target) -> None:
        """Set an anchor in the line."""
        ids = node["ids"] if "refid" not in node else []
        if ids and (isinstance(node.parent, nodes.TextElement) or node.children):
            self.add(self.anchor(ids))
        else:
            self._held += [self.target(anchor) for anchor in ids]

    depart_target = Core.ignore

    def visit_index(self, node: addnodes.index) -> None:
        """Leave index entries to the index, which asks Sphinx for them; their anchors are targets."""
        raise nodes.SkipNode

    # footnotes

    def visit_footnote_reference(self, node: nodes.footnote_reference) -> None:
        """Write a footnote at its first reference, and its number at others."""
        key = node.get("refid", "")
        note = self._footnotes.get(key)
        number = string(node.astext())
        self.add(self.anchor(node["ids"]), self.held())
        if note is None:
            self.add(f"#super[#{number}]")
        elif key in self._set:
            self.add(f"#note-again({string(self.target(note['ids'][0]))})")
        else:
            self._set.add(key)
            first = self.target(note["ids"][0])
            self.anchors[first] = None
            heading, self._heading_anchors = self._heading_anchors, None  # a note may hold anchors of its own
            content = self.content_of(self._without_label(note))
            self._heading_anchors = heading
            self.add(f"#note({number}, {string(first)})[{content}]")
        raise nodes.SkipNode

    @staticmethod
    def _without_label(node: nodes.Element) -> nodes.Element:
        for label in [child for child in node.children if isinstance(child, nodes.label)]:
            node.remove(label)
        return node

    def visit_footnote(self, node: nodes.footnote) -> None:
        """Leave a footnote to its reference; one that nothing refers to is printed where it stands."""
        if self._cited & set(node["ids"]):
            raise nodes.SkipNode
        label = node.children[0].astext() if isinstance(node.children[0], nodes.label) else "*"
        self.defer(node)
        self.add(
            self.mark(node),
            f"#loose-note({string(label)})[",
            self.held(),
            self.content_of(self._without_label(node)),
            "]",
        )
        raise nodes.SkipNode

    # citations

    def visit_citation(self, node: nodes.citation) -> None:
        """Write the entries of a bibliography, which follow each other, as one list."""
        before = self._neighbour(node, -1)
        if isinstance(before, nodes.citation):
            raise nodes.SkipNode
        entries: list[nodes.citation] = []
        entry: nodes.Node | None = node
        while isinstance(entry, nodes.citation):
            entries.append(entry)
            entry = self._neighbour(entry, 1)
        self.add(self.mark(node), "#references(")
        for entry in entries:
            label = entry.children[0].astext()
            self.defer(entry)
            self.add(self.mark(entry), f"({string(breakable(label, LABEL))}, [", self.held())
            self.add(self.content_of(self._without_label(entry)), "]),")
        self.add("\n)")
        raise nodes.SkipNode

    @staticmethod
    def _neighbour(node: nodes.Node, step: int) -> nodes.Node | None:
        """Return what stands before or after a node, leaving out what is not printed."""
        family = [child for child in node.parent.children if not isinstance(child, nodes.comment)]
        index = next(place for place, child in enumerate(family) if child is node) + step
        return family[index] if 0 <= index < len(family) else None

    def visit_citation_reference(self, node: nodes.citation_reference) -> None:
        """Write a citation that could not be resolved."""
        self.add(self.anchor(node["ids"]), '#"["')

    def depart_citation_reference(self, node: nodes.citation_reference) -> None:
        """End the citation."""
        self.add('#"]"')

    def visit_label(self, node: nodes.label) -> None:
        """Leave the label of a note to the note."""
        raise nodes.SkipNode
