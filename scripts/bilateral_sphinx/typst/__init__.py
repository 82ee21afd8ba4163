"""What Typst sets: the template of the book, the cover of the e-book, and the card of shared addresses."""

from __future__ import annotations

from bilateral_sphinx.typst.cover import setup

__all__ = ["setup"]
