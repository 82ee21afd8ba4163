"""What Sphinx and the theme put on each page that ours has no use for.

The theme fills each place of its layout in trial, to see whether anything is left; for its sidebar it resolves the
toctrees of the whole book, on every page. Without it, pages load some hundred kilobytes of scripts and style sheets
that they do not use, and a large book takes twice as long. It also shortens addresses at some hosts, so that a source
on GitHub would be printed as the name of a folder. And it copies the text of each page, that of sections within
sections once more, for a description that no template prints.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from pydata_sphinx_theme.short_link import ShortenLinkTransform

SCRIPTS_AND_SHEETS = frozenset(
    {
        "documentation_options.js",
        "doctools.js",
        "sphinx_highlight.js",
        "translations.js",
        "sphinx-book-theme.js",
        "pydata-sphinx-theme.css",
        "sphinx-book-theme.css",
        "basic.css",
    }
)
"""Scripts and style sheets of Sphinx and of the theme."""
PLACES = (
    "sidebars",
    "theme_navbar_start",
    "theme_navbar_center",
    "theme_navbar_persistent",
    "theme_navbar_end",
    "theme_article_header_start",
    "theme_article_header_end",
    "theme_primary_sidebar_end",
    "theme_secondary_sidebar_items",
)
"""Variables of the theme's templates that list what fills a place of its layout."""
STATIC = frozenset({"pygments.css", "base-stemmer.js", "translations.js"})
"""Static files that Sphinx writes whether or not a page loads them."""


def print_addresses_whole() -> None:
    """Let the theme shorten no address, nor look for some: it has no setting for that."""
    ShortenLinkTransform.run = lambda *_, **__: None


def describe_no_pages() -> None:
    """Let the theme find no sections, from whose text it makes a description: the head of a page has ours."""

    def none_of(tree: nodes.document, kind: type[nodes.Node]) -> Iterator[nodes.Node]:
        return iter(())

    import sphinx_book_theme  # late: only who writes the web book has loaded it

    sphinx_book_theme.findall = none_of
