"""The place of the bibliography in the PDF set by LaTeX, and links to its entries.

Sphinx gathers all entries at the end of the book, in a transform without a setting. Without it, the section of the
sources is empty, and the entries follow the index. Entries have no label of their own; without one, our citations lead
nowhere.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.latex.nodes import thebibliography
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.latex import LaTeXTranslator

from bilateral_sphinx.phases import PostTransforms

PLACE = "bibliography-place"


class MarkBibliographyPlace(SphinxPostTransform):
    """Mark the place of the bibliography, before Sphinx gathers its entries at the end of the book."""

    default_priority = PostTransforms.BEFORE_BIBLIOGRAPHY
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Put a placeholder before the first entry."""
        first = next(iter(self.document.findall(nodes.citation)), None)
        if first is not None:
            place = nodes.container(classes=[PLACE])
            first.parent.insert(first.parent.index(first), place)


class RestoreBibliography(SphinxPostTransform):
    """Put the gathered entries where they stood."""

    default_priority = PostTransforms.AFTER_BIBLIOGRAPHY
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Replace the placeholder."""
        gathered = next(iter(self.document.findall(thebibliography)), None)
        for place in [node for node in self.document.findall(nodes.container) if PLACE in node["classes"]]:
            if gathered is not None:
                gathered.parent.remove(gathered)
                place.replace_self(gathered)


def visit_citation(self: LaTeXTranslator, node: nodes.citation) -> None:
    """Begin an entry, and give it a label: our links lead there, and LaTeX's own citations know entries by key."""
    LaTeXTranslator.visit_citation(self, node)
    self.body.append(r"\leavevmode")  # the label stands in the first line, and not above the entry
    self.body.append(self.hypertarget(f"{node['docname']}:{node['ids'][0]}", withdoc=False))
    self.body.append(r"\ignorespaces")


def depart_citation(self: LaTeXTranslator, node: nodes.citation) -> None:
    """End it."""
    LaTeXTranslator.depart_citation(self, node)


def setup(app: Sphinx) -> None:
    """Run around Sphinx's own transform, which runs at priority 750."""
    app.add_post_transform(MarkBibliographyPlace)
    app.add_post_transform(RestoreBibliography)
    app.add_node(nodes.citation, override=True, latex=(visit_citation, depart_citation))
