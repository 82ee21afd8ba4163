"""Read finished books back into facts: their tables, cell by cell, from HTML, EPUB and PDF.

Nothing here shares code with the renderer: a checker that did would repeat its mistakes.
"""

from bilateral_workshop.readback.epub import epub_tables
from bilateral_workshop.readback.html import html_tables
from bilateral_workshop.readback.model import BuiltCell, BuiltRow, BuiltTable
from bilateral_workshop.readback.pdf import pdf_tables
from bilateral_workshop.readback.tagged_pdf import structure_tables, tagged_pdf_tables
from sphinx_typst_pdf.readback import Element, read_structure

__all__ = [
    "BuiltCell",
    "BuiltRow",
    "BuiltTable",
    "Element",
    "epub_tables",
    "html_tables",
    "pdf_tables",
    "read_structure",
    "structure_tables",
    "tagged_pdf_tables",
]
