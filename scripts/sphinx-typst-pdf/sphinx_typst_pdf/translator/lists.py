"""Lists of all kinds."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx import addnodes

from sphinx_typst_pdf.syntax import breakable, string, strings
from sphinx_typst_pdf.translator.core import Core

NUMBERINGS = {"arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
OPTION = 20
"""Characters of an option that make it so long that it may be broken."""
CHECKED = re.compile(r"<input\b[^>]*\bchecked\b")
CHECKBOX = re.compile(r"<input\b[^>]*\bcheckbox\b")


class Lists(Core):
    """Bullets, numbers, terms, fields, options, lines, and tables that are lists."""

    def begin_list(self, node: nodes.Element, call: str) -> None:
        """Begin a call whose arguments are the items."""
        self.defer(node)
        self.add(self.mark(node), call)

    def end_list(self, node: nodes.Element) -> None:
        """End the call."""
        self.add("\n)")

    def visit_bullet_list(self, node: nodes.bullet_list) -> None:
        """Begin a list with bullets."""
        if not node.children:
            raise nodes.SkipNode
        self.begin_list(node, f"#bullets(tight: {self.tight(node)}, classes: {strings(node['classes'])}, ")

    def visit_enumerated_list(self, node: nodes.enumerated_list) -> None:
        """Begin a list with numbers or letters."""
        style = NUMBERINGS.get(node.get("enumtype", "arabic"), "1")
        pattern = f"{node.get('prefix', '')}{style}{node.get('suffix', '.')}"
        start = node.get("start", 1)
        self.begin_list(node, f"#numbers(tight: {self.tight(node)}, start: {start}, numbering: {string(pattern)}, ")

    def tight(self, node: nodes.Element) -> str:
        """Tell, as code, whether every item is one short paragraph, perhaps with a list below it."""
        return str(all(self.single(item) for item in node.children if isinstance(item, nodes.Element))).lower()

    @staticmethod
    def single(item: nodes.Element) -> bool:
        """Tell whether an item has one paragraph and else only lists."""
        others = [child for child in item.children if not isinstance(child, nodes.comment | nodes.Invisible)]
        lists = (nodes.bullet_list, nodes.enumerated_list)
        return len([child for child in others if not isinstance(child, lists)]) <= 1

    def visit_list_item(self, node: nodes.list_item) -> None:
        """Begin an item."""
        self.block_item(node)
        if "task-list-item" in node["classes"]:
            boxes = [raw for raw in node.findall(nodes.raw) if CHECKBOX.search(raw.astext())]
            self.add(f"#checkbox({str(bool(boxes and CHECKED.search(boxes[0].astext()))).lower()})")

    def block_item(self, node: nodes.Element) -> None:
        """Begin an argument of content on a line of its own."""
        self.defer(node)
        self.add(self.mark(node), "[")

    def depart_list_item(self, node: nodes.Element) -> None:
        """End an item."""
        self.add(self.held(), "],")

    # terms and what belongs to them

    def visit_definition_list(self, node: nodes.definition_list) -> None:
        """Begin a list of terms."""
        self.begin_list(node, f"#definitions(classes: {strings(node['classes'])}, ")

    def visit_definition_list_item(self, node: nodes.definition_list_item) -> None:
        """Write the terms of an item as one, then what defines them."""
        self.defer(node)
        terms = [child for child in node.children if isinstance(child, nodes.term | nodes.classifier)]
        others = [child for child in node.children if child not in terms]
        self.add(self.mark(node), "terms.item([", self.held())
        for index, term in enumerate(terms):
            if index:
                self.add("#term-break()" if isinstance(term, nodes.term) else '#" : "')
            self.add(self.anchor(term["ids"]))
            self.add("#emph[" if isinstance(term, nodes.classifier) else "#[", self.content_of(term), "]")
        self.add("], [")
        for child in others:
            child.walkabout(self)
        self.add("]),")
        raise nodes.SkipNode

    visit_term = visit_classifier = visit_definition = Core.through
    depart_term = depart_classifier = depart_definition = Core.ignore
    visit_glossary, depart_glossary = Core.through, Core.ignore

    def visit_field_list(self, node: nodes.Element) -> None:
        """Begin a list of fields."""
        self.begin_list(node, "#fields(")

    visit_docinfo = visit_option_list = visit_field_list

    def visit_field(self, node: nodes.Element) -> None:
        """Begin a field, or an option: a name and a body."""
        self.defer(node)
        self.add(self.mark(node), "terms.item([", self.held())

    visit_option_list_item = visit_field

    def visit_field_body(self, node: nodes.Element) -> None:
        """Pass from the name to the body."""
        self.add("], [")

    visit_description = visit_field_body

    def depart_field(self, node: nodes.Element) -> None:
        """End a field."""
        self.add("]),")

    depart_option_list_item = depart_field

    def visit_docinfo_item(self, node: nodes.Element) -> None:
        """Write an item of the bibliographic fields: its name is its kind."""
        name = type(node).__name__
        self.add(self.mark(node), f"terms.item([#{string(name.capitalize())}], [", self.held())

    visit_author = visit_address = visit_contact = visit_copyright = visit_date = visit_docinfo_item
    visit_organization = visit_revision = visit_status = visit_version = visit_docinfo_item
    depart_author = depart_address = depart_contact = depart_copyright = depart_date = depart_field
    depart_organization = depart_revision = depart_status = depart_version = depart_field
    visit_authors, depart_authors = Core.through, Core.ignore
    visit_field_name = Core.through
    depart_field_name = depart_field_body = depart_description = Core.ignore

    def visit_option_group(self, node: nodes.option_group) -> None:
        """Write the spellings of an option."""
        self.add(f"#literal({string(breakable(', '.join(option.astext() for option in node.children), OPTION))})")
        raise nodes.SkipNode

    visit_option = visit_option_string = visit_option_argument = Core.skip

    # lines

    def visit_line_block(self, node: nodes.line_block) -> None:
        """Begin lines that are kept, or lines in such lines, which are indented."""
        if self.parent_is(node, nodes.line_block):
            self.add("#deeper[")
        else:
            self.block("lines", node)

    def visit_line(self, node: nodes.line) -> None:
        """Begin a line."""
        if self.within(node, nodes.line):  # extensions put lines into lines
            self.add(self.anchor(node["ids"]), "#linebreak()" if node.parent.index(node) else "")
        else:
            self.add(self.anchor(node["ids"]), "#verse[" if node.children else "#verse[~")

    def depart_line(self, node: nodes.line) -> None:
        """End a line."""
        self.add("" if self.within(node, nodes.line) else "]")

    depart_line_block = Core.close

    # Sphinx's own

    def visit_hlist(self, node: addnodes.hlist) -> None:
        """Begin a list in columns."""
        self.defer(node)
        self.add(self.mark(node), f"#columns-of({len(node.children)}, ")

    def visit_hlistcol(self, node: addnodes.hlistcol) -> None:
        """Begin a column."""
        self.block_item(node)

    def visit_acks(self, node: addnodes.acks) -> None:
        """Write a list of names as one paragraph."""
        items = [list(item.findall(nodes.paragraph)) for item in node.findall(nodes.list_item)]
        names = ['#" "'.join(self.content_of(part) for part in parts) for parts in items if parts]
        self.defer(node)
        self.add(self.mark(node), "#par[", self.held(), '#", "'.join(names), '#"."]')
        raise nodes.SkipNode

    depart_bullet_list = depart_enumerated_list = depart_definition_list = depart_field_list = end_list
    depart_docinfo = depart_option_list = depart_hlist = end_list
    depart_hlistcol = depart_list_item
