"""The PDF set by LaTeX: the package of the book, its bibliography, and the finished file as an archival one."""

from __future__ import annotations

from bilateral_sphinx.seams.latex_bibliography import setup

__all__ = ["setup"]
