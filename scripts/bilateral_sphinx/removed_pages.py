"""Pages of chapters that were removed: Sphinx leaves them in the output."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.state import state_of


def note(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Note the chapters that were removed, for the formats that are written later."""
    state_of(env).removed_pages |= removed
    return []


def remove(app: Sphinx, builder: Builder) -> None:
    """Remove these pages; Sphinx's EPUB builder packs whatever it finds."""
    if isinstance(builder, StandaloneHTMLBuilder):
        for docname in state_of(builder.env).removed_pages - set(builder.env.all_docs):
            Path(builder.get_outfilename(docname)).unlink(missing_ok=True)


def setup(app: Sphinx) -> None:
    """Note removed chapters when Sphinx finds them, and remove their pages before each format is written."""
    connect(app, Phase.OUTDATED, note)
    connect(app, Phase.WRITING, remove)
