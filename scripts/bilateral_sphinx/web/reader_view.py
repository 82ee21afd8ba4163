"""What the reader views of browsers keep of a page.

They guess by names what is no text: an element whose id or class holds "community", "header" or "comment" is thrown
away, unless a name such as "content" says otherwise. The rules are those of Mozilla's Readability, which others have
taken over.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from bilateral_sphinx.phases import PostTransforms
from bilateral_sphinx.seams.application import app_of
from bilateral_sphinx.web.builders import is_web

CONTENT = "content"
BLOCKS = (
    nodes.section,
    nodes.paragraph,
    nodes.list_item,
    nodes.definition,
    nodes.block_quote,
    nodes.table,
    nodes.figure,
    nodes.citation,
    nodes.container,
    nodes.literal_block,
)


class NameContent(SphinxPostTransform):
    """Say of blocks that have a name that they are content: names are made of labels, and so of any words."""

    default_priority = PostTransforms.CELLS

    def run(self, **kwargs: object) -> None:
        """Add the class."""
        if is_web(app_of(self.env)):
            for node in self.document.findall(nodes.Element):
                if isinstance(node, BLOCKS) and node["ids"]:
                    node["classes"].append(CONTENT)


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(NameContent)
