"""The house style: templates, style sheets and the LaTeX package that every volume shares."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

HERE = Path(__file__).parent


def apply(app: Sphinx, config: Config) -> None:
    """Put the folders of this package before those of the theme and after those of the volume."""
    config.templates_path = [*config.templates_path, str(HERE / "templates")]
    config.html_static_path = [*config.html_static_path, str(HERE / "static")]
    config.typst_template = config.typst_template or str(HERE / "typst" / "book.typ")
    config.typst_additional_files = [*config.typst_additional_files, str(HERE / "typst" / "cover-page.typ")]
    config.latex_additional_files = [*config.latex_additional_files, str(HERE / "latex" / "book.sty")]


def forget(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Remove the pages of chapters that have gone: Sphinx leaves them, and its EPUB builder packs what it finds."""
    if app.builder.format == "html":
        for docname in removed:
            Path(app.outdir, f"{docname}{app.builder.out_suffix}").unlink(missing_ok=True)  # type: ignore[attr-defined]  # HTML builders have it
    return []


def setup(app: Sphinx) -> None:
    """Apply before builders look at the settings."""
    app.connect("config-inited", apply, priority=250)
    app.connect("env-get-outdated", forget)
