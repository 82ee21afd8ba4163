"""Lead from each source of the bibliography back to the sections that cite it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from docutils import nodes
from sphinx.addnodes import pending_xref, start_of_file
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode
from sphinxcontrib.bibtex.citation_target import parse_citation_targets

from records.entries import entries, entry_nodes
from records.nodes import cited_in, fact_note
from records.places import Citing

if TYPE_CHECKING:
    from records.domain import RecordDomain

REGISTER = "record-source-register"
"""The class of a table that lists the sources; it cites none of them."""


class Back(NamedTuple):
    """A link back: the number or else the title of a section, and the place in it that cites first."""

    label: str
    docname: str
    anchor: str


def _domain(env: BuildEnvironment) -> RecordDomain:
    return cast("RecordDomain", env.get_domain("record"))


def note_citations(app: Sphinx, doctree: nodes.document) -> None:
    """Note which sections of a page cite which sources, each with the first place that does."""
    found: dict[tuple[str, str], Citing] = {}
    for reference in doctree.findall(pending_xref):
        around = list(_around(reference))
        section = next((node for node in around if isinstance(node, nodes.section)), None)
        if reference["refdomain"] != "cite" or section is None or any(REGISTER in node["classes"] for node in around):
            continue
        key = "" if isinstance(section.parent, nodes.document) else f"#{section['ids'][0]}"  # as Sphinx numbers it
        anchor = next(filter(None, map(_anchor, around)))
        for target in parse_citation_targets(reference["reftarget"]):
            citing = Citing(target.key, key, section[0].astext(), anchor)
            found.setdefault((target.key, key), citing)
    if found:
        _domain(app.env).citing[app.env.current_document.docname] = list(found.values())


def _around(node: nodes.Node) -> Iterator[nodes.Element]:
    """Yield what a node stands in, the innermost first."""
    while (parent := node.parent) is not None:
        yield parent
        node = parent


def _anchor(node: nodes.Element) -> str | None:
    """Return the anchor of a note, of a row that is the home of its record, of a table or of a section."""
    if isinstance(node, nodes.row):
        anchors = (target for target in node.findall(nodes.target) if "record-anchor" in target["classes"])
        return next((target["ids"][0] for target in anchors), None)
    return node["ids"][0] if isinstance(node, fact_note | nodes.table | nodes.section) and node["ids"] else None


def backs(env: BuildEnvironment) -> dict[str, list[Back]]:
    """Return where each source is cited, in the order of the book."""
    found: dict[str, list[Back]] = {}
    citing = _domain(env).citing
    for docname in env.collect_relations():
        numbers = env.toc_secnumbers.get(docname, {})
        for place in citing.get(docname, ()):
            label = ".".join(map(str, numbers.get(place.section) or ())) or place.title
            found.setdefault(place.source, []).append(Back(label, docname, place.anchor))
    return found


def changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages of the bibliography, where what they show of citing sections has changed."""
    domain = _domain(env)
    before, domain.data["backs"] = domain.data["backs"], backs(env)
    if before == domain.data["backs"]:
        return []
    return sorted({entry.docname for entry in entries(env)})


class LinkBack(SphinxPostTransform):
    """Add to each entry of the bibliography the sections that cite it."""

    default_priority = 7  # after what belongs to the entry itself

    def run(self, **kwargs: Any) -> None:
        """Add a line to each entry that anything cites."""
        places: dict[str, list[Back]] = {}
        for key, entry in entry_nodes(self.document, self.env):
            places = places or backs(self.env)
            found = [back for back in places.get(key, ()) if self._has(back)]
            if found:
                entry.append(self._line(entry["docname"], found))

    def _has(self, back: Back) -> bool:
        """Tell whether a place is printed: TeX leaves out the text of a home page that holds the contents."""
        if not hasattr(self, "_printed"):
            whole = any(self.document.findall(start_of_file))
            every = self.document.findall(nodes.Element) if whole else ()
            self._printed = {anchor for node in every for anchor in node["ids"]} if whole else None
        return self._printed is None or back.anchor in self._printed

    def _line(self, docname: str, places: list[Back]) -> cited_in:
        builder = self.env._app.builder  # noqa: SLF001  (Sphinx 9 has no public way from env to app)
        line = cited_in("", "Cited in ", classes=["cited-in"])
        for number, back in enumerate(places):
            line += [nodes.Text(", ")] if number else []
            line += make_refnode(builder, docname, back.docname, back.anchor, nodes.Text(back.label))
        line += nodes.Text(".")
        return line


def setup(app: Sphinx) -> None:
    """Look for changes when the chapters of the book have got their numbers."""
    app.connect("doctree-read", note_citations)
    app.connect("env-get-updated", changed, priority=950)
    app.add_post_transform(LinkBack)
