"""Lead from each source of the bibliography back to every place that cites it: section, fact, table or record."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.addnodes import pending_xref, start_of_file
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode, traverse_parent

from bilateral.render import record_title
from bilateral.text import json_lines
from bilateral.volume import Volume
from bilateral_sphinx.citations import cited_sources, entries, entry_nodes
from bilateral_sphinx.phases import Phase, PostTransforms, connect
from bilateral_sphinx.records.domain import domain_of
from bilateral_sphinx.records.locations import CitingLocation, CitingSection
from bilateral_sphinx.records.nodes import cited_in, fact_note, record_anchors
from bilateral_sphinx.seams.application import app_of
from bilateral_sphinx.seams.section_numbers import number_of
from bilateral_sphinx.seams.toctrees import reading_order
from sphinx_typst_pdf.titles import title_text

REGISTER = "record-source-register"
"""The class of a table that lists the sources; it cites none of them."""


class Backlink(NamedTuple):
    """The links back to a section: its number or else its title, and the places in it that cite."""

    label: str
    docname: str
    locations: tuple[CitingLocation, ...]


def note_citations(app: Sphinx, doctree: nodes.document) -> None:
    """Note which sections of a page cite which sources, and where."""
    domain = domain_of(app.env)
    found: dict[tuple[str, nodes.section], dict[str, CitingLocation]] = {}
    for reference in doctree.findall(pending_xref):
        around = list(traverse_parent(reference))
        section = next((node for node in around if isinstance(node, nodes.section)), None)
        sources = cited_sources(reference)
        if not sources or section is None or any(REGISTER in node["classes"] for node in around):
            continue
        location = next(location for node in around if (location := _location(node, domain.volume)))
        for source in sources:
            found.setdefault((source, section), {}).setdefault(location.anchor, location)
    if found:
        domain.citing[app.env.current_document.docname] = [
            CitingSection(source, _label_of(section), title_text(section[0]), tuple(locations.values()))
            for (source, section), locations in found.items()
        ]


def _label_of(section: nodes.section) -> str:
    """Return the label of a section; "" where it is the page."""
    return "" if isinstance(section.parent, nodes.document) else str(section["ids"][0])


def _location(node: nodes.Element, volume: Volume) -> CitingLocation | None:
    """Return a note, a row that is the home of its record, a table or a section as a place; nothing for other nodes."""
    if isinstance(node, nodes.row):
        key = next((target["ids"][0] for target in record_anchors(node)), None)
        return CitingLocation(key, record_title(volume.records[key], volume)) if key else None
    if not node["ids"]:
        return None
    if isinstance(node, fact_note):
        return CitingLocation(node["ids"][0], ", ".join(node["facts"]))
    if isinstance(node, nodes.table | nodes.section):
        return CitingLocation(node["ids"][0], title_text(node[0]) if isinstance(node[0], nodes.title) else "")
    return None


def backlinks(env: BuildEnvironment) -> dict[str, list[Backlink]]:
    """Return where each source is cited, in the order of the book."""
    found: dict[str, list[Backlink]] = {}
    citing = domain_of(env).citing
    for docname in reading_order(env):
        for place in citing.get(docname, ()):
            label = number_of(env, docname, place.section) or place.title
            found.setdefault(place.source, []).append(Backlink(label, docname, place.locations))
    return found


def changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages of the bibliography, where what they show of citing sections has changed."""
    domain = domain_of(env)
    before, domain.data["backlinks"] = domain.data["backlinks"], backlinks(env)
    if before == domain.data["backlinks"]:
        return []
    return sorted({entry.docname for entry in entries(env)})


def write_cited(app: Sphinx, exception: Exception | None) -> None:
    """Write, beside what the linkcheck builder found, which sections cite each source."""
    if exception is None and app.builder.name == "linkcheck":
        found = {source: [back.label for back in places] for source, places in backlinks(app.env).items()}
        Path(app.outdir, "cited.json").write_text(json_lines(found), "utf-8")


class LinkBack(SphinxPostTransform):
    """Add to each entry of the bibliography the places that cite it."""

    default_priority = PostTransforms.BACKLINKS

    def run(self, **kwargs: Any) -> None:
        """End each entry that anything cites with the places."""
        found = list(entry_nodes(self.document))
        places = backlinks(self.env) if found else {}
        printed = self._printed() if found else None
        for key, entry in found:
            cited = [_within(back, printed) for back in places.get(key, ())]
            if any(back.locations for back in cited):
                words = entry[-1]
                assert isinstance(words, nodes.paragraph)
                words += [nodes.Text(" "), self._line(entry["docname"], [back for back in cited if back.locations])]

    def _printed(self) -> set[str] | None:
        """Return the anchors of a book in one document: TeX leaves out the text of a home page with the contents."""
        if not any(self.document.findall(start_of_file)):
            return None
        return {anchor for node in self.document.findall(nodes.Element) for anchor in node["ids"]}

    def _line(self, docname: str, places: list[Backlink]) -> cited_in:
        """Return the words: the number of each section leads to its first place, letters lead to the further ones."""
        builder = app_of(self.env).builder
        before, after = _("Cited in %s.").split("%s")
        line = cited_in("", before, classes=["cited-in"])
        for number, back in enumerate(places):
            line += [nodes.Text(", ")] if number else []
            for at, location in enumerate(back.locations):
                line += [nodes.Text("\u00a0" if at == 1 else " ")] if at else []  # the number is not left alone
                words = nodes.Text(letter(at) if at else back.label)
                line += make_refnode(builder, docname, back.docname, location.anchor, words, location.name)
        line += nodes.Text(after)
        return line


def _within(back: Backlink, printed: set[str] | None) -> Backlink:
    """Return ``back`` with the places that are printed."""
    kept = tuple(location for location in back.locations if printed is None or location.anchor in printed)
    return back._replace(locations=kept)


def letter(number: int) -> str:
    """Return b for 1, z for 25, ba for 26."""
    more, last = divmod(number, 26)
    return (letter(more) if more else "") + chr(ord("a") + last)


def setup(app: Sphinx) -> None:
    """Look for changes when the chapters of the book have got their numbers."""
    connect(app, Phase.NOTED, note_citations)
    connect(app, Phase.NUMBERED, changed)
    connect(app, Phase.FINISHED, write_cited)
    app.add_post_transform(LinkBack)
