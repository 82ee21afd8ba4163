"""The templates, style sheets and packages that all volumes share."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.templates import keep_compiled
from bilateral_sphinx.state import state_of

HERE = Path(__file__).parent
EPUB_STATIC = HERE / "epub" / "static"


def apply(app: Sphinx, config: Config) -> None:
    """Put the folders of this package before those of the theme and after those of the volume."""
    config.templates_path = [*config.templates_path, str(HERE / "templates")]
    config.html_static_path = [*config.html_static_path, str(EPUB_STATIC)]
    config.typst_template = config.typst_template or str(HERE / "typst" / "book.typ")
    config.typst_additional_files = [*config.typst_additional_files, str(HERE / "typst" / "cover-page.typ")]
    config.latex_additional_files = [*config.latex_additional_files, str(HERE / "latex" / "book.sty")]


def keep_templates(app: Sphinx) -> None:
    """Keep the templates compiled, beside the doctrees: to compile them takes as long as to fill some pages."""
    keep_compiled(app, Path(app.doctreedir, "templates"))


def note_removed(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Note the chapters that were removed, for the formats that are written later."""
    state_of(env).removed_pages |= removed
    return []


def remove_pages(app: Sphinx, builder: Builder) -> None:
    """Remove the pages of removed chapters: Sphinx leaves them, and its EPUB builder packs what it finds."""
    if isinstance(builder, StandaloneHTMLBuilder):
        for docname in state_of(builder.env).removed_pages - set(builder.env.all_docs):
            Path(builder.get_outfilename(docname)).unlink(missing_ok=True)


def setup(app: Sphinx) -> None:
    """Apply before builders look at the settings."""
    connect(app, Phase.TEMPLATES, apply)
    connect(app, Phase.BUILDER, keep_templates)
    connect(app, Phase.OUTDATED, note_removed)
    connect(app, Phase.WRITING, remove_pages)
