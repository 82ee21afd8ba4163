"""The entries of the bibliography as sphinxcontrib-bibtex makes them, and what a source's own field adds to one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import PostTransforms


class Entry(NamedTuple):
    """An entry: the key of its source, the page of the bibliography, and its anchor there."""

    source: str
    docname: str
    anchor: str


def entries(env: BuildEnvironment) -> list[Entry]:
    """Return the entries of the book, in the order of the bibliography."""
    citations: list[Any] = env.get_domain("cite").data["citations"]
    return [Entry(made.key, made.bibliography_key.docname, made.citation_id) for made in citations]


def entry_nodes(document: nodes.document, env: BuildEnvironment) -> Iterator[tuple[str, nodes.citation]]:
    """Yield the entries that stand in a document, with the keys of their sources."""
    keys = {(entry.docname, entry.anchor): entry.source for entry in entries(env)}
    for node in list(document.findall(nodes.citation)):
        key = keys.get((node.get("docname", ""), node["ids"][0]))
        if key is not None:
            yield key, node


class LinkArchive(SphinxPostTransform):
    """Add to an entry the link to an archived copy, where its field ``archived`` has one."""

    default_priority = PostTransforms.ARCHIVED

    def run(self, **kwargs: Any) -> None:
        """Add the link after the words of the entry."""
        sources = volume_of(self.app).sources
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
