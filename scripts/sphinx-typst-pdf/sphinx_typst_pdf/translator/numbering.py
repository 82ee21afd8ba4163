"""The numbers that Sphinx has given: the same in every format."""

from __future__ import annotations

from docutils import nodes

from sphinx_typst_pdf import seams
from sphinx_typst_pdf.translator.core import Core


class Numbering(Core):
    """Numbers of sections, figures, tables and listings."""

    def number_of_section(self, title: nodes.Element) -> str | None:
        """Return the number of the section that has this title."""
        numbers = seams.section_numbers(self.env, self.docname)
        anchor = f"#{title.parent['ids'][0]}" if title.parent["ids"] else ""
        number = numbers.get(anchor if anchor in numbers else "")
        return ".".join(map(str, number)) if number else None

    def number_of(self, node: nodes.Element) -> str | None:
        """Return what Sphinx calls a figure, a table or a listing, such as Table 7."""
        kind = seams.numbered_kind(self.env, node)
        numbers = seams.figure_numbers(self.env, self.docname, kind)
        if not node["ids"] or node["ids"][0] not in numbers:
            return None
        number = ".".join(map(str, numbers[node["ids"][0]]))
        return str(self.config.numfig_format.get(kind, "%s")).replace("%s", number).replace("{number}", number)

    def number_of_equation(self, node: nodes.Element) -> str | None:
        """Return the number of a displayed formula, in brackets."""
        numbers = seams.figure_numbers(self.env, self.docname, "displaymath")
        if self.config.math_numfig and self.config.numfig and node["ids"] and node["ids"][0] in numbers:
            number = self.config.math_numsep.join(map(str, numbers[node["ids"][0]]))
        else:
            number = str(node.get("number") or "")
        return f"({number})" if number else None
