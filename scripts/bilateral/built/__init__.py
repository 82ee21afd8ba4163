"""Read finished books back into facts: their tables, cell by cell, from HTML, EPUB and PDF.

Nothing here shares code with the renderer: a checker that did would repeat its mistakes.
"""

from bilateral.built.epub import epub_tables
from bilateral.built.html import html_tables
from bilateral.built.model import BuiltCell, BuiltRow, BuiltTable
from bilateral.built.pdf import pdf_tables

__all__ = ["BuiltCell", "BuiltRow", "BuiltTable", "epub_tables", "html_tables", "pdf_tables"]
