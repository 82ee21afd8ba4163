"""Formulas: MathML in the web book and the e-book, without a script.

They are read by the same function as those of the PDF: what it refuses is no formula in any format.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.mathematics import equation_number
from sphinx_typst_pdf.macros import MathError
from sphinx_typst_pdf.tex import mathml
from sphinx_typst_pdf.transforms import macros_of, replace_macros

logger = logging.getLogger(__name__)
MATHML = "mathml"
"""The name of the renderer, for Sphinx's settings."""
NAMESPACE = "http://www.w3.org/1998/Math/MathML"
MARKUP = re.compile(r'<math [^>]*alttext="([^"]*)".*?</math>')
LONG = 40
"""Signs of TeX in a formula within a line that may be wider than a telephone."""
TEX = "application/x-tex"


def replace(app: Sphinx, doctree: nodes.document) -> None:
    """Replace commands that a chapter or the settings define, before the guard looks at what is left."""
    replace_macros(doctree, macros_of(app.config))


def judge(app: Sphinx, doctree: nodes.document) -> None:
    """Name each formula that cannot be read, once for all formats; it is printed as it is written."""
    for formula in [*doctree.findall(nodes.math), *doctree.findall(nodes.math_block)]:
        source = formula.astext()
        try:
            mathml(source)
        except MathError as error:
            message = f"{str(error).rstrip('.')}; the formula is printed as it is written"
            logger.warning(message, location=formula, type="math", subtype="formula")
            kind = nodes.literal if isinstance(formula, nodes.math) else nodes.literal_block
            formula.replace_self(kind(source, source, ids=formula["ids"], names=formula["names"], language="text"))


def markup(source: str, *, block: bool) -> str:
    """Return a formula as MathML, with its source for programs and readers that know no MathML."""
    read = mathml(source)
    words = " ".join(source.split())
    root = ET.Element("math", {"xmlns": NAMESPACE, "alttext": words, **({"display": "block"} if block else {})})
    semantics = ET.SubElement(root, "semantics")
    ET.SubElement(semantics, "mrow").extend(read)
    ET.SubElement(semantics, "annotation", encoding=TEX).text = words
    return ET.tostring(root, encoding="unicode")


def _visit_formula(self: Any, node: nodes.math) -> None:
    written = markup(node.astext(), block=False)
    # No browser breaks a formula: one that may be wider than the page has a box that can be scrolled.
    self.body.append(f'<span class="math">{written}</span>' if len(node.astext()) > LONG else written)
    raise nodes.SkipNode


def _visit_displayed(self: Any, node: nodes.math_block) -> None:
    self.body.append(self.starttag(node, "div", CLASS="math"))
    self.body.append(markup(node.astext(), block=True))
    if node.get("number"):
        self.body.append(f'<span class="eqno">({equation_number(self, node)})</span>')
    self.body.append("</div>\n")
    raise nodes.SkipNode


def say_in_title(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Write a formula in the title of a page, which stands in its head, as its alternative text."""
    context["title"] = MARKUP.sub(r"\1", context.get("title") or "")


def setup(app: Sphinx) -> None:
    """Register the renderer, which the settings choose, and judge each page when it has been read."""
    app.add_html_math_renderer(MATHML, (_visit_formula, None), (_visit_displayed, None))
    connect(app, Phase.GUARD, replace)
    connect(app, Phase.NOTED, judge)
    connect(app, Phase.PAGE, say_in_title)
