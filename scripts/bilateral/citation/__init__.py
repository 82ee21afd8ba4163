"""Citations of the book, of its parts and of its sources, each written from one record in CSL-JSON.

The way: ``record`` and ``sources`` make the record; ``styles`` writes it for readers, ``exchange`` for reference
managers, ``cff`` for programs that read ``CITATION.cff``.
"""

from __future__ import annotations

from bilateral.citation.exchange import FORMATS, Format
from bilateral.citation.record import Item, Part, item_of
from bilateral.citation.sources import evidence_items, source_items
from bilateral.citation.styles import Cited, Form, cite, load_shapes, save_shapes

__all__ = [
    "FORMATS",
    "Cited",
    "Form",
    "Format",
    "Item",
    "Part",
    "cite",
    "evidence_items",
    "item_of",
    "load_shapes",
    "save_shapes",
    "source_items",
]
