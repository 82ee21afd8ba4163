"""The other languages of the book: links from each page to the same page there.

A translation is published below the original, in a folder with the name of its language.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from bilateral.files import languages_of
from bilateral.locales import own_name
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.web.builders import is_web


class Version(NamedTuple):
    """A page in a language, which is called by its own name."""

    language: str
    name: str
    address: str
    is_this: bool


def remember(app: Sphinx, config: Config) -> None:
    """Make the languages a setting: pages are written again when one has come or gone."""
    volume = volume_of(app)
    original = volume.original or volume.edition
    tags = [name.replace("_", "-") for name in languages_of(Path(app.srcdir))]
    tags = [tag for tag in tags if tag != original.language]
    addresses = {original.language: original.address, **{tag: f"{original.address}{tag}/" for tag in tags}}
    config.press_languages = list(addresses.items()) if tags else []


def offer(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Hand the versions of a page to the templates."""
    if not is_web(app):
        return
    here, uri = volume_of(app).edition.language, app.builder.get_target_uri(pagename)
    context["versions"] = [
        Version(tag, own_name(tag), f"{address}{uri}", tag == here) for tag, address in app.config.press_languages
    ]


def setup(app: Sphinx) -> None:
    """Run with the downloads."""
    app.add_config_value("press_languages", [], "html", list, "Languages and addresses of the book; set by the build.")
    connect(app, Phase.DOWNLOADS, remember)
    connect(app, Phase.DESCRIBED_PAGE, offer)
