"""The entries of the bibliography as sphinxcontrib-bibtex makes them, and what a source's own field adds to one."""

from __future__ import annotations

from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import PostTransforms
from bilateral_sphinx.seams.bibliography import entry_nodes


class LinkArchive(SphinxPostTransform):
    """Add to an entry the link to an archived copy, where its field ``archived`` has one."""

    default_priority = PostTransforms.ARCHIVED

    def run(self, **kwargs: Any) -> None:
        """Add the link after the words of the entry."""
        sources = volume_of(self.env).sources
        for key, entry in entry_nodes(self.document, self.env):
            address = sources[key].fields.get("archived") if key in sources else None
            if address:
                words = cast("nodes.Element", entry[-1])
                link = nodes.reference("", "archived copy", refuri=address, internal=False)
                end = "." if words.astext().endswith(".") else ""
                if end and isinstance(words[-1], nodes.Text):
                    words[-1] = nodes.Text(words[-1].astext()[:-1])
                words.extend([nodes.Text(" ("), link, nodes.Text(f"){end}")])


def setup(app: Sphinx) -> None:
    """Make sure that there are entries."""
    app.setup_extension("sphinxcontrib.bibtex")
    app.add_post_transform(LinkArchive)
