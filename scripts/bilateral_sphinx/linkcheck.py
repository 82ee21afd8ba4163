"""Addresses of the sources, asked whether they still answer."""

from __future__ import annotations

from sphinx.application import Sphinx

from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.link_anchors import look_in_html_alone


def begin(app: Sphinx) -> None:
    """Look for anchors where there are some."""
    if app.builder.name == "linkcheck":
        look_in_html_alone()


def setup(app: Sphinx) -> None:
    """Begin before any address is asked."""
    connect(app, Phase.BUILDER, begin)
