"""The static files of the theme, of which only the search's language is copied; and the digests of all, in addresses.

Sphinx copies all of them; the theme's weigh some megabytes. Without it, they lie in the web book and no page loads
them. It keeps digests by path for as long as the process runs: without it, the pages of a later build name a script
with the digest of an earlier one, and browsers go on with what they have.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.html._assets import _file_checksum_inner
from sphinx.util.fileutil import copy_asset_file

LANGUAGE = "language_data.js.jinja"
"""Stemmer and stop words, for the search page. All else the themes bring is for layouts and scripts of their own."""


def forget_digests() -> None:
    """Let a build find the digests of its static files itself."""
    _file_checksum_inner.cache_clear()


class SparseStaticFiles(StandaloneHTMLBuilder):
    """A builder that leaves the static files of the theme where they are."""

    def copy_theme_static_files(self, context: dict[str, Any]) -> None:
        """Copy the one file that the search page loads."""
        found = [Path(folder, "static", LANGUAGE) for folder in self.theme.get_theme_dirs()]
        source = next(path for path in found if path.exists())
        copy_asset_file(source, Path(self.outdir, "_static"), context=context, renderer=self.templates, force=True)
