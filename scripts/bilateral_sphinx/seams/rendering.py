"""What an HTML builder works out anew for each page, and is the same on all of them.

Sphinx renders the title of a chapter on each page that names it, and asks for the address of the bibliography from a
page as often as the page cites; docutils looks on the disk for a style sheet of its own whenever anything is rendered,
and no page has it. It escapes text by a table, which Python applies letter by letter where there is more than ASCII.
Without it, the books are the same, and their writing takes longer: that of a sentence with accents ten times as long.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from docutils import nodes
from docutils.writers._html_base import HTMLTranslator
from sphinx.builders.html import StandaloneHTMLBuilder


class RendersOnce(StandaloneHTMLBuilder):
    """A builder that renders each title once, and finds each address once for a page."""

    def init(self) -> None:
        """Begin with nothing rendered, and without a style sheet of docutils."""
        super().init()
        self.rendered: dict[nodes.Node, dict[str, str]] = {}
        self.addresses: tuple[str, dict[tuple[str, str | None], str]] = ("", {})
        self._settings.stylesheet_path = None

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Take the style sheet out of the settings of pages too."""
        super().prepare_writing(docnames)
        self.docsettings.stylesheet_path = None

    def render_partial(self, node: nodes.Node | None) -> dict[str, str]:
        """Render a node; a title of words alone looks alike on every page, one with a picture has its address."""
        if not isinstance(node, nodes.title) or not all(isinstance(child, nodes.Text) for child in node.children):
            return super().render_partial(node)
        if node not in self.rendered:
            self.rendered[node] = super().render_partial(node)
        return self.rendered[node]

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the address of a page as seen from another; most links of a page lead to few pages."""
        if from_ != self.addresses[0]:
            self.addresses = (from_, {})
        known = self.addresses[1]
        if (to, typ) not in known:
            known[to, typ] = super().get_relative_uri(from_, to, typ)
        return known[to, typ]


_by_table = HTMLTranslator.encode


def _encode(self: HTMLTranslator, text: object) -> str:
    """Return a text as HTML has it; the sign of addresses, by which harvesters know them, as docutils does."""
    if self.special_characters is not HTMLTranslator.special_characters:  # a translator has a table of its own
        return str(_by_table(self, text))
    said = str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return said.replace('"', "&quot;").replace("@", "&#64;")


HTMLTranslator.encode = _encode  # type: ignore[method-assign]
