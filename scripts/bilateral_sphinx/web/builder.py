"""The builder of the web book: Sphinx's, which copies of the theme's static files only what our pages load."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.fileutil import copy_asset_file

from bilateral_sphinx.web.search import take_over_entries

LANGUAGE = "language_data.js.jinja"
"""Stemmer and stop words, for the search page. All else the themes bring is for layouts and scripts of their own."""


class _Sparing(StandaloneHTMLBuilder):
    """Leaves some megabytes of style sheets, scripts and fonts where they are."""

    def copy_theme_static_files(self, context: dict[str, Any]) -> None:
        """Copy the one file that the search page loads."""
        found = [Path(folder, "static", LANGUAGE) for folder in self.theme.get_theme_dirs()]
        source = next(path for path in found if path.exists())
        copy_asset_file(source, Path(self.outdir, "_static"), context=context, renderer=self.templates, force=True)

    def load_indexer(self, docnames: AbstractSet[str]) -> None:
        """Take over the last search index, for the pages that are not among ``docnames``."""
        super().load_indexer(docnames)
        if self.indexer is not None:
            path = Path(self.outdir, self.searchindex_filename)
            take_over_entries(self.indexer, path, set(self.env.all_docs) - docnames)


class WebBuilder(_Sparing):
    """Takes the place of ``html``."""


class WebFolderBuilder(_Sparing, DirectoryHTMLBuilder):
    """Takes the place of ``dirhtml``."""

    name = "dirhtml"


def setup(app: Sphinx) -> None:
    """Take the place of Sphinx's builders."""
    app.setup_extension("sphinx.builders.html")
    app.setup_extension("sphinx.builders.dirhtml")
    app.add_builder(WebBuilder, override=True)
    app.add_builder(WebFolderBuilder, override=True)
