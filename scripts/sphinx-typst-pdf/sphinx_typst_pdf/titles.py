"""A title in plain words, as running heads, contents, bookmarks and references have it."""

from __future__ import annotations

from functools import cache

from docutils import nodes
from docutils.utils import new_document

from sphinx_typst_pdf.seams import ContentsFilter


class TitleFilter(ContentsFilter):
    """Sphinx's filter of titles, which lets citations, raw markup and entries of the index pass, and pictures go."""

    def visit_image(self, node: nodes.image) -> None:
        """Put the alternative text of a picture into its place."""
        self.parent.append(nodes.Text(node.get("alt", "")))
        raise nodes.SkipNode

    def visit_pending_xref(self, node: nodes.Element) -> None:  # type: ignore[override]  # it says of no argument what it is
        """Leave out a citation that is not resolved yet, whose text is the key of its source."""
        if node.get("refdomain") == "cite":
            _leave_out(self)
        raise nodes.SkipDeparture

    def visit_inline(self, node: nodes.inline) -> None:
        """Leave out a citation: sphinxcontrib-bibtex calls it by the first of these names."""
        if {"bibtex-citation", "citations"} & set(node["classes"]):
            _leave_out(self)
        self.default_visit(node)

    def leave_out(self, node: nodes.Element) -> None:
        """Leave out a node, with everything in it and the space before it."""
        _leave_out(self)

    visit_raw = visit_footnote_reference = visit_citation_reference = leave_out

    def visit_index(self, node: nodes.Element) -> None:
        """Leave out an entry of the index, which is no word: the one that it is for follows it."""
        raise nodes.SkipNode

    def visit_download_reference(self, node: nodes.Element) -> None:
        """Keep the words of a link to a file: contents are links themselves."""
        raise nodes.SkipDeparture

    visit_number_reference = visit_download_reference


def _leave_out(copying: ContentsFilter) -> None:
    before = copying.parent[-1] if len(copying.parent) else None
    if isinstance(before, nodes.Text):
        copying.parent[-1] = nodes.Text(before.rstrip())
    raise nodes.SkipNode


@cache
def _document() -> nodes.document:
    """Return a document for visitors, which report to it; that of a title need not be there any more."""
    return new_document("")


def plain_title(title: nodes.Node) -> nodes.Element:
    """Return a copy of a title without links and anchors; pictures are their alternatives, and notes are gone."""
    words = TitleFilter(_document())
    title.walkabout(words)
    copy = words.get_tree_copy()
    for part in copy.findall(nodes.Element):
        part["ids"], part["names"] = [], []
    assert isinstance(copy, nodes.Element)
    return copy


def title_text(title: nodes.Node) -> str:
    """Return the text of a title in plain words, on one line."""
    return " ".join(plain_title(title).astext().split())
