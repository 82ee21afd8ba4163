"""Records of a data file in the pages of a book: tables, chronology, pictures, mentions, marks, and an index.

The extension renders what ``bilateral`` gives it; of YAML it knows nothing.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from records import backlinks, checks, entries, loading, nodes, pictures, transforms
from records.domain import RecordDomain


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the domain, its nodes, and the handlers that keep pages in step with the data."""
    loading.setup(app)
    nodes.setup(app)
    transforms.setup(app)
    checks.setup(app)
    entries.setup(app)
    backlinks.setup(app)
    pictures.setup(app)
    app.add_domain(RecordDomain)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
