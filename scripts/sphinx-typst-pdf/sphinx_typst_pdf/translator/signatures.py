"""Descriptions of objects: signatures, parameters, and what is said of them."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from sphinx_typst_pdf.syntax import BREAK, string
from sphinx_typst_pdf.translator.core import Core

NAME = 16
"""Characters of a name that make it so long that it may be broken."""


class Signatures(Core):
    """What domains such as that of Python describe."""

    def longest(self, node: nodes.Node) -> int:
        """Let the names in a signature be broken sooner than words."""
        return NAME if self.within(node, addnodes.desc_signature) else super().longest(node)

    def visit_desc(self, node: addnodes.desc) -> None:
        """Begin a description."""
        self.block("description", node)

    def visit_desc_signature(self, node: addnodes.desc_signature) -> None:
        """Begin a signature."""
        self.block("signature", node)

    def visit_desc_signature_line(self, node: addnodes.desc_signature_line) -> None:
        """Begin a further line of a signature."""
        if node.parent.index(node):
            self.add("#linebreak()")

    def visit_desc_content(self, node: addnodes.desc_content) -> None:
        """Begin what is said of the object."""
        if not node.children:
            raise nodes.SkipNode
        self.block("described", node)

    def visit_desc_name(self, node: nodes.Element) -> None:
        """Write the name of the object."""
        self.span("strong", node)

    def visit_desc_annotation(self, node: nodes.Element) -> None:
        """Write what kind of object it is."""
        self.span("emph", node)

    def visit_desc_returns(self, node: addnodes.desc_returns) -> None:
        """Write what comes back."""
        self.add('#" → "')

    def _open(self, node: nodes.Element, bracket: str) -> None:
        self.add(f"#{string(bracket + BREAK)}")

    def visit_desc_parameterlist(self, node: nodes.Element) -> None:
        """Open the brackets around parameters."""
        self._open(node, "(")

    def depart_desc_parameterlist(self, node: nodes.Element) -> None:
        """Close them."""
        self.add('#linebreak()#")"' if node.get("multi_line_parameter_list") else '#")"')

    def visit_desc_type_parameter_list(self, node: nodes.Element) -> None:
        """Open the brackets around type parameters."""
        self._open(node, "[")

    def depart_desc_type_parameter_list(self, node: nodes.Element) -> None:
        """Close them."""
        self.add('#"]"')

    def visit_desc_parameter(self, node: nodes.Element) -> None:
        """Write a parameter; a comma stands before all but the first."""
        self._separate(node)
        self.add("#[" if node.get("noemph") else "#emph[")

    visit_desc_type_parameter = visit_desc_parameter

    def _separate(self, node: nodes.Element) -> None:
        self._run = 0  # a line may end after the comma, and so need not before the next name
        several = isinstance(node.parent, addnodes.desc_parameterlist) and node.parent.get("multi_line_parameter_list")
        if node.parent.index(node) or isinstance(node.parent, addnodes.desc_optional):
            self.add('#", "' if not several else '#","')
        if several:
            self.add('#linebreak()#"\u00a0\u00a0\u00a0\u00a0"')

    def visit_desc_optional(self, node: addnodes.desc_optional) -> None:
        """Open the brackets around what may be left out."""
        self.add('#"["')

    def depart_desc_optional(self, node: addnodes.desc_optional) -> None:
        """Close them."""
        self.add('#"]"')

    def visit_desc_sig_space(self, node: nodes.Element) -> None:
        """Write a space that may not be folded away."""
        self.add('#" "')
        raise nodes.SkipNode

    visit_desc_addname = visit_desc_classname = visit_desc_type = visit_desc_inline = Core.through
    visit_desc_sig_element = visit_desc_sig_name = visit_desc_sig_operator = visit_desc_sig_punctuation = Core.through
    visit_desc_sig_keyword = visit_desc_sig_keyword_type = visit_desc_sig_literal_number = Core.through
    visit_desc_sig_literal_string = visit_desc_sig_literal_char = Core.through
    depart_desc = depart_desc_signature = depart_desc_content = depart_desc_name = Core.close
    depart_desc_annotation = depart_desc_parameter = depart_desc_type_parameter = Core.close
    depart_desc_addname = depart_desc_classname = depart_desc_type = depart_desc_inline = Core.ignore
    depart_desc_sig_element = depart_desc_sig_name = depart_desc_sig_operator = Core.ignore
    depart_desc_sig_punctuation = depart_desc_sig_keyword = depart_desc_sig_keyword_type = Core.ignore
    depart_desc_sig_literal_number = depart_desc_sig_literal_string = depart_desc_sig_literal_char = Core.ignore
    depart_desc_returns = depart_desc_signature_line = Core.ignore
