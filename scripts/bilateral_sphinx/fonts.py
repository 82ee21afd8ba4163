"""The fonts of a volume, for all that is set or drawn; what no font has is told once, before the PDF is set."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from bilateral.glyphs import FOLDER, font_files, judge_glyphs
from bilateral.pictures import vega
from bilateral_sphinx.formats.refusal import RefusedError
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.defaults import set_defaults


def font_folders(config: Config, folder: Path) -> list[Path]:
    """Return the folders with the fonts of a volume."""
    return [folder / name for name in config.typst_font_paths]


def use(app: Sphinx, config: Config) -> None:
    """Set books in the fonts of the volume, unless conf.py names other folders, and measure pictures with them.

    Web book and e-book take what they need of them along.
    """
    if font_files(Path(app.confdir) / FOLDER):
        set_defaults(config, {"typst_font_paths": [FOLDER]})
    folders = [folder for folder in font_folders(config, Path(app.confdir)) if font_files(folder)]
    if folders:
        from bilateral_sphinx.web_fonts import SHEET, write_fonts

        for folder in folders:
            vega().register_font_directory(str(folder))
        subsets = Path(app.doctreedir, FOLDER)
        if write_fonts(Path(app.srcdir), folders, config.records_locale, subsets):
            config.html_static_path = [*config.html_static_path, str(subsets)]
            config.html_css_files = [*config.html_css_files, SHEET]
            config.epub_css_files = [*config.epub_css_files, SHEET]


def refuse(app: Sphinx) -> None:
    """Stop the PDF where characters have no font.

    Raises:
        RefusedError: with a line for each script, in the place of Typst's for each character.

    """
    if app.builder.format == "typst":
        folders = font_folders(app.config, Path(app.confdir))
        if problems := judge_glyphs(Path(app.srcdir), folders):
            raise RefusedError("\n".join(map(str, problems)))


def setup(app: Sphinx) -> None:
    """Register the two steps."""
    connect(app, Phase.FONTS, use)
    connect(app, Phase.BUILDER, refuse)
