"""Roles: mentions, offices, dates, values, facts and marks in running text."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from bilateral.anchors import fact_anchor
from bilateral.render import Cell, Mention
from bilateral.render.phrases import PhraseError, phrase
from bilateral_sphinx.records.content import inline_nodes
from bilateral_sphinx.records.dependencies import Dependency
from bilateral_sphinx.records.domain import RecordDomain, domain_of
from bilateral_sphinx.records.index import mention_entries
from bilateral_sphinx.records.nodes import fact_note, language_span

logger = logging.getLogger(__name__)
_TITLED = re.compile(r"^(?P<title>.+?)\s*<(?P<target>[^<>]+)>$", re.DOTALL)
MENTION = "mention"
"""The id of the target of an index entry until a transform names it."""
Result = tuple[list[nodes.Node], list[nodes.system_message]]


class _RecordRole(SphinxRole):
    """What all roles share: the domain, and a warning at the line for a target that does not exist."""

    @property
    def domain(self) -> RecordDomain:
        return domain_of(self.env)

    def complain(self, message: str) -> Result:
        logger.warning(message, location=self.get_location(), type="record", subtype="role")
        return [nodes.Text(self.text)], []

    def nodes_of(self, content: Cell) -> list[nodes.Node]:
        docname = self.env.current_document.docname
        return [node for part in content for node in inline_nodes(part, docname)]

    def said(self, found: list[nodes.Node]) -> list[nodes.Node]:
        """Return words of the press, which are in the language of a translation in any text."""
        volume = self.domain.volume
        return [language_span("", "", *found, language=volume.edition.language)] if volume.original else found


class PhraseRole(_RecordRole):
    """``rec``, ``office``, ``date``, ``value`` and ``count``: words that the data gives."""

    def run(self) -> Result:
        """Return the words, linked where they name a record."""
        titled = _TITLED.match(self.text)
        target = titled["target"] if titled else self.text.strip()
        title = titled["title"] if titled else None
        kind = self.name.rpartition(":")[2]
        try:
            content = phrase(kind, target, title, self.domain.volume, self.domain.locale)
        except PhraseError as error:
            return self.complain(f"'{kind}': {error}")
        docname = self.env.current_document.docname
        self.domain.note_dependency(docname, Dependency("phrase", (kind, target, title)))
        mention = next((part for part in content if isinstance(part, Mention)), None)
        found = self.nodes_of(content)
        return [*self._index(mention), *(found if title else self.said(found))], []

    def _index(self, mention: Mention | None) -> list[nodes.Node]:
        """Return the index entry of a record that is mentioned, with its target, which is named later."""
        entries = mention_entries(self.domain.volume, mention.record, mention.text) if mention else []
        return [*entries, nodes.target("", "", ids=[MENTION], record=mention.record)] if mention and entries else []


class FactRole(_RecordRole):
    """``fact``: the sources and the mark of the facts that the sentence before states."""

    def run(self) -> Result:
        """Return the note, which carries the anchors of the facts."""
        numbers = tuple(number.strip() for number in self.text.split(","))
        volume = self.domain.volume
        try:
            content = phrase("fact", self.text, None, volume, self.domain.locale)
        except PhraseError as error:
            return self.complain(f"'fact': {error}")
        docname = self.env.current_document.docname
        self.domain.note_dependency(docname, Dependency("facts", numbers))
        note = fact_note("", "", ids=[fact_anchor(number) for number in numbers], facts=numbers)
        note += self.nodes_of(content)
        self.set_source_info(note)
        return [note], []


class SourceRole(_RecordRole):
    """``source``: citations of sources that support no numbered fact."""

    def run(self) -> Result:
        """Return the note with the citations."""
        try:
            content = phrase("source", self.text, None, self.domain.volume, self.domain.locale)
        except PhraseError as error:
            return self.complain(f"'source': {error}")
        return [fact_note("", "", *self.nodes_of(content), facts=())], []


class MarkRole(_RecordRole):
    """``mark``: the mark of a standing, for the page that explains the marks."""

    def run(self) -> Result:
        """Return the mark."""
        try:
            content = phrase("mark", self.text.strip(), None, self.domain.volume, self.domain.locale)
            return self.said(self.nodes_of(content)), []
        except PhraseError as error:
            return self.complain(f"'mark': {error}")


ROLES: dict[str, _RecordRole] = {
    **{name: PhraseRole() for name in ("rec", "office", "date", "value", "count")},
    "fact": FactRole(),
    "mark": MarkRole(),
    "source": SourceRole(),
}
"""The roles by their names."""
