"""The words of the press, and behind them those of Sphinx, in the language of the book.

Sphinx loads its catalogue before extensions may change settings, and adds to one that is there already. Without this, a
book whose data file names its language has English words of Sphinx's, and ``_`` in templates and writers knows nothing
of the press.

Sphinx notes which catalogue a page is translated by before it reads pages, and forgets that of those it reads. Without
``catalogues_of``, a page that has just been read keeps the words of a catalogue that has gone.

Where Sphinx looks for messages, it describes each node that has none, as XML, to its log. Without ``find_in_silence``,
books are the same, and a third of the reading of a translation goes into what nobody sees.

Sphinx parses each translation twice: first for the names of sections and terms, then to put it into the page. Without
``parse_once``, books are the same, and a third of what a page takes to be translated goes into what is thrown away.

A text that Sphinx has translated belongs to the document that its message was parsed as, whose settings know the
environment. Without ``adopt``, each page of a translation is kept with all that is known of all pages, and each format
loads that again with the page.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any

from docutils.nodes import Element, Node, TextElement, comment, document, term, title
from sphinx.addnodes import translatable
from sphinx.application import Sphinx
from sphinx.locale import translators
from sphinx.transforms import i18n
from sphinx.util import nodes
from sphinx.util.i18n import CatalogRepository, docname_to_domain

from bilateral.messages import N_, catalogue

_describe = nodes.repr_domxml
_extract, _publish = nodes.extract_messages, i18n._publish_msgstr
_DEBUG = 2
"""How verbose Sphinx is when it shows messages for debugging."""
NAMES = (title, term, translatable)
"""What names are made of in another language, and what Sphinx translates without parsing it again."""
_WORDS = ("general", "sphinx")
OF_SPHINX = (
    N_("Contents"),
    N_("Fig. %s"),
    N_("Table %s"),
    N_("Section %s"),
    N_("Listing %s"),
    N_("Figure"),
    N_("Table"),
    N_("Table of Contents"),
    N_("Symbols"),
    N_("see %s"),
    N_("see also %s"),
    N_("Link to this heading"),
    N_("Link to this table"),
    N_("Link to this image"),
    N_("Link to this term"),
    N_("Link to this code"),
    N_("Link to this equation"),
    N_("continues on next page"),
    N_("continued from previous page"),
    N_("page"),
    N_("p."),
    N_("Footnotes"),
    N_("Note"),
    N_("Warning"),
)
"""Words of Sphinx's that a book shows, and for which its catalogues of many languages have nothing."""


def speak(app: Sphinx, locale: str) -> None:
    """Let ``_`` say the words of the press in a locale, and those of Sphinx in the language that is set now."""
    translators.pop(_WORDS, None)
    app._init_i18n()
    words = copy(catalogue(locale))
    words.add_fallback(app.translator)
    app.translator = translators[_WORDS] = words


class _Described:
    """The description of a node, which is made when it is printed."""

    def __init__(self, node: Node, length: int = 80) -> None:
        self.node, self.length = node, length

    def __str__(self) -> str:
        return _describe(self.node, self.length)


def find_in_silence(app: Sphinx) -> None:
    """Let messages be found without a word of what is none, unless Sphinx is asked for it."""
    nodes.logger.setLevel(logging.NOTSET if app.verbosity >= _DEBUG else logging.INFO)
    nodes.repr_domxml = _Described  # type: ignore[assignment]


def parse_once() -> None:
    """Let a translation be parsed where it is put into the page, and before that only if a name is made of it."""
    asked: list[Element] = []

    def extract_messages(doctree: Element) -> Iterator[tuple[Element, str]]:
        for node, message in _extract(doctree):
            asked[:] = [node]
            yield node, message

    def publish(*args: Any, **settings: Any) -> Element:
        [node] = asked
        if "translated" not in node and isinstance(node, TextElement) and not isinstance(node, NAMES):
            return comment()  # which Sphinx passes over, and asks again
        return _publish(*args, **settings)

    i18n.extract_messages = extract_messages  # type: ignore[attr-defined]
    i18n._publish_msgstr = publish


def adopt(page: document) -> None:
    """Let all that stands in a page belong to it."""
    for node in page.findall(Node):
        if node.document is not page:
            node.document = page


def catalogues_of(app: Sphinx, docname: str) -> Iterator[Path]:
    """Yield the compiled catalogues that a page is translated by."""
    config = app.config
    name = f"{docname_to_domain(docname, config.gettext_compact)}.mo"
    known = CatalogRepository(app.srcdir, config.locale_dirs, config.language, config.source_encoding)
    files = (Path(folder, config.language, "LC_MESSAGES", name) for folder in known.locale_dirs)
    return (file for file in files if file.exists())
