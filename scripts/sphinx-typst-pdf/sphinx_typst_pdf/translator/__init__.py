"""The translator: each family of nodes has a class of its own, and here they come together."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from sphinx_typst_pdf.translator.blocks import Blocks
from sphinx_typst_pdf.translator.core import Core
from sphinx_typst_pdf.translator.links import Links
from sphinx_typst_pdf.translator.lists import Lists
from sphinx_typst_pdf.translator.media import Media
from sphinx_typst_pdf.translator.signatures import Signatures
from sphinx_typst_pdf.translator.tables import Tables

__all__ = ["SILENT", "TypstTranslator"]

SILENT: dict[type, str] = {
    nodes.decoration: "holds headers and footers of pages, which the template sets",
    nodes.footer: "is the template's business",
    nodes.header: "is the template's business",
    nodes.meta: "is for search engines of the web",
    nodes.pending: "has been worked off, or concerns other formats, before a writer sees it",
    nodes.substitution_definition: "is printed where it is used",
    nodes.substitution_reference: "has been replaced before a writer sees it, or reported",
    addnodes.highlightlang: "has been applied to the listings by a transform",
    addnodes.only: "has been decided by a transform; what stays is no longer in it",
    addnodes.pending_xref_condition: "has been decided by a transform",
    addnodes.start_of_file: "is what other builders put around documents when they join them",
    addnodes.toctree: "has been replaced by the place of its documents",
    addnodes.translatable: "is a base class of nodes",
}
"""Nodes that print nothing of their own, each with the reason; what is in the last ones is printed."""

CONTENT = (addnodes.only, addnodes.pending_xref_condition, addnodes.start_of_file)


class TypstTranslator(Blocks, Lists, Tables, Media, Links, Signatures):
    """Writes a document as calls of the functions of a template."""


for _node in SILENT:
    _printed = _node in CONTENT
    setattr(TypstTranslator, f"visit_{_node.__name__}", Core.through if _printed else Core.skip)
    setattr(TypstTranslator, f"depart_{_node.__name__}", Core.ignore)
