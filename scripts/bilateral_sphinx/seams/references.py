"""What the references of a page resolve to, found out without the page.

Sphinx resolves references when it writes a page, and remembers neither which there are nor what they led to: it writes
again what has been edited, and not what refers to it. Without it, pages keep old titles, numbers and addresses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from docutils import nodes
from myst_parser.sphinx_ext.myst_refs import MystReferenceResolver
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.ext.intersphinx import IntersphinxRoleResolver, InventoryAdapter
from sphinx.transforms.post_transforms import ReferencesResolver
from sphinx.util.docutils import new_document
from sphinx.util.logging import suppress_logging

from bilateral_sphinx.citations import AnsweringDomain

BY_NUMBER = "by_number"
"""Marks a reference to a section that shows the section's number, and its title where it has none."""


class Reference(NamedTuple):
    """A reference before it is resolved: the attributes of its node, and its text."""

    attributes: tuple[tuple[str, Any], ...]
    text: str


class Addresses(Builder):
    """A builder in whose addresses each page has its own name, as no format has."""

    name = "addresses"

    def __init__(self, app: Sphinx, env: BuildEnvironment) -> None:
        # An environment takes one way to tell changes: that of the builder in whose place this one answers.
        self.versioning_method = app.builder.versioning_method  # type: ignore[misc]  # it may differ from book to book
        self.versioning_compare = app.builder.versioning_compare  # type: ignore[misc]
        super().__init__(app, env)

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the name."""
        return docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same, wherever it is seen from."""
        return to


def references_of(document: nodes.document) -> tuple[Reference, ...]:
    """Return the references of a page that has been read, each once."""
    return tuple(dict.fromkeys(_reference(node) for node in document.findall(pending_xref)))


def _reference(node: pending_xref) -> Reference:
    own = sorted((name, value) for name, value in node.attributes.items() if name not in node.list_attributes)
    plain = tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in own)
    return Reference(plain, node.astext())


def is_read_from_elsewhere(document: nodes.document) -> bool:
    """Tell whether a page holds what MyST has looked up in the inventory of another project when it read the page."""
    return any("inv_match" in node for node in document.findall(nodes.reference))


def inventories(env: BuildEnvironment) -> str:
    """Return a digest of the inventories of other projects."""
    return hashlib.sha256(repr(sorted(InventoryAdapter(env).named_inventory.items())).encode()).hexdigest()


def digests(env: BuildEnvironment, pages: Iterable[tuple[str, tuple[Reference, ...]]]) -> dict[str, str]:
    """Return for each page a digest of what its references lead to; one that leads nowhere is told by writers."""
    answering = {domain.name: domain for domain in env.domains.sorted() if isinstance(domain, AnsweringDomain)}
    with _as_asked_by_a_writer(env), suppress_logging():
        return {docname: _digest(env, docname, references, answering) for docname, references in pages}


def _digest(
    env: BuildEnvironment, docname: str, references: tuple[Reference, ...], answering: dict[str, AnsweringDomain]
) -> str:
    document = new_document(docname)
    document.settings.env = env
    answers: list[object] = []
    for attributes, text in references:
        asked = dict(attributes)
        domain, kind = asked["refdomain"], asked["reftype"]
        if domain in answering and (answer := answering[domain].answer(kind, asked["reftarget"])) is not None:
            answers.append(answer)
        elif (domain, kind) == ("std", "numref") or BY_NUMBER in asked:
            answers.append(_numbered(env, asked["reftarget"]))  # Sphinx loads the page that it leads to
        else:
            words = nodes.inline("", text) if text else nodes.inline()
            document += pending_xref("", words, **asked)
    env.current_document.docname = docname
    for resolver in (IntersphinxRoleResolver, MystReferenceResolver, ReferencesResolver):
        resolver(document).run()
    return hashlib.sha256(repr((answers, list(map(str, document.children)))).encode()).hexdigest()


def _numbered(env: BuildEnvironment, label: str) -> tuple[object, ...]:
    """Return all that a reference by number is made from: place, title and numbers of a label."""
    standard = env.domains.standard_domain
    docname, anchor = standard.anonlabels.get(label, ("", ""))
    figures = {kind: numbers.get(anchor) for kind, numbers in env.toc_fignumbers.get(docname, {}).items()}
    sections = env.toc_secnumbers.get(docname, {})
    return docname, anchor, standard.labels.get(label), figures, sections.get(f"#{anchor}"), sections.get("")


@contextmanager
def _as_asked_by_a_writer(env: BuildEnvironment) -> Iterator[None]:
    """Let the environment answer as it does when pages are written."""
    app, before = env._app, env.current_document.docname
    builder = app.builder
    app.builder = Addresses(app, env)
    try:
        yield
    finally:
        app.builder = builder
        env.current_document.docname = before
