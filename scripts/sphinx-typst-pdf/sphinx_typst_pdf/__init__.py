"""A Sphinx builder for PDF that needs no TeX: documents become Typst, Typst makes an accessible, archival PDF.

Run it with ``sphinx-build -b typst``. ``setup`` alone imports Sphinx: the process that sets a book and the reader of
finished books are packages below this one, and need none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder, its settings and what it does before writing."""
    from sphinx_typst_pdf import settings
    from sphinx_typst_pdf.builder import TypstBuilder
    from sphinx_typst_pdf.transforms import KeepToctrees, ReadFormulas, included_documents

    settings.setup(app)
    app.add_builder(TypstBuilder)
    app.add_node(included_documents)
    app.add_post_transform(KeepToctrees)
    app.add_post_transform(ReadFormulas)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
