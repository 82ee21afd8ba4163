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

from sphinx_typst_pdf.engine.job import PICTURES
from sphinx_typst_pdf.syntax import literal

logger = logging.getLogger(__name__)

BOOK = 4
"""Parts of an entry of ``typst_documents`` that must be there; a fifth may."""
ATTACHMENT = 4
"""Parts of an entry of ``typst_attachments``."""
MEASURE = re.compile(r"-?\d+(\.\d+)?(mm|cm|in|pt|em)")
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
MEASURES = ("width", "height", "top", "bottom", "left", "right", "hang", "text")
"""What the template is told of a page; ``hang`` is the part of the left margin that headings reach into."""
FONTS = ("serif", "mono", "math")
"""What a font may be for."""
URLS = ("no", "inline", "footnote")
SIZES = ("a4", "a5", "us-letter", "tablet")
"""Pages that the template knows."""

TEXTS = ("title", "subtitle", "edition")
"""Keys of ``typst_elements`` that the template takes for a text."""
LISTS = ("authors", "byline", "imprint")
"""Keys for lists of texts; a text alone is a list of one."""
RELATIONSHIPS = ("source", "data", "alternative", "supplement")
"""What an attached file is to the book, in the words of Typst."""


def default_documents(config: Config) -> list[tuple[str, str, str, str]]:
    """Return one document: the whole project, from its first page on."""
    name = make_filename_from_project(config.project)
    return [(config.root_doc, f"{name}.pdf", config.project, config.author)]


def _warn(message: str, *values: object) -> None:
    logger.warning(message, *values, type="typst", subtype="config")


def _check_types(config: Config) -> None:
    """Take the default of what is of another kind; Sphinx has told of it."""
    for name, default, types, _meaning in SETTINGS:
        value = getattr(config, name)
        if isinstance(value, tuple) and list in types:
            setattr(config, name, list(value))
        elif not isinstance(value, (*types, int) if bool in types else types):
            setattr(config, name, default(config) if callable(default) else default)


def _are_texts(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(text, str) for text in value)


def _check_page(config: Config) -> None:
    """Take the first size where that of the page is unknown, and leave out measures that are none."""
    if config.typst_papersize not in SIZES:
        message = __("typst_papersize %r is unknown; known: %s. The book is set on %s")
        _warn(message, config.typst_papersize, ", ".join(SIZES), SIZES[0])
        config.typst_papersize = SIZES[0]
    for name, measure in list(config.typst_page.items()):
        if name not in MEASURES or not MEASURE.fullmatch(str(measure)):
            _warn(__("typst_page[%r] is left out; write lengths such as '25mm' for %s"), name, ", ".join(MEASURES))
            del config.typst_page[name]


def _check_fonts(config: Config, folders: list[Path]) -> None:
    """Leave out fonts that are neither in the compiler nor in the folders."""
    for folder in [folder for folder in folders if not folder.is_dir()]:
        _warn(__("typst_font_paths: there is no folder %r"), folder.name)
    if not config.typst_fonts:
        return
    import typst  # late: most projects name no fonts

    known = typst.Fonts(include_system_fonts=False, font_paths=[*folders]).families()
    for use, names in list(config.typst_fonts.items()):
        wanted = [names] if isinstance(names, str) else names
        if use not in FONTS or not isinstance(wanted, list) or not all(isinstance(name, str) for name in wanted):
            message = __("typst_fonts[%r] is left out; write the name of a font, or a list of names, for %s")
            _warn(message, use, ", ".join(FONTS))
            del config.typst_fonts[use]
            continue
        for name in [name for name in wanted if name not in known]:
            message = __("typst_fonts[%r]: there is no font %r; there are %s; name its folder in typst_font_paths")
            _warn(message, use, name, ", ".join(known))
        config.typst_fonts[use] = [name for name in wanted if name in known]


def _check_files(app: Sphinx, config: Config) -> None:
    """Leave out a logo and a template that are not there."""
    if config.typst_logo and not Path(app.confdir, config.typst_logo).is_file():
        _warn(__("typst_logo %r is not there"), config.typst_logo)
        config.typst_logo = None
    elif config.typst_logo and Path(config.typst_logo).suffix.lower() not in PICTURES:
        _warn(__("typst_logo %r is left out; SVG, PNG, JPEG, GIF and WebP can be set"), config.typst_logo)
        config.typst_logo = None
    for file in [file for file in config.typst_additional_files if not Path(app.confdir, str(file)).is_file()]:
        _warn(__("typst_additional_files: %r is not there"), file)
        config.typst_additional_files = [other for other in config.typst_additional_files if other != file]
    if config.typst_template and not Path(app.confdir, config.typst_template).is_file():
        _warn(__("typst_template %r is not there; the builder's own is taken"), config.typst_template)
        config.typst_template = None


def _check_elements(config: Config) -> None:
    """Leave out what cannot be handed to the template."""
    day = config.typst_elements.get("date")
    if day is not None:
        try:
            date.fromisoformat(day)
        except (TypeError, ValueError):
            _warn(__("typst_elements['date'] %r is left out; write it as '2001-02-03'"), day)
            del config.typst_elements["date"]
    accent = config.typst_elements.get("accent")
    if accent is not None and not COLOUR.fullmatch(str(accent)):
        _warn(__("typst_elements['accent'] %r is left out; write it as '#1a4a40'"), accent)
        del config.typst_elements["accent"]
    for key, value in list(config.typst_elements.items()):
        words = isinstance(value, dict) and _are_texts([*value, *map(str, value.values())])
        if key in LISTS and isinstance(value, str):
            config.typst_elements[key] = [value]
        elif (key in LISTS and not _are_texts(value)) or (key in TEXTS and not isinstance(value, str | None)):
            wanted = "a list of texts" if key in LISTS else "a text"
            _warn(__("typst_elements[%r] is left out; write %s"), key, wanted)
            del config.typst_elements[key]
        elif (key == "words" and not words) or not isinstance(key, str):
            _warn(__("typst_elements[%r] is left out; write texts for texts, such as {'Part': 'Dalis'}"), key)
            del config.typst_elements[key]
    for key in list(config.typst_elements):
        try:
            literal(config.typst_elements[key])
        except TypeError as error:
            _warn(__("typst_elements[%r] is left out: %s"), key, error)
            del config.typst_elements[key]


def check_metadata(app: Sphinx) -> None:
    """Leave out what XMP has no place for."""
    config = app.config
    if app.builder.format != "typst" or not config.typst_metadata:
        return
    import pikepdf  # late: no other format needs it

    with pikepdf.new() as book, book.open_metadata() as told:
        for key, value in list(config.typst_metadata.items()):
            try:
                told[key] = value
            except (KeyError, TypeError, ValueError):
                message = __(
                    "typst_metadata[%r] is left out; write a text or a list of texts for a name such as dc:rights"
                )
                _warn(message, key)
                del config.typst_metadata[key]


def _check_documents(config: Config) -> None:
    """Leave out what says no book, and a second book of the same name."""
    targets: set[str] = set()
    for book in list(config.typst_documents):
        message = __("typst_documents: %r is left out; write (start, target, title, author)")
        if isinstance(book, list | tuple) and len(book) in (BOOK, BOOK + 1) and isinstance(book[1], str):
            message = __("typst_documents: %r is left out; another book has its name")
            if book[1] not in targets:
                targets.add(book[1])
                continue
        _warn(message, book)
        config.typst_documents = [other for other in config.typst_documents if other is not book]


def _check_attachments(app: Sphinx, config: Config) -> None:
    """Leave out what is not a file that the PDF can carry."""
    message = __("typst_attachments: %r is left out; write (path, %s, media type, description) of a file")
    for file in list(config.typst_attachments):
        if not _is_attachment(file) or not Path(app.confdir, file[0]).is_file():
            _warn(message, file, " or ".join(RELATIONSHIPS))
            config.typst_attachments = [other for other in config.typst_attachments if other is not file]


def _is_attachment(file: object) -> bool:
    if not isinstance(file, list | tuple) or len(file) != ATTACHMENT:
        return False
    return all(isinstance(part, str) and part for part in file) and file[1] in RELATIONSHIPS


def check(app: Sphinx, config: Config) -> None:
    """Warn of what cannot be used, and leave it out."""
    _check_types(config)
    _check_page(config)
    _check_fonts(config, [Path(app.confdir, folder) for folder in config.typst_font_paths])
    if config.typst_show_urls not in URLS:
        _warn(__("typst_show_urls %r is unknown; known: %s"), config.typst_show_urls, ", ".join(URLS))
        config.typst_show_urls = "no"
    _check_files(app, config)
    _check_attachments(app, config)
    _check_documents(config)
    _check_elements(config)


SETTINGS: tuple[tuple[str, Any, tuple[type, ...], str], ...] = (
    ("typst_documents", default_documents, (list,), "Books: (start, target, title, author[, toctree_only])."),
    ("typst_elements", {}, (dict,), "What the template is told of a book."),
    ("typst_papersize", "a4", (str,), "Size of the page."),
    ("typst_template", None, (str, type(None)), "A template of the project's own."),
    ("typst_additional_files", [], (list,), "Files that the template needs, copied beside it."),
    ("typst_fonts", {}, (dict,), "Fonts by use (serif, mono, math), before those in the compiler."),
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
    (
        "typst_metadata",
        {},
        (dict,),
        "What else the PDF says of the book, by the names of XMP: texts and lists.",
    ),
    ("typst_verify_text", False, (bool,), "Read the PDF back: all text is there, and none outside its column."),
    ("typst_page_list", False, (bool,), "List the pages in a file beside the PDF, for other editions to name them."),
    ("typst_attachments", [], (list,), "Files that the PDF carries: (path, relationship, media type, description)."),
    ("typst_pdf_standards", ["ua-1", "a-2a"], (list,), "Standards that the PDF meets, or is not written."),
)
"""Name, default, types and meaning of each setting."""


def setup(app: Sphinx) -> None:
    """Register the settings."""
    for name, default, types, description in SETTINGS:
        app.add_config_value(name, default, "", frozenset(types), description)
    app.connect("config-inited", check, priority=800)
    app.connect("builder-inited", check_metadata)
