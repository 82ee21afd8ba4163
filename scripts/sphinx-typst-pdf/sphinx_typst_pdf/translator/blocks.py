"""Documents, sections, paragraphs, quotations, admonitions and what else stands as a block."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _

from sphinx_typst_pdf import seams
from sphinx_typst_pdf.assembly import toctree_path
from sphinx_typst_pdf.fragments import Heading
from sphinx_typst_pdf.syntax import optional, string, strings
from sphinx_typst_pdf.titles import plain_title
from sphinx_typst_pdf.transforms import included_documents, is_comment
from sphinx_typst_pdf.translator.core import Core, is_block, is_picture
from sphinx_typst_pdf.translator.numbering import Numbering

CONTAINERS = (nodes.list_item, nodes.entry, nodes.definition, nodes.field_body, nodes.description, nodes.footnote)


class Blocks(Numbering):
    """Blocks of text."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]  # handed on as they come
        self.depth = 0
        self._ends: list[str] = []

    # the document and its sections

    def visit_document(self, node: nodes.document) -> None:
        """Set the anchor of the document itself."""
        self.defer(node)
        self._held.insert(0, self.target(""))

    def depart_document(self, node: nodes.document) -> None:
        """Set the anchors that no text came after."""
        self.add("\n", self.held(), "\n")

    def visit_section(self, node: nodes.section) -> None:
        """Go one level deeper."""
        self.depth += 1
        self.defer(node)

    def depart_section(self, node: nodes.section) -> None:
        """Come up again."""
        self.depth -= 1

    def visit_title(self, node: nodes.title) -> None:
        """Write a heading, or the title of a topic or a sidebar."""
        if not self.parent_is(node, nodes.section):
            self.block("block-title", node)
            return
        place, labels = self.mark(node), self.claim(node)
        self._heading_anchors = []
        title = self.content_of(node)
        after, self._heading_anchors = self._heading_anchors, None
        plainly, number = plain_title(node), self.number_of_section(node)
        words = self.content_of(plainly)
        plain = f", plain: [{words}]" if words != title else ""
        first = optional(labels[0] if labels else None)
        self.headings.append(Heading(self.depth, number, plainly.astext()))
        self.add(place, f"#section({self.depth}, {optional(number)}, {first}{plain})[{title}]")
        self.add(self.anchors_at(labels), self.anchor_labels(after))
        raise nodes.SkipNode

    def anchors_at(self, labels: list[str]) -> str:
        """Return code for further anchors of the heading that has just been written."""
        return f"#anchors-at({', '.join(map(string, labels))})" if len(labels) > 1 else ""

    def visit_subtitle(self, node: nodes.subtitle) -> None:
        """Write a subtitle."""
        self.block("subtitle", node)

    def visit_rubric(self, node: nodes.rubric) -> None:
        """Write a heading that is in no table of contents; the one that docutils gives footnotes stands alone."""
        if node.astext() in ("Footnotes", _("Footnotes")):
            raise nodes.SkipNode
        self.block("rubric", node)

    # paragraphs

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        """Begin a paragraph; the only one of a list item or cell is set as a line."""
        self.defer(node)
        if is_picture(node):
            self._ends.append("")
            return
        if self._alone(node):
            begin, end = "", ""
        else:
            begin, end = f"{self.mark(node)}#par[", "]"
        self.add(begin, self.held())
        if language := self.language_of(node):
            begin, end = f"{begin}#language({string(language)})[", f"]{end}"
            self.add(f"#language({string(language)})[")
        if any(is_block(child) for child in node.children):
            self._write_parts(node, begin, end)
        self._ends.append(end)

    def _write_parts(self, node: nodes.Element, begin: str, end: str) -> None:
        """Write a paragraph with blocks in it, such as displayed formulas: each parts it, for Typst would drop them."""
        inside = True
        for child in node.children:
            if is_block(child) is inside:
                self.add(end if inside else begin)
                inside = not inside
            child.walkabout(self)
        self.add(end if inside else "")
        raise nodes.SkipNode

    def _alone(self, node: nodes.Element) -> bool:
        """Tell whether a paragraph is the only text beside lists, or the first of a note, where its number stands."""
        others = (nodes.bullet_list, nodes.enumerated_list, nodes.Invisible, nodes.label)
        family = [child for child in node.parent if not isinstance(child, others)]
        return self.parent_is(node, *CONTAINERS) and (
            family == [node] or (self.parent_is(node, nodes.footnote) and family[0] is node)
        )

    def depart_paragraph(self, node: nodes.Element) -> None:
        """End a paragraph."""
        self.add(self._ends.pop())

    def visit_compact_paragraph(self, node: addnodes.compact_paragraph) -> None:
        """Begin a paragraph without space around it, or the list of a toctree."""
        if any(isinstance(child, nodes.bullet_list) for child in node.children):
            self.defer(node)
            self._ends.append("")
        else:
            self.visit_paragraph(node)

    depart_compact_paragraph = depart_paragraph

    def visit_block_quote(self, node: nodes.block_quote) -> None:
        """Write a quotation; one of the class epigraph stands at the head of a chapter."""
        sources = [child for child in node.children if isinstance(child, nodes.attribution)]
        attribution = "".join(self.content_of(source) for source in sources)
        kind = next((name for name in node["classes"] if name in ("epigraph", "pull-quote", "highlights")), "quote")
        language = self.language_of(node)
        self.defer(node)
        arguments = [string(kind), f"[{attribution}]" if sources else "none", optional(language)]
        self.add(self.mark(node), f"#quotation({', '.join(arguments)})[", self.held())

    visit_attribution = Core.skip

    def visit_transition(self, node: nodes.transition) -> None:
        """Write the sign that divides text; the one that MyST puts before its footnotes divides nothing here."""
        self.defer(node)
        if "footnotes" in node["classes"]:
            raise nodes.SkipNode
        self.add(self.mark(node), "#transition()")
        raise nodes.SkipNode

    def visit_centered(self, node: addnodes.centered) -> None:
        """Write a centred line."""
        self.block("centred", node)

    # boxes

    def visit_admonition(self, node: nodes.Element) -> None:
        """Begin an admonition; its title is its own, or what its kind is called."""
        kind = type(node).__name__
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        name = self.content_of(title) if title is not None else f"#{string(seams.admonition_title(kind))}"
        if title is not None:
            node.remove(title)
        self.defer(node)
        self.add(self.mark(node), f"#admonition({string(kind)}, [{name}])[", self.held())

    visit_attention = visit_caution = visit_danger = visit_error = visit_hint = visit_admonition
    visit_important = visit_note = visit_tip = visit_warning = visit_seealso = visit_admonition
    visit_Admonition, depart_Admonition = visit_admonition, Core.close  # noqa: N815  (others' kinds, such as todo)

    def visit_topic(self, node: nodes.topic) -> None:
        """Begin a topic, such as an abstract; the contents that docutils makes are the template's business."""
        if "contents" in node["classes"]:
            self.defer(node)
            raise nodes.SkipNode
        self.block("topic", node)

    def visit_sidebar(self, node: nodes.sidebar) -> None:
        """Begin a box beside the text, which print sets into it."""
        self.block("topic", node)

    def visit_system_message(self, node: nodes.system_message) -> None:
        """Leave out what has been reported while reading."""
        raise nodes.SkipNode

    def visit_comment(self, node: nodes.comment) -> None:
        """Leave a comment to who writes; what an extension has hidden in one is printed."""
        if is_comment(node):
            raise nodes.SkipNode
        self.defer(node)

    depart_comment = Core.ignore

    def visit_container(self, node: nodes.container) -> None:
        """Begin a box without a look of its own, or a listing with its caption."""
        if node.get("literal_block"):
            self.defer(node)
            caption = next((child for child in node.children if isinstance(child, nodes.caption)), None)
            title = "none" if caption is None else f"[{self.content_of(caption)}]"
            if caption is not None:
                node.remove(caption)
            labels, number = self.labels(node), optional(self.number_of(node))
            self.add(self.mark(node.children[-1]), f"#listing({labels}, {number}, {title})[")
            return
        language = self.language_of(node)
        self.block(f"container({strings(node['classes'])}, {optional(language)})", node)

    def visit_versionmodified(self, node: addnodes.versionmodified) -> None:
        """Begin a note on what has changed in a version."""
        self.block("version-note", node)

    # the documents below this one

    def visit_included_documents(self, node: included_documents) -> None:
        """Make room for the documents of a toctree: a file that is written when the order of the book is known."""
        caption = node["caption"]
        language = getattr(caption, "language", "")  # of a string that knows it
        toctree = {"documents": node["documents"], "caption": caption, "language": language, "depth": self.depth}
        self.toctrees.append(toctree)
        path = f"/{toctree_path(self.docname, len(self.toctrees) - 1)}"
        self.add(self.mark(node), f"#include {string(path)}")
        for title, address in node["addresses"]:
            self.add(self.mark(node), f"#par[#to-address({string(address)})[#{string(title)}]]")
        raise nodes.SkipNode

    def visit_productionlist(self, node: addnodes.productionlist) -> None:
        """Write a grammar, each rule on a line."""
        self.defer(node)
        rows = []
        for production in node.children:
            assert isinstance(production, addnodes.production)
            rows.append(f"[{self.anchor(production['ids'])}{self.content_of(production)}]")
        self.add(self.mark(node), self.held(), f"#grammar({', '.join(rows)})")
        raise nodes.SkipNode

    visit_compound, depart_compound = Core.through, Core.ignore
    visit_production, depart_production = Core.through, Core.ignore
    depart_title = depart_subtitle = depart_rubric = depart_block_quote = depart_centered = Core.close
    depart_admonition = depart_attention = depart_caution = depart_danger = depart_error = depart_hint = Core.close
    depart_important = depart_note = depart_tip = depart_warning = depart_seealso = Core.close
    depart_topic = depart_sidebar = depart_container = depart_versionmodified = Core.close
