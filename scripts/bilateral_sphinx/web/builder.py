"""The builders of the web book: Sphinx's, without static files that no page loads."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.builders.dirhtml import DirectoryHTMLBuilder

from bilateral_sphinx.seams.rendering import RendersOnce
from bilateral_sphinx.seams.static_files import SparseStaticFiles
from bilateral_sphinx.seams.titles import PlainSearchTitles


class WebBuilder(RendersOnce, PlainSearchTitles, SparseStaticFiles):
    """Takes the place of ``html``."""


class WebFolderBuilder(WebBuilder, DirectoryHTMLBuilder):
    """Takes the place of ``dirhtml``."""

    name = "dirhtml"


def setup(app: Sphinx) -> None:
    """Take the place of Sphinx's builders."""
    app.setup_extension("sphinx.builders.html")
    app.setup_extension("sphinx.builders.dirhtml")
    app.add_builder(WebBuilder, override=True)
    app.add_builder(WebFolderBuilder, override=True)
