"""The press as a Sphinx extension: ``extensions = ["bilateral_sphinx"]`` makes a volume of a folder.

The core, ``bilateral``, reads and judges the data, and says what a table, a phrase or a picture shows; this package
brings it into the pages and finishes the formats.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from bilateral_sphinx import (
    anchors,
    assets,
    beside,
    citations,
    citing,
    dataset,
    edition,
    epub,
    file_names,
    fonts,
    formats,
    formulas,
    guard,
    headings,
    index_page,
    latex,
    linkcheck,
    loading,
    markdown,
    nesting,
    numbering,
    pages,
    records,
    references,
    removed,
    settings,
    state,
    typst,
    web,
    wide_tables,
)
from bilateral_sphinx.seams import highlighting, visitors

PARTS = (
    state,
    settings,
    loading,
    beside,
    file_names,
    markdown,
    citations,
    records,
    references,
    anchors,
    guard,
    formulas,
    nesting,
    citing,
    dataset,
    edition,
    fonts,
    assets,
    removed,
    typst,
    numbering,
    headings,
    index_page,
    epub,
    latex,
    linkcheck,
    highlighting,
    visitors,
    web,
    pages,
    wide_tables,
    formats,
)
"""The order in which handlers of the same phase are called."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the parts."""
    for part in PARTS:
        part.setup(app)
    return {"version": "1", "env_version": state.VERSION, "parallel_read_safe": True, "parallel_write_safe": True}
