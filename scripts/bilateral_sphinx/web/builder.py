"""The builders of the web book: Sphinx's, without static files that no page loads, and with a whole search index."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.dirhtml import DirectoryHTMLBuilder

from bilateral_sphinx.seams.search_index import take_over_entries
from bilateral_sphinx.seams.static_files import SparseStaticFiles


class WebBuilder(SparseStaticFiles):
    """Takes the place of ``html``."""

    def load_indexer(self, docnames: AbstractSet[str]) -> None:
        """Take over the last search index, for the pages that are not among ``docnames``."""
        super().load_indexer(docnames)
        if self.indexer is not None:
            path = Path(self.outdir, self.searchindex_filename)
            take_over_entries(self.indexer, path, set(self.env.all_docs) - docnames)


class WebFolderBuilder(WebBuilder, DirectoryHTMLBuilder):
    """Takes the place of ``dirhtml``."""

    name = "dirhtml"


def setup(app: Sphinx) -> None:
    """Take the place of Sphinx's builders."""
    app.setup_extension("sphinx.builders.html")
    app.setup_extension("sphinx.builders.dirhtml")
    app.add_builder(WebBuilder, override=True)
    app.add_builder(WebFolderBuilder, override=True)
