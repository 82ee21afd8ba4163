"""Titles as the templates of web book and e-book need them: they know their language, and pages say it."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from bilateral.messages import parts_of
from bilateral.translation import language_left
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.records.nodes import title_of


def name(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Hand over the titles of the book, of the page and of the one before it."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    titles, book = app.env.titles, volume_of(app).edition.title
    before = app.builder.relations.get(pagename, ["", ""])[1]
    context["book"] = book
    at_cover = context.get("title") == book
    context["heading"] = title_of(titles[pagename]) if pagename in titles else book if at_cover else ""
    context["before"] = title_of(titles[before]) if before in titles else ""


def marked(message: str, **places: str) -> str:
    """Return a message as HTML, in whose places texts say their language."""

    def said(text: str) -> str:
        language = language_left(text)
        return f'<span lang="{escape(language)}">{escape(text)}</span>' if language else escape(text)

    return "".join(escape(text) + (said(places[place]) if place else "") for text, place in parts_of(message))


def setup(app: Sphinx) -> None:
    """Run with the metadata."""
    connect(app, Phase.DESCRIBED_PAGE, name)
