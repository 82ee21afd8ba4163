"""The bibliography as it is printed: the directive, and the entry of each source in the style of the volume."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from bilateral.anchors import source_anchor
from bilateral.bibliography import Source
from bilateral.citation import Run, printed_entries
from bilateral.direction import direction_of
from bilateral.messages import say
from bilateral_sphinx.citations import Cited, citation_domain_of
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, PostTransforms, connect
from bilateral_sphinx.records.directions import isolate_in
from bilateral_sphinx.records.nodes import language_span, small_capitals

logger = logging.getLogger(__name__)
_ELEMENTS: dict[str, type[nodes.TextElement]] = {
    "i": nodes.emphasis,
    "b": nodes.strong,
    "sup": nodes.superscript,
    "sub": nodes.subscript,
    "sc": small_capitals,
}


class bibliography(nodes.General, nodes.Element):  # noqa: N801  (docutils names node classes in lower case)
    """The place of the bibliography; its entries come when the page is written."""


class BibliographyDirective(SphinxDirective):
    """``bibliography``: all sources of the volume, in the order of the file."""

    def run(self) -> list[nodes.Node]:
        """Note the page, and return the place."""
        domain, docname = citation_domain_of(self.env), self.env.current_document.docname
        if domain.pages and domain.pages != [docname]:
            message = f"the bibliography stands in {domain.pages[0]} already; a source has one entry"
            logger.warning(message, location=self.get_location(), type="cite", subtype="twice")
            return []
        domain.data["pages"] = [docname]
        return [bibliography(docname=docname)]


def prepare(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Tell the domain what citations show of each source."""
    sources = volume_of(env).sources.values()
    citation_domain_of(env).data["sources"] = {source.key: Cited(source.number, source.name) for source in sources}


def format_entries(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Format the entries, where anything in them has changed. Return the page that has them."""
    domain, volume = citation_domain_of(env), volume_of(env)
    sources = list(volume.sources.values())
    style, locale = volume.edition.citation_style, str(app.config.records_locale)
    digest = hashlib.sha256(
        json.dumps(
            [[source.item, source.grade, source.seen, source.fields.get("archived")] for source in sources]
            + [style, locale]
        ).encode()
    ).hexdigest()
    if not domain.pages or domain.data["digest"] == digest:
        return []
    entries = printed_entries([source.item for source in sources], style, locale)
    domain.data["digest"] = digest
    domain.data["entries"] = {
        source.key: [*_archived(entries[source.key], source, locale), _judged(source, locale)] for source in sources
    }
    return domain.pages


def entry_runs(env: BuildEnvironment, key: str) -> list[Run]:
    """Return the words of an entry, but for what the editors say of its source at the end."""
    printed: dict[str, list[Run]] = citation_domain_of(env).data["entries"]
    return printed.get(key, [])[:-1]


def _archived(entry: list[Run], source: Source, locale: str) -> list[Run]:
    """Add to an entry the link to an archived copy, where its field ``archived`` has one."""
    address = source.fields.get("archived")
    if not address:
        return entry
    *others, last = entry
    end = "." if last.text.endswith(".") and not last.marks and not last.address else ""
    last = last._replace(text=last.text.removesuffix(end))
    return [*others, last, Run(" ("), Run(say(locale, "archived copy"), address=address), Run(f"){end}")]


def _year(source: Source) -> str:
    """Return the year of a source, or nothing where it has none."""
    parts = source.item.get("issued", {}).get("date-parts", [[]])
    return f"{parts[0][0]:04}" if parts[0] else ""


def _grade_order(grade: str) -> str:
    """Return what puts grades in order: A, A-, B+, B."""
    return f"{grade[0]}{'+ -'.index(grade[1:] or ' ')}"


def _judged(source: Source, locale: str) -> Run:
    """Say what ends an entry: the grade of its source, and how much of it was seen."""
    grade = source.grade.replace("-", "−")
    return Run(f" {say(locale, 'Grade {grade}; seen: {seen}.', grade=grade, seen=source.seen)}")


class WriteEntries(SphinxPostTransform):
    """Put the entries into their place."""

    default_priority = PostTransforms.FIRST

    def run(self, **kwargs: Any) -> None:
        """Make an entry of each source."""
        direction = direction_of(self.config.language)
        for place in list(self.document.findall(bibliography)):
            domain = citation_domain_of(self.env)
            printed: dict[str, list[Run]] = domain.data["entries"]
            container = nodes.container()
            for key, cited in domain.sources.items():
                source = volume_of(self.env).sources[key]
                entry = nodes.citation(ids=[source_anchor(key)], docname=place["docname"], source=key)
                entry["year"], entry["grade"] = _year(source), _grade_order(source.grade)
                entry += nodes.label("", str(cited.number))
                entry += nodes.paragraph("", "", *map(self._node, printed[key]))
                isolate_in(entry, direction)
                container += entry
            place.replace_self(container)

    def _node(self, run: Run) -> nodes.Node:
        node: nodes.Node = nodes.Text(run.text)
        for mark in sorted(run.marks):
            node = _ELEMENTS[mark]("", "", node)
        if run.language and run.language != self.env.config.language:
            node = language_span("", "", node, language=run.language)
        if run.address:
            node = nodes.reference("", "", node, refuri=run.address, internal=False)
        return node


def setup(app: Sphinx) -> None:
    """Format between reading and writing."""
    app.add_node(bibliography)
    app.add_directive("bibliography", BibliographyDirective)
    app.add_post_transform(WriteEntries)
    connect(app, Phase.READING, prepare)
    connect(app, Phase.UPDATED, format_entries)
