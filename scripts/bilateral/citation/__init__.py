"""Citations of the book, of its parts and of its sources.

``description`` says once what the book or a part is, for citations and for metadata of all kinds. ``record`` makes a
record in CSL-JSON of it, and ``sources`` of a source; ``styles`` writes the record for readers, ``exchange`` for
reference managers. ``cff`` writes ``CITATION.cff``.
"""

from __future__ import annotations

from bilateral.bibliography import Item
from bilateral.citation.citeproc import Run
from bilateral.citation.description import Description, Download, Part, describe
from bilateral.citation.exchange import FORMATS, Exports, Format
from bilateral.citation.printed import printed_entries
from bilateral.citation.record import item_of
from bilateral.citation.sources import evidence_items, source_items
from bilateral.citation.styles import Citations, Cited, Form, html_of
from bilateral.citation.things import thing_of

__all__ = [
    "FORMATS",
    "Citations",
    "Cited",
    "Description",
    "Download",
    "Exports",
    "Form",
    "Format",
    "Item",
    "Part",
    "Run",
    "describe",
    "evidence_items",
    "html_of",
    "item_of",
    "printed_entries",
    "source_items",
    "thing_of",
]
