"""The settings: named and formed like those of Sphinx's LaTeX builder."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import __
from sphinx.util import logging
from sphinx.util.osutil import make_filename_from_project

from typst_builder.syntax import literal

logger = logging.getLogger(__name__)

SIZES = ("a4", "a5", "us-letter", "tablet")
"""Pages that the template knows; any other name of a paper that Typst knows does too."""


def default_documents(config: Config) -> list[tuple[str, str, str, str]]:
    """Return one document: the whole project, from its first page on."""
    name = make_filename_from_project(config.project)
    return [(config.root_doc, f"{name}.pdf", config.project, config.author)]


def check(app: Sphinx, config: Config) -> None:
    """Warn of what cannot be handed to the template."""
    for key in list(config.typst_elements):
        try:
            literal(config.typst_elements[key])
        except TypeError as error:
            message = __("typst_elements[%r] is left out: %s")
            logger.warning(message, key, error, type="typst", subtype="config")
            del config.typst_elements[key]


def setup(app: Sphinx) -> None:
    """Register the settings."""
    settings: list[tuple[str, Any, type[Any] | tuple[type[Any], ...], str]] = [
        ("typst_documents", default_documents, list, "Documents: (start, target, title, author, toctree_only)."),
        ("typst_elements", {}, dict, "What the template is told: subtitle, edition, imprint, colours …"),
        ("typst_papersize", "a4", str, "Size of the page: a paper's name, or 'tablet'."),
        ("typst_template", None, (str, type(None)), "A template beside conf.py that changes the one that is here."),
        ("typst_additional_files", [], list, "Files that the template needs, copied beside it."),
        ("typst_font_paths", [], list, "Folders with fonts, beside those in the compiler."),
        ("typst_use_parts", True, bool, "Make parts of the captions of the first document's toctrees."),
        ("typst_show_pagerefs", True, bool, "Say the page of sections, tables and figures that are referred to."),
        ("typst_use_index", True, bool, "Print the general index."),
        ("typst_pdf_standards", ["ua-1", "a-2a"], list, "Standards that the PDF meets, or is not written."),
    ]
    for name, default, kind, description in settings:
        types = frozenset(kind) if isinstance(kind, tuple) else frozenset({kind})
        app.add_config_value(name, default, "", types, description)
    app.connect("config-inited", check, priority=800)
