"""Pages, pictures and downloads that have gone from the book: Sphinx leaves them in the output."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.images import copied_files
from bilateral_sphinx.state import state_of


def note(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Note the chapters that were removed, for the formats that are written later."""
    state_of(env).removed_pages |= removed
    return []


def note_files(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Note the pictures and downloads that no page has any more, for the same."""
    state, now = state_of(env), copied_files(env)
    state.removed_files = (state.removed_files | state.copied_files) - now
    state.copied_files = now
    return []


def remove(app: Sphinx, builder: Builder) -> None:
    """Remove these files; Sphinx's EPUB builder packs whatever it finds."""
    if isinstance(builder, StandaloneHTMLBuilder):
        state = state_of(builder.env)
        pages = [builder.get_outfilename(docname) for docname in state.removed_pages - set(builder.env.all_docs)]
        for path in [*map(Path, pages), *(Path(builder.outdir, name) for name in state.removed_files)]:
            path.unlink(missing_ok=True)


def setup(app: Sphinx) -> None:
    """Note what has gone when Sphinx has found and read the pages, and remove it before each format is written."""
    connect(app, Phase.OUTDATED, note)
    connect(app, Phase.NUMBERED, note_files)
    connect(app, Phase.WRITING, remove)
