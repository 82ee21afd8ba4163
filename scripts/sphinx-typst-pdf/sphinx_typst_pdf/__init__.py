"""A Sphinx builder for PDF that needs no TeX: documents become Typst, Typst makes an accessible, archival PDF.

Run it with ``sphinx-build -b typst``. It knows nothing of what a project is about;
docs/typst.md describes its settings.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from sphinx_typst_pdf import settings
from sphinx_typst_pdf.builder import TypstBuilder
from sphinx_typst_pdf.transforms import KeepToctrees, included_documents


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder, its settings and what it does before writing."""
    settings.setup(app)
    app.add_builder(TypstBuilder)
    app.add_node(included_documents)
    app.add_post_transform(KeepToctrees)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
