"""Take off the ids that Sphinx makes of titles and numbers; a heading that would be left without one is a fault."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from bilateral_sphinx.phases import PostTransforms, Transforms
from bilateral_sphinx.state import state_of
from sphinx_typst_pdf.titles import title_text

logger = logging.getLogger(__name__)
NAMED = (nodes.section, nodes.table, nodes.figure, nodes.literal_block, nodes.container)
"""What carries a label: other nodes have ids of their own making, such as terms and facts."""

WORDLESS = frozenset({"ref", "numref", "doc"})
"""References that take the words of what they lead to, if they have none of their own."""


class KeepLabels(SphinxTransform):
    """Leave the ids that are labels. An id that is made of a title changes with the title."""

    default_priority = Transforms.LABELS

    def apply(self, **kwargs: Any) -> None:
        """Take off all other ids, and ask for the labels that are missing."""
        labels = {self.document.nameids[name]: name for name, chosen in self.document.nametypes.items() if chosen}
        for node in self.document.findall(lambda node: isinstance(node, NAMED)):
            assert isinstance(node, nodes.Element)
            kept = [key for key in node["ids"] if key in labels]
            for key in kept:
                if labels[key] != key:
                    _warn(f"the label '{labels[key]}' becomes '{key}' in addresses; write it so", node, "label")
            if isinstance(node, nodes.section | nodes.table | nodes.figure) and node["ids"] and not kept:
                proposal = self._proposal(node, set(labels))
                remedy = f"({proposal})= on the line before it"
                if not isinstance(node, nodes.section):
                    remedy = f":name: {proposal}"
                what = title_text(node.children[0]) if isinstance(node, nodes.section) else "a table or figure"
                _warn(f"'{what}' has no label to be cited by; write {remedy}", node, "unlabelled")
                labels[proposal] = proposal
                kept = [proposal]
                self.document.ids[proposal] = node
            node["ids"] = kept
        self._judge_titles()

    def _judge_titles(self) -> None:
        """Ask for words of references in titles, which are copied before it is known what other pages are called."""
        for title in (*self.document.findall(nodes.title), *self.document.findall(nodes.caption)):
            for link in (*title.findall(addnodes.pending_xref), *title.findall(nodes.reference)):
                role = link.get("reftype", "")
                is_said = any(isinstance(part, nodes.Text | nodes.image) for part in link.findall())
                if is_said and (role not in WORDLESS or link["refexplicit"]):
                    continue
                remedy = f"{{{role}}}`words <{link['reftarget']}>`" if role in WORDLESS else "[words](address)"
                message = "the title refers to something without words of its own, which contents would lack"
                _warn(f"{message}; write {remedy}", title, "wordless")

    def _proposal(self, node: nodes.Element, taken: set[str]) -> str:
        """Return a free label, which begins with that of the chapter or the kind."""
        first = next(self.document.findall(nodes.section), None)
        page = self.env.current_document.docname.rpartition("/")[2]
        if isinstance(node, nodes.section):
            words = nodes.make_id(title_text(node.children[0])).split("-")
            chapter = nodes.make_id(page) if node is first else first["ids"][0] if first else ""
            stem = chapter if node is first else "-".join([chapter, *words[:4]])
        else:
            stem = "-".join([node.tagname, nodes.make_id(page)])
        count, proposal = 2, stem
        while proposal in taken:
            count, proposal = count + 1, f"{stem}-{count}"
        return proposal


class KeepGathered(SphinxPostTransform):
    """Take off the ids of containers that were put in after reading, such as the one around a bibliography."""

    default_priority = PostTransforms.GATHERED

    def run(self, **kwargs: Any) -> None:
        """Leave the ids that are anchors of the page."""
        known = {anchor.name for anchor in state_of(self.env).anchors.get(self.env.current_document.docname, [])}
        for node in self.document.findall(nodes.container):
            node["ids"] = [key for key in node["ids"] if key in known]


def _warn(message: str, node: nodes.Element, subtype: str) -> None:
    logger.warning(message, location=node, type="anchor", subtype=subtype)


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_transform(KeepLabels)
    app.add_post_transform(KeepGathered)
