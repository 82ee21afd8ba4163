"""The general index of web book and e-book: its locators are the numbers of sections, not running numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from bilateral.translation import Untranslated
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.records.nodes import title_of
from bilateral_sphinx.seams.general_index import languages_of
from bilateral_sphinx.seams.section_numbers import number_of
from bilateral_sphinx.seams.toctrees import reading_order
from bilateral_sphinx.state import Anchor, state_of

INDEX = "genindex"


class Locator(NamedTuple):
    """A place that an entry leads to: its section by number, or by title where it has none.

    ``main`` tells that it is the principal one, such as the home of a record or the definition of a term.
    """

    address: str
    number: str
    title: str
    main: bool


class _Sections:
    """The sections that the addresses of an index lead to, and their order in the book."""

    def __init__(self, app: Sphinx, builder: StandaloneHTMLBuilder) -> None:
        self._env = app.env
        order = dict.fromkeys([*reading_order(app.env), *sorted(app.env.all_docs)])  # some are in no contents
        self._pages = {builder.get_relative_uri(INDEX, name): (place, name) for place, name in enumerate(order)}
        anchors = [anchor for page in state_of(app.env).anchors.values() for anchor in page]
        self._anchors = {(anchor.docname, anchor.name): anchor for anchor in anchors}
        self._places: dict[Anchor | None, int] = {anchor: place for place, anchor in enumerate(anchors)}

    def locators(self, links: Iterable[tuple[str | None, str]]) -> list[Locator]:
        """Return the locators of an entry, the main ones first, each section once, in the order of the book."""
        found: dict[tuple[int, int], Locator] = {}
        for main, address in sorted(links, key=lambda link: not link[0]):
            page, _, name = address.partition("#")
            place, docname = self._pages[page]
            section = self._section(docname, name)
            title = section.title if section else title_of(self._env.titles[docname])
            number = number_of(self._env, docname, section.name if section else "") or number_of(self._env, docname)
            locator = Locator(address, number or title, title, bool(main))
            found.setdefault((place, self._places.get(section, -1)), locator)
        return [locator for _, locator in sorted(found.items(), key=lambda item: (not item[1].main, item[0]))]

    def _section(self, docname: str, name: str) -> Anchor | None:
        """Return the section that an anchor is or is part of; the name of a place in the index begins with it."""
        anchor = self._anchors.get((docname, name.partition(".")[0]))
        return self._anchors.get((docname, anchor.section)) if anchor else None


def number_places(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the template of the index its entries with locators."""
    if pagename != INDEX or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    sections, languages = _Sections(app, app.builder), languages_of(app.env)

    def said(words: str) -> str:
        return Untranslated(words, languages[words]) if words in languages else words

    context["index_letters"] = [
        (
            letter,
            [
                (said(name), sections.locators(links), [(said(sub), sections.locators(found)) for sub, found in below])
                for name, (links, below, _key) in entries
            ],
        )
        for letter, entries in context["genindexentries"]
    ]


def setup(app: Sphinx) -> None:
    """Run when Sphinx has sorted the entries."""
    connect(app, Phase.PAGE, number_places)
