"""The settings that all volumes share. A volume's conf.py names only what differs in it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from bilateral.messages import N_
from bilateral_sphinx.formulas import MATHML
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.defaults import set_defaults

EXTENSIONS = ("myst_parser", "sphinx_typst_pdf")
"""What is set up before the press."""

GENERAL = {
    "primary_domain": "record",
    "locale_dirs": ["locale"],
    "gettext_compact": False,
    "gettext_additional_targets": ["index"],
    "nitpicky": True,
    "numfig": True,
    "numfig_secnum_depth": 0,
    "myst_enable_extensions": ["attrs_inline", "colon_fence", "deflist", "dollarmath", "smartquotes"],
    "myst_dmath_allow_space": False,  # a dollar sign before an amount begins no formula
    "myst_dmath_allow_digits": False,
    "myst_update_mathjax": False,
}
HTML = {
    "html_theme": "sphinx_book_theme",
    "html_copy_source": False,
    "html_show_sourcelink": False,
    "html_show_sphinx": False,
    "html_last_updated_fmt": None,
    "html_permalinks_icon": "#",
    "html_theme_options": {"toc_title": N_("On this page")},
    "html_context": {"default_mode": "auto"},
    "html_math_renderer": MATHML,
}
EPUB = {
    "epub_theme": "epub",
    "epub_theme_options": {"relbar1": False, "footer": False},
    "epub_css_files": [],  # our style sheet takes the place of the theme's own epub.css
    "epub_cover": ("_static/cover.png", "epub-cover.html"),
    "epub_show_urls": "no",
    "epub_tocdepth": 2,
    "epub_tocdup": False,
    "epub_use_index": True,
    "epub_exclude_files": [".buildinfo.bak", "_static/file.png", "_static/minus.png", "_static/plus.png"],
}
LATEX = {
    "latex_engine": "xelatex",
    "latex_theme": "manual",
    "latex_toplevel_sectioning": "chapter",
    "latex_show_urls": "no",
    "latex_show_pagerefs": False,
    "latex_table_style": ["booktabs"],
    "latex_elements": {
        "papersize": "a4paper",
        "pointsize": "10pt",
        "fontpkg": "",
        "extraclassoptions": "openany,oneside",
        "sphinxsetup": "hmargin={32mm,32mm},vmargin={30mm,32mm},OuterLinkColor={rgb}{0.45,0.13,0.15}",
        "fncychap": "",
        "printindex": r"\footnotesize\raggedright\printindex",
        "preamble": r"\usepackage{book}",
    },
}
TYPST = {"typst_pdf_standards": ["ua-1", "a-3a"]}  # A-3, since it carries the data
LINKCHECK = {
    "linkcheck_workers": 3,
    "linkcheck_timeout": 20,
    "linkcheck_retries": 2,
    "linkcheck_rate_limit_timeout": 60.0,
}
DEFAULTS = MappingProxyType({**GENERAL, **HTML, **EPUB, **LATEX, **TYPST, **LINKCHECK})


def apply(app: Sphinx, config: Config) -> None:
    """Set what the volume has not set."""
    defaults: dict[str, Any] = {
        name: value.copy() if isinstance(value, dict | list) else value for name, value in DEFAULTS.items()
    }
    set_defaults(config, defaults)


def setup(app: Sphinx) -> None:
    """Apply before anything looks at the settings."""
    for extension in EXTENSIONS:
        app.setup_extension(extension)
    connect(app, Phase.SETTINGS, apply)
