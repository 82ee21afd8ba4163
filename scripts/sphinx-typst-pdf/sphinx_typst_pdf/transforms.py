"""What must happen to a document before it is written: toctrees stay toctrees, and do not become lists of links."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform


def is_comment(node: nodes.Node) -> bool:
    """Tell whether a node is a comment; one that holds nodes is none.

    Extensions make comments of what formats that they do not know leave out, such as the tables of autosummary, and
    the toctrees below those.
    """
    return isinstance(node, nodes.comment) and not any(isinstance(child, nodes.Element) for child in node.children)


class included_documents(nodes.General, nodes.Element):  # noqa: N801  (docutils names node classes in lower case)
    """The place of the documents of a toctree, which a book prints there."""


class KeepToctrees(SphinxPostTransform):
    """Replace each toctree before Sphinx resolves it to a list of links."""

    default_priority = 880
    formats = ("typst",)

    def run(self, **kwargs: Any) -> None:
        """Replace the toctrees of a document."""
        for toctree in list(self.document.findall(addnodes.toctree)):
            entries: list[tuple[str | None, str]] = [] if toctree.get("hidden") else toctree.get("entries", [])
            included = included_documents(
                "",
                documents=list(toctree.get("includefiles", [])),
                caption=toctree.get("caption"),
                addresses=[(title or address, address) for title, address in entries if "://" in address],
            )
            included.source, included.line = toctree.source, toctree.line
            toctree.replace_self(included)
