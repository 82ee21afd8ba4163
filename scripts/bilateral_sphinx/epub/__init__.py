"""The e-book: package document, navigation and archive."""

from __future__ import annotations

from bilateral_sphinx.epub.builder import setup

__all__ = ["setup"]
