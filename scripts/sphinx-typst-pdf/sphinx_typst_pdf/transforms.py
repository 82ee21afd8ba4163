"""What must happen to a document before it is written: toctrees stay toctrees, and formulas say what they stand for."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_typst_pdf import seams
from sphinx_typst_pdf.macros import Macros, MathError, expanded, read_mathjax, read_preamble, without_comments

NUMBER_OF = re.compile(r"\\(?P<bracketed>eq)?ref\s*\{(?P<label>[^{}]*)\}")


def is_comment(node: nodes.Node) -> bool:
    """Tell whether a node is a comment; one that holds nodes is none.

    Extensions make comments of what formats that they do not know leave out, such as the tables of autosummary, and
    the toctrees below those.
    """
    return isinstance(node, nodes.comment) and not any(isinstance(child, nodes.Element) for child in node.children)


class included_documents(nodes.General, nodes.Element):  # noqa: N801  (docutils names node classes in lower case)
    """The place of the documents of a toctree, which a book prints there."""


class KeepToctrees(SphinxPostTransform):
    """Replace each toctree before Sphinx resolves it to a list of links."""

    default_priority = 880
    formats = ("typst",)

    def run(self, **kwargs: Any) -> None:
        """Replace the toctrees of a document."""
        for toctree in list(self.document.findall(addnodes.toctree)):
            entries: list[tuple[str | None, str]] = [] if toctree.get("hidden") else toctree.get("entries", [])
            included = included_documents(
                "",
                documents=list(toctree.get("includefiles", [])),
                caption=toctree.get("caption"),
                addresses=[(title or address, address) for title, address in entries if "://" in address],
            )
            included.source, included.line = toctree.source, toctree.line
            toctree.replace_self(included)


def macros_of(config: Config) -> Macros:
    """Return the commands that the settings of a project define: preambles of TeX, and MathJax's."""
    preambles = [getattr(config, "imgmath_latex_preamble", ""), config.latex_elements.get("preamble", "")]
    macros = read_preamble("\n".join(map(str, preambles)))
    for name in ("mathjax2_config", "mathjax3_config", "mathjax4_config"):
        macros |= read_mathjax(getattr(config, name, None))
    return macros


def replace_macros(document: nodes.document, macros: Macros) -> None:
    """Replace commands that are defined, in settings or in formulas before, and take out what only defines some."""
    formulas = [node for node in document.findall(nodes.Element) if isinstance(node, nodes.math | nodes.math_block)]
    for node in formulas:
        source = node.astext()
        try:
            tex = expanded(without_comments(source), macros)
        except MathError:
            continue  # it is told when the formula is read
        if tex.strip() or node.get("label") or node["ids"]:
            node[:] = [nodes.Text(tex)] if tex != source else node.children
            continue
        around = node.parent
        around.remove(node)
        blank = all(isinstance(child, nodes.Text) and not child.astext().strip() for child in around.children)
        if isinstance(around, nodes.paragraph) and blank and not around["ids"]:
            around.parent.remove(around)


class ReadFormulas(SphinxPostTransform):
    """Replace what formulas have of other places: commands that are defined there, and numbers of formulas."""

    default_priority = 5
    formats = ("typst",)

    def run(self, **kwargs: Any) -> None:
        """Replace them in a document."""
        replace_macros(self.document, macros_of(self.config))
        for node in [*self.document.findall(nodes.math), *self.document.findall(nodes.math_block)]:
            source = node.astext()
            if (tex := NUMBER_OF.sub(self._number, source)) != source:
                node[:] = [nodes.Text(tex)]

    def _number(self, found: re.Match[str]) -> str:
        number = seams.equation_number(self.env, found["label"])
        if number is None:
            return found[0]
        return rf"\text{{({number})}}" if found["bracketed"] else rf"\text{{{number}}}"
