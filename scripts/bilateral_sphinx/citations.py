"""Citations of sources in the text, and where their entries are: a domain of Sphinx, with ``cite`` and ``cite:t``.

A citation is printed as the number of its source in the bibliography, in the order of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any, ClassVar, NamedTuple

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole
from sphinx.util.nodes import make_refnode

from bilateral.anchors import source_anchor
from bilateral.problems import did_you_mean

logger = logging.getLogger(__name__)
GROUP = "citations"
"""The class of the citations that stand together in the text."""


class Entry(NamedTuple):
    """An entry: the key of its source, the page of the bibliography, and its anchor there."""

    source: str
    docname: str
    anchor: str


class Cited(NamedTuple):
    """What a citation shows of a source: its number, and who or what is cited where a sentence names it."""

    number: int
    name: str


class CitationRole(SphinxRole):
    """A citation of sources, by their keys with commas between them."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return a reference, which is resolved when the page is written."""
        kind = self.name.rpartition(":")[2].replace(CitationDomain.name, "p")
        reference = pending_xref(
            "",
            nodes.inline("", self.text),
            refdomain=CitationDomain.name,
            reftype=kind,
            reftarget=self.text,
            refexplicit=False,
            refwarn=True,
            refdoc=self.env.current_document.docname,
        )
        self.set_source_info(reference)
        return [reference], []


class AnsweringDomain(Domain):
    """A domain that tells what its references lead to: to make links of them only to compare these takes long."""

    def answer(self, kind: str, target: str) -> object:
        """Return what a reference becomes that may differ from build to build; None where the domain knows nothing."""
        raise NotImplementedError


class CitationDomain(AnsweringDomain):
    """Sources that are cited, and the page that has the bibliography."""

    name = "cite"
    label = "Citations"
    roles: ClassVar[dict[str, Any]] = {"p": CitationRole(), "t": CitationRole()}
    initial_data: ClassVar[dict[str, Any]] = {"pages": [], "sources": {}, "digest": "", "entries": {}}
    data_version = 1

    @property
    def pages(self) -> list[str]:
        """The pages that have the bibliography; more than one is a fault."""
        found: list[str] = self.data["pages"]
        return found

    @property
    def sources(self) -> dict[str, Cited]:
        """What citations show of each source, by its key."""
        found: dict[str, Cited] = self.data["sources"]
        return found

    def clear_doc(self, docname: str) -> None:
        """Forget what was noted of a page."""
        self.data["pages"] = [page for page in self.pages if page != docname]

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel process noted of ``docnames``."""
        self.data["pages"] = sorted({*self.pages, *(page for page in otherdata["pages"] if page in docnames)})

    def resolve_xref(  # type: ignore[override]  # noqa: PLR0917  (Sphinx's signature; it takes any element)
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.Element | None:
        """Return the numbers of the sources in brackets, each a link to its entry; ``t`` puts the name before it."""
        keys = _keys(target)
        for key in (key for key in keys if key not in self.sources):
            message = f"no source '{key}' in the bibliography{did_you_mean(key, self.sources)}"
            logger.warning(message, location=node, type="cite", subtype="source")
        known = [key for key in keys if key in self.sources]
        if not known or not self.pages:
            return None
        group = nodes.inline(classes=[GROUP])
        bracketed = known if typ == "p" else []
        for at, key in enumerate(known):
            if typ == "t":
                group += nodes.Text(f"{', ' if at else ''}{self.sources[key].name} [")
            elif at:
                group += nodes.Text(", ")
            words = nodes.Text(str(self.sources[key].number))
            group += make_refnode(builder, fromdocname, self.pages[0], source_anchor(key), [words])
            group += [nodes.Text("]")] if typ == "t" else []
        if bracketed:
            group.insert(0, nodes.Text("["))
            group += nodes.Text("]")
        return group

    def answer(self, kind: str, target: str) -> object:
        """Return all that a citation of these sources is made from."""
        return self.pages[:1], [(key, self.sources.get(key)) for key in _keys(target)]

    def resolve_any_xref(  # noqa: PLR0917  (as above)
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Let ``any`` find no sources: their keys are names of records too."""
        return []


def citation_domain_of(env: BuildEnvironment) -> CitationDomain:
    """Return the domain of an environment."""
    domain = env.get_domain(CitationDomain.name)
    assert isinstance(domain, CitationDomain)
    return domain


def entries(env: BuildEnvironment) -> list[Entry]:
    """Return the entries of the book, in the order of the bibliography."""
    domain = citation_domain_of(env)
    return [Entry(key, page, source_anchor(key)) for page in domain.pages[:1] for key in domain.sources]


def entry_nodes(document: nodes.document) -> Iterator[tuple[str, nodes.citation]]:
    """Yield the entries in a document, with the keys of their sources."""
    for node in list(document.findall(nodes.citation)):
        if "source" in node:
            yield node["source"], node


def cited_sources(reference: pending_xref) -> list[str]:
    """Return the keys of the sources that a reference cites; none where it is no citation."""
    return _keys(reference["reftarget"]) if reference["refdomain"] == CitationDomain.name else []


def is_citation(node: nodes.Node) -> bool:
    """Tell whether a node is the citations that stand together in the text of a page that is written."""
    return isinstance(node, nodes.Element) and GROUP in node.get("classes", ())


def _keys(target: str) -> list[str]:
    return [key for key in (part.strip() for part in target.split(",")) if key]


def setup(app: Sphinx) -> None:
    """Register the domain, and ``cite`` as a short name of its first role."""
    app.add_domain(CitationDomain)
    app.add_role("cite", CitationDomain.roles["p"])
