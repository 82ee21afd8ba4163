"""Read a tagged PDF back: the elements of its structure tree, and the text in them.

It shares no code with what makes the PDF, for a checker that did would repeat its mistakes.
"""

from sphinx_typst_pdf.readback.marked import MarkedContentDevice
from sphinx_typst_pdf.readback.structure import Element, read_structure

__all__ = ["Element", "MarkedContentDevice", "read_structure"]
