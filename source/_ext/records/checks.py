"""Keep pages in step with the data, and find what the book has lost."""

from __future__ import annotations

from typing import cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from records.domain import RecordDomain
from records.nodes import fact_note
from records.uses import digest

logger = logging.getLogger(__name__)


def _domain(env: BuildEnvironment) -> RecordDomain:
    return cast("RecordDomain", env.get_domain("record"))


def outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Return the pages that show something that the data now answers differently."""
    del app  # the handler's signature
    domain = _domain(env)
    domain.data["homes_before"] = dict(domain.homes)
    known = domain.uses.items()
    settled = added | changed | removed
    return [
        docname
        for docname, uses in known
        if docname not in settled and any(digest(use, domain.volume, domain.locale) != old for use, old in uses.items())
    ]


def note_facts(app: Sphinx, doctree: nodes.document) -> None:
    """Note where each fact is told, with the labels of the sections around it."""
    env = app.env
    for note in doctree.findall(fact_note):
        labels: list[str] = []
        parent = note.parent
        while parent is not None:
            labels += parent.get("ids", []) if isinstance(parent, nodes.section) else []
            parent = parent.parent
        for number in note["facts"]:
            _domain(env).note_fact(number, env.current_document.docname, tuple(labels), note)


def moved(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that mention a record whose anchor has moved to another page: their links are stale."""
    del app  # the handler's signature
    domain = _domain(env)
    before = domain.data.pop("homes_before", {})
    changed = {key for key, docname in before.items() if domain.homes.get(key) != docname}
    return [docname for docname, uses in domain.uses.items() if any(changed & set(map(str, use.question)) for use in uses)] if changed else []


def consistency(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of records without a home, of facts that are not told, and of facts told in another section."""
    del app  # the handler's signature
    domain = _domain(env)
    volume = domain.volume
    for path, record in volume.located:
        line, column = volume.document.positions.get(path, (1, 1))
        place = f"{volume.document.file}:{line}"
        if record.id not in domain.homes:
            message = f"{record.id} has no home in the book; show it in a table with ':home:'"
            logger.warning(message, location=place, type="record", subtype="home")
        for fact in record.facts:
            told = domain.facts.get(fact.fact)
            if told is None:
                message = f"{fact.fact} is told nowhere; put {{fact}}`{fact.fact}` into section '{fact.told}'"
                logger.warning(message, location=place, type="record", subtype="fact")
            elif fact.told not in told[1]:
                message = f"{fact.fact} is told in {told[0]} ({told[1][0] if told[1] else 'no section'}), not in section '{fact.told}'"
                logger.warning(message, location=place, type="record", subtype="fact")


def setup(app: Sphinx) -> None:
    """Connect the handlers."""
    app.add_config_value("records_locale", "en_GB", "env", str, "Locale of dates and numbers.")
    app.connect("env-get-outdated", outdated)
    app.connect("doctree-read", note_facts)
    app.connect("env-updated", moved)
    app.connect("env-check-consistency", consistency)
