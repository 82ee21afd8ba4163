"""The house style: templates, style sheets and the LaTeX package that every volume shares."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

HERE = Path(__file__).parent


def apply(app: Sphinx, config: Config) -> None:
    """Put the folders of this package before those of the theme and after those of the volume."""
    config.templates_path = [*config.templates_path, str(HERE / "templates")]
    config.html_static_path = [*config.html_static_path, str(HERE / "static")]
    config.html_favicon = config.html_favicon or str(HERE / "static" / "favicon.svg")
    config.latex_additional_files = [*config.latex_additional_files, str(HERE / "latex" / "book.sty")]


def setup(app: Sphinx) -> None:
    """Apply before builders look at the settings."""
    app.connect("config-inited", apply, priority=250)
