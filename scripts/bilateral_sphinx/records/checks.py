"""Keep pages in step with the data, and find what the book has lost."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from bilateral.files import digest_beside_chapters
from bilateral.model import Fact
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.records.dependencies import digest, shows_chapters
from bilateral_sphinx.records.domain import RecordDomain, domain_of
from bilateral_sphinx.records.locations import FactLocation, Location, labels_around
from bilateral_sphinx.records.nodes import fact_note
from bilateral_sphinx.state import state_of

logger = logging.getLogger(__name__)


def outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Return the pages that show something that the data now answers differently.

    Where all is the same that answers are made from, they are, and need not be asked for again.
    """
    domain, state = domain_of(env), state_of(env)
    known = domain.dependencies.items()
    before, state.answered_from = state.answered_from, answered_from(app, domain)
    same = bool(before) and before == state.answered_from and not domain.volume.own_kinds  # whose code reads anything
    settled = added | changed | removed
    return [
        docname
        for docname, shown in known
        if docname not in settled
        and any(
            digest(dependency, domain.volume, domain.locale) != old
            for dependency, old in shown.items()
            if not same or shows_chapters(dependency)
        )
    ]


def answered_from(app: Sphinx, domain: RecordDomain) -> str:
    """Return a digest of what the data's answers are made from, but for chapters; "" where not all is seen."""
    texts = digest_beside_chapters(Path(app.srcdir))
    return texts and f"{texts} {domain.volume.edition.language} {domain.locale}"


def note_facts(app: Sphinx, doctree: nodes.document) -> None:
    """Note where each fact is stated, with the labels of the sections around it."""
    env = app.env
    for note in doctree.findall(fact_note):
        docname = env.current_document.docname
        for number in note["facts"]:
            domain_of(env).note_fact(number, FactLocation(docname, note.line or 0, tuple(labels_around(note))))


def consistency(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of records without a home or with two, of facts that are not stated, stated twice, or stated elsewhere."""
    domain = domain_of(env)
    volume = domain.volume
    for path, record in volume.located:
        line, _ = volume.document.positions.get(path, (1, 1))
        place = f"{volume.document.file}:{line}"
        homes = domain.home_places.get(record.id, [])
        if not homes:
            _warn(f"{record.id} has no home in the book; show it in a table with ':canonical:'", place, "canonical")
        for second in homes[1:]:
            message = (
                f"{record.id} already has its home in {homes[0].docname}; remove ':canonical:' from one of the tables"
            )
            _warn(message, second, "canonical")
        for fact in record.facts:
            _check_fact(domain, fact, place)


def _check_fact(domain: RecordDomain, fact: Fact, place: str) -> None:
    number, found = fact.fact, domain.fact_places.get(fact.fact, [])
    if not found:
        _warn(f"{number} is stated nowhere; put {{fact}}`{number}` into section '{fact.section}'", place, "fact")
        return
    for second in found[1:]:
        message = f"{number} is already stated in {found[0].docname}; cite its sources there, or link to it"
        _warn(message, second, "fact")
    if fact.section not in found[0].labels:
        section = found[0].labels[0] if found[0].labels else "no section"
        message = f"{number} is stated in {found[0].docname} ({section}), not in section '{fact.section}'"
        _warn(f"{message}; move it, or change 'section' at {place}", found[0], "fact")


def _warn(message: str, place: str | Location | FactLocation, subtype: str) -> None:
    location = place if isinstance(place, str) else (place.docname, place.line)
    logger.warning(message, location=location, type="record", subtype=subtype)


def setup(app: Sphinx) -> None:
    """Connect the handlers."""
    connect(app, Phase.OUTDATED, outdated)
    connect(app, Phase.NOTED, note_facts)
    connect(app, Phase.CONSISTENCY, consistency)
