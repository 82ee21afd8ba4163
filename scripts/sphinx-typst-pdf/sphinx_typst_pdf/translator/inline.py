"""Spans inside a line."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx import addnodes

from sphinx_typst_pdf.maths import MathError, typst_content, typst_math
from sphinx_typst_pdf.syntax import breakable, string
from sphinx_typst_pdf.translator.core import Core
from sphinx_typst_pdf.translator.numbering import Numbering

NAME = 20
"""Characters of a literal or a signature that make it so long that it may be broken."""
QUOTED = re.compile(r'"[^"]*"')
LONG_FORMULA = 100
"""Characters of a formula in a line that may be longer than the line."""
NARROW = 10
"""The same where room is scarce."""


def is_solid(formula: str) -> bool:
    """Tell whether most of a formula is one piece, such as a matrix or a text, inside which no line can end."""
    depth = begin = 0
    longest = max(map(len, QUOTED.findall(formula)), default=0)
    for at, character in enumerate(formula):
        if character == "(":
            begin = begin if depth else at
            depth += 1
        elif character == ")":
            depth -= 1
            longest = longest if depth else max(longest, at - begin)
    return longest * 2 > len(formula)


class Inline(Numbering):
    """Emphasis, literals, mathematics and the like."""

    def visit_emphasis(self, node: nodes.Element) -> None:
        """Write emphasis."""
        self.span("emph", node)

    visit_title_reference = visit_emphasis

    def visit_strong(self, node: nodes.Element) -> None:
        """Write strong emphasis."""
        self.span("strong", node)

    def visit_literal(self, node: nodes.literal) -> None:
        """Write text of a fixed width, coloured where its language is known."""
        text = breakable(node.astext().replace("\n", " "), NARROW if self.within(node, nodes.entry) else NAME)
        self.add(self.anchor(node["ids"]), self.held(), f"#literal({string(self.joined(text))})")
        raise nodes.SkipNode

    def visit_literal_emphasis(self, node: addnodes.literal_emphasis) -> None:
        """Write a literal in italics."""
        self.span("literal-emph", node)

    def visit_literal_strong(self, node: addnodes.literal_strong) -> None:
        """Write a literal in bold type."""
        self.span("literal-strong", node)

    visit_manpage = visit_literal_emphasis

    def visit_subscript(self, node: nodes.subscript) -> None:
        """Write below the line."""
        self.span("sub", node)

    def visit_superscript(self, node: nodes.superscript) -> None:
        """Write above the line."""
        self.span("super", node)

    def visit_abbreviation(self, node: nodes.Element) -> None:
        """Write an abbreviation; what it stands for follows in brackets at its first place in the document."""
        self.span("abbreviation", node)

    def depart_abbreviation(self, node: nodes.Element) -> None:
        """Say what it stands for."""
        self.add("]")
        meaning = node.get("explanation")
        key = f"{node.astext()}: {meaning}"
        if meaning and key not in self.abbreviations and not self.within(node, addnodes.desc_signature):
            self.abbreviations.add(key)
            self.add(f"#{string(breakable(f' ({meaning})', NAME))}")

    visit_acronym, depart_acronym = visit_abbreviation, depart_abbreviation

    def visit_inline(self, node: nodes.inline) -> None:
        """Write a span; where its classes name a language, it is said."""
        language = self.language_of(node)
        self.add(self.anchor(node["ids"]), f"#language({string(language)})[" if language else "")

    def depart_inline(self, node: nodes.inline) -> None:
        """End a span."""
        self.add("]" if self.language_of(node) else "")

    def visit_generated(self, node: nodes.generated) -> None:
        """Write what a transform has generated, such as a number."""
        self.add(self.anchor(node["ids"]))

    def visit_problematic(self, node: nodes.problematic) -> None:
        """Write what could not be understood so that it is seen."""
        self.span("problematic", node)

    def visit_math(self, node: nodes.math) -> None:
        """Write a formula inside the line."""
        self.add(self.anchor(node["ids"]), self.held(), self.equation(node, ""))
        raise nodes.SkipNode

    def equation(self, node: nodes.Element, arguments: str) -> str:
        """Return code for a formula, or for its source where that is not understood."""
        source = node.astext().strip()
        if not source:
            return ""  # without a text, it has no alternative either
        try:
            formula = typst_math(source)
        except MathError as error:
            self.warn(f"{str(error).rstrip('.')}; the formula is printed as it is written", node, "math")
            return f"#literal({string(source)})"
        solid = (arguments or len(formula) > LONG_FORMULA) and is_solid(formula)
        return f"#formula({string(source)}{arguments}{', solid: true' if solid else ''}, {typst_content(formula)})"

    depart_emphasis = depart_title_reference = depart_strong = depart_literal_emphasis = Core.close
    depart_literal_strong = depart_manpage = depart_subscript = depart_superscript = Core.close
    depart_problematic, depart_generated = Core.close, Core.ignore
