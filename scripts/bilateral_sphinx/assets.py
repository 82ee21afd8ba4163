"""The templates, style sheets and packages that all volumes share."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from bilateral_sphinx.mirroring import static_folder
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.templates import keep_compiled

HERE = Path(__file__).parent
EPUB_STATIC = HERE / "epub" / "static"


def apply(app: Sphinx, config: Config) -> None:
    """Put the folders of this package before those of the theme and after those of the volume."""
    config.templates_path = [*config.templates_path, str(HERE / "templates")]
    config.html_static_path = [*config.html_static_path, str(static_folder(app, EPUB_STATIC))]
    config.typst_template = config.typst_template or str(HERE / "typst" / "book.typ")
    config.typst_additional_files = [*config.typst_additional_files, str(HERE / "typst" / "cover-page.typ")]
    ours = [str(HERE / "latex" / name) for name in ("book.sty", "index-ranges.xdy")]
    config.latex_additional_files = [*config.latex_additional_files, *ours]


def keep_templates(app: Sphinx) -> None:
    """Keep the templates compiled, beside the doctrees: to compile them takes as long as to fill some pages."""
    keep_compiled(app)


def setup(app: Sphinx) -> None:
    """Apply before builders look at the settings."""
    connect(app, Phase.TEMPLATES, apply)
    connect(app, Phase.BUILDER, keep_templates)
