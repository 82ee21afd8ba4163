"""The settings: named and formed like those of Sphinx's LaTeX builder."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import __
from sphinx.util import logging
from sphinx.util.osutil import make_filename_from_project

from sphinx_typst_pdf.syntax import literal

logger = logging.getLogger(__name__)

BOOK = 4
"""Parts of an entry of ``typst_documents`` that must be there; a fifth may."""
MEASURE = re.compile(r"-?\d+(\.\d+)?(mm|cm|in|pt|em)")
MEASURES = ("width", "height", "top", "bottom", "left", "right", "hang", "text")
"""What the template is told of a page; ``hang`` is the part of the left margin that headings reach into."""
URLS = ("no", "inline", "footnote")
SIZES = ("a4", "a5", "us-letter", "tablet")
"""Pages that the template knows."""


def default_documents(config: Config) -> list[tuple[str, str, str, str]]:
    """Return one document: the whole project, from its first page on."""
    name = make_filename_from_project(config.project)
    return [(config.root_doc, f"{name}.pdf", config.project, config.author)]


def check(app: Sphinx, config: Config) -> None:
    """Warn of what cannot be handed to the template, and of a size that it does not know."""
    if config.typst_papersize not in SIZES:
        message = __("typst_papersize %r is unknown; known: %s. The book is set on %s")
        known = ", ".join(SIZES)
        logger.warning(message, config.typst_papersize, known, SIZES[0], type="typst", subtype="config")
        config.typst_papersize = SIZES[0]
    for name, measure in list(config.typst_page.items()):
        if name not in MEASURES or not MEASURE.fullmatch(str(measure)):
            message = __("typst_page[%r] is left out; write lengths such as '25mm' for %s")
            logger.warning(message, name, ", ".join(MEASURES), type="typst", subtype="config")
            del config.typst_page[name]
    if config.typst_show_urls not in URLS:
        message = __("typst_show_urls %r is unknown; known: %s")
        logger.warning(message, config.typst_show_urls, ", ".join(URLS), type="typst", subtype="config")
        config.typst_show_urls = "no"
    if config.typst_logo and not Path(app.confdir, config.typst_logo).is_file():
        logger.warning(__("typst_logo %r is not there"), config.typst_logo, type="typst", subtype="config")
        config.typst_logo = None
    if config.typst_template and not Path(app.confdir, config.typst_template).is_file():
        message = __("typst_template %r is not there; the builder's own is taken")
        logger.warning(message, config.typst_template, type="typst", subtype="config")
        config.typst_template = None
    for book in list(config.typst_documents):
        if not isinstance(book, list | tuple) or len(book) not in (BOOK, BOOK + 1):
            message = __("typst_documents: %r is left out; write (start, target, title, author)")
            logger.warning(message, book, type="typst", subtype="config")
            config.typst_documents = [other for other in config.typst_documents if other is not book]
    day = config.typst_elements.get("date")
    if day is not None:
        try:
            date.fromisoformat(day)
        except (TypeError, ValueError):
            message = __("typst_elements['date'] %r is left out; write it as '2001-02-03'")
            logger.warning(message, day, type="typst", subtype="config")
            del config.typst_elements["date"]
    for key in list(config.typst_elements):
        try:
            literal(config.typst_elements[key])
        except TypeError as error:
            message = __("typst_elements[%r] is left out: %s")
            logger.warning(message, key, error, type="typst", subtype="config")
            del config.typst_elements[key]


SETTINGS: tuple[tuple[str, Any, tuple[type, ...], str], ...] = (
    ("typst_documents", default_documents, (list,), "Books: (start, target, title, author[, toctree_only])."),
    ("typst_elements", {}, (dict,), "What the template is told of a book."),
    ("typst_papersize", "a4", (str,), "Size of the page."),
    ("typst_template", None, (str, type(None)), "A template of the project's own."),
    ("typst_additional_files", [], (list,), "Files that the template needs, copied beside it."),
    ("typst_font_paths", [], (list,), "Folders with fonts, beside those in the compiler."),
    ("typst_appendices", [], (list,), "Documents after the last chapter of each book, before its indices."),
    ("typst_page", {}, (dict,), "Measures of the page that differ from those of the paper size, as lengths."),
    ("typst_two_sided", False, (bool,), "Set the pages for two sides: chapters open on the right."),
    ("typst_logo", None, (str, type(None)), "A picture for the title page."),
    ("typst_show_urls", "no", (str,), "Print addresses of links: no, inline, or as a footnote."),
    ("typst_domain_indices", True, (bool, list), "Print the indices of domains, or those that are listed."),
    ("typst_use_parts", True, (bool,), "Make parts of the captions of the first document's toctrees."),
    ("typst_show_pagerefs", True, (bool,), "Say the page of sections, tables and figures that are referred to."),
    ("typst_use_index", True, (bool,), "Print the general index."),
    ("typst_creator", "", (str,), "The program that has made the book, named in the PDF before Typst."),
    ("typst_verify_text", False, (bool,), "Read the PDF back: all text is there, and none outside its column."),
    ("typst_pdf_standards", ["ua-1", "a-2a"], (list,), "Standards that the PDF meets, or is not written."),
)
"""Name, default, types and meaning of each setting."""


def setup(app: Sphinx) -> None:
    """Register the settings."""
    for name, default, types, description in SETTINGS:
        app.add_config_value(name, default, "", frozenset(types), description)
    app.connect("config-inited", check, priority=800)
