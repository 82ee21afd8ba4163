"""Turn parts into panels of citations: gather what each is made from, then write its HTML."""

from __future__ import annotations

import json
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.osutil import relative_uri

from bilateral import evidence
from bilateral.anchors import citations_page, correction_address, permanent_address, source_anchor, source_of
from bilateral.bibliography import plain
from bilateral.citation import (
    FORMATS,
    Citations,
    Exports,
    Item,
    Part,
    describe,
    evidence_items,
    html_of,
    item_of,
    thing_of,
)
from bilateral.content import Mention, Text
from bilateral.direction import direction_of
from bilateral.kinds.agreements import Agreement
from bilateral.messages import N_, say_many
from bilateral.model import Record
from bilateral.model.base import Stance
from bilateral.render import format_date, official_citation
from bilateral.translation import Untranslated, language_left, said_of
from bilateral_sphinx.anchors.collection import SOURCE, anchors_of
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.records.entries import entry_runs
from bilateral_sphinx.seams.templates import plain_environment, sources

TEMPLATES = Path(__file__).with_name("templates")
PANEL, PAGE = "cite-panel.html", "cite-page.html"
"""The templates that citations are made with; a volume may have its own."""
HEADINGS: dict[Stance, str] = {"supports": N_("Supporting"), "contradicts": N_("Against"), "context": N_("See also")}


class Entry(NamedTuple):
    """An entry of the bibliography: the way to it, its number, its words as HTML, and the places in the source."""

    way: str
    number: int
    html: str
    locators: str


class Group(NamedTuple):
    """The sources of a part that have the same stance, under a heading."""

    heading: str
    entries: list[Entry]


class Panel(NamedTuple):
    """What the citations of a part are made from: its record, those of its sources, and their entries by stance.

    ``thing`` is the record of what the part is about, ``official`` the official citation of an agreement, else "".
    ``is_source`` tells an entry of the bibliography, which is no part of the book; ``language`` is that of its title,
    where it is not that of the book.
    """

    anchor: str
    number: str
    address: str
    item: Item
    sources: list[Item]
    groups: list[Group]
    thing: Item | None
    official: str
    is_source: bool = False
    language: str = ""

    @property
    def cited(self) -> list[Item]:
        """The records that are cited in the styles of readers."""
        return [self.item, self.thing] if self.thing else [self.item]


class Form(NamedTuple):
    """One form of a citation: ``html`` is what is shown, ``suffix`` ends the name of the file that it is kept in."""

    name: str
    label: str
    html: str
    suffix: str
    media_type: str
    in_text: str = ""
    code: bool = False


class CitationRenderer:
    """Writes the citations of one volume."""

    def __init__(self, app: Sphinx, citations: Citations) -> None:
        self.volume = volume_of(app)
        self._citations, self._written = citations, Exports()
        self._env, self._root = app.env, app.config.root_doc
        self._locale = app.config.records_locale
        self._published = format_date(self.volume.edition.published, self._locale)
        self._address_of = app.builder.get_target_uri
        templates = plain_environment(app)
        self._panel, self._page = (templates.get_template(name) for name in (PANEL, PAGE))
        self._anchors = anchors_of(app.env)
        self._agreements = {one.id: one for one in self.volume.of(Agreement)}
        self._templates = list(sources(templates, PANEL, PAGE).values())

    def panel_of(self, docname: str, part: Part) -> Panel:
        """Gather what the citations of a part are made from. The chapter of the home page is the whole book."""
        if part.kind == SOURCE:
            return self._panel_of_source(part)
        whole = docname == self._root and part.kind == "chapter"
        edition, record = self.volume.edition, self.volume.records.get(part.anchor)
        found = evidence.by_stance(evidence.of_record(record, self.volume), self.volume) if record else {}
        described = describe(edition, None if whole else part)
        return Panel(
            part.anchor,
            part.number,
            described.address,
            item_of(described),
            evidence_items(self.volume, list(chain.from_iterable(found.values())), part.title),
            [
                Group(_(HEADINGS[stance]), [self._entry(one, docname) for one in group])
                for stance, group in found.items()
            ],
            thing_of(described, self.volume),
            self._official(record),
            language=language_left(described.title),
        )

    def _panel_of_source(self, part: Part) -> Panel:
        """Return the panel of an entry of the bibliography: it is cited as the work that it is."""
        source, edition = self.volume.sources[source_of(part.anchor)], self.volume.edition
        language = "" if source.title_language == edition.language else source.title_language
        address = permanent_address(edition, part.anchor)
        return Panel(part.anchor, "", address, source.item, [], [], None, "", is_source=True, language=language)

    def _official(self, record: Record | None) -> str:
        """Return the official citation of an agreement as text; "" where the record is none."""
        agreement = self._agreements.get(record.id) if record else None
        if agreement is None:
            return ""
        cell = official_citation(agreement, self.volume, self._locale)
        text = " ".join("".join(part.text for part in cell if isinstance(part, Text | Mention)).split())
        return text.replace(" .", ".")  # before the full stop stand the sources

    def _entry(self, found: evidence.Evidence, docname: str) -> Entry:
        source, anchor = self.volume.sources[found.source], self._anchors[source_anchor(found.source)]
        way = f"{relative_uri(citations_page(docname), self._address_of(anchor.docname))}#{anchor.name}"
        runs = entry_runs(self._env, source.key)
        html = "".join(html_of(run, self.volume.edition.language) for run in runs)
        return Entry(way, source.number, html, ", ".join(found.locators))

    def digest_of(self, docname: str, panels: list[Panel]) -> str:
        """Return a digest of everything that the citations of a page are made from."""
        edition = self.volume.edition
        words = [
            edition.title,
            edition.edition,
            edition.corrections,
            self._published,
            self._locale,
            self._address_of(docname),
        ]
        return sha256(json.dumps([words, self._templates, panels]).encode()).hexdigest()

    def html_of(self, panel: Panel) -> str:
        """Write the citations of a part."""
        edition = self.volume.edition
        context = {
            "panel": panel,
            "title": plain(panel.item["title"]),
            "edition": _("%(edition)s, version %(version)s") % {"edition": edition.edition, "version": edition.version},
            "date": self._published,
            "correction": correction_address(edition, panel.anchor),
            "say_many": partial(say_many, self._locale),
            "forms": self._forms_of_item(panel.item),
            "thing_forms": self._forms_of_item(panel.thing) if panel.thing else [],
            "source_forms": self._exports(panel.sources) if panel.sources else [],
        }
        return self._panel.render(context)

    def _forms_of_item(self, item: Item) -> list[Form]:
        """Return a record as readers write it, and as reference managers read it."""
        cited = self._citations.cite(item)
        return [
            Form("apa", "APA", cited.apa.html, "txt", "text/plain", cited.apa_in_text.html),
            Form("chicago", "Chicago", cited.chicago.html, "txt", "text/plain"),
            Form("mla", "MLA", cited.mla.html, "txt", "text/plain", cited.mla_in_text.html),
            *self._exports([item]),
        ]

    def _exports(self, items: list[Item]) -> list[Form]:
        """Return items as reference managers read them."""
        written = zip(FORMATS, self._written.of(items), strict=True)
        return [Form(form.name, form.label, text, form.suffix, form.media_type, code=True) for form, text in written]

    def page_of(self, docname: str, first: Panel, panels: list[str]) -> str:
        """Write the page for readers without script; ``first`` is the panel of the chapter."""
        title = plain(first.item["title"])
        chapter = Untranslated(title, first.language) if first.language else title
        context = {
            "language": self.volume.edition.language,
            "direction": direction_of(self.volume.edition.language),
            "book": self.volume.edition.title,
            "chapter": chapter,
            "title": said_of(chapter, N_("Cite: %s"), self._locale),
            "up": "../" * citations_page(docname).count("/"),
            "back": relative_uri(citations_page(docname), self._address_of(docname)),
            "panels": panels,
        }
        return self._page.render(context)
