"""Names and quotations that are written the other way than the book, kept apart from what stands around them.

Without it, a Hebrew name before years turns them around: the end of a life would be printed before its beginning.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from bilateral.direction import END, ISOLATE, Direction, direction_of, runs_of
from bilateral_sphinx.phases import Transforms
from bilateral_sphinx.records.nodes import language_span
from bilateral_sphinx.seams.smart_quotes import verbatim
from bilateral_sphinx.seams.titles import use_plain_titles

KEPT = (nodes.literal, nodes.FixedTextElement, nodes.math, nodes.math_block, nodes.raw, nodes.comment)
"""What is code, or not shown."""


class isolate(nodes.inline):  # noqa: N801  (docutils names node classes in lower case)
    """Text that is written the other way than what stands around it."""


class IsolateDirections(SphinxTransform):
    """Isolate what is written the other way, wherever it stands on a page."""

    default_priority = Transforms.DIRECTIONS

    def apply(self, **kwargs: Any) -> None:
        """Isolate it in each text."""
        isolate_in(self.document, direction_of(self.config.language))


def isolate_in(tree: nodes.Element, direction: Direction) -> None:
    """Isolate what goes the other way in a tree whose text has a direction."""
    for text in list(tree.findall(nodes.Text)):
        if text.isascii() and direction == "ltr":
            continue
        pieces = list(runs_of(text.astext(), direction))
        if any(other for _, other in pieces) and not _has_own(text, direction):
            made = [isolate("", "", verbatim(piece)) if other else nodes.Text(piece) for piece, other in pieces]
            text.parent.replace(text, made)


def _has_own(node: nodes.Node, direction: Direction) -> bool:
    """Tell whether a text is code, or in a language whose direction is said already."""
    while node.parent is not None:
        node = node.parent
        if isinstance(node, KEPT) or (isinstance(node, language_span) and direction_of(node["language"]) != direction):
            return True
    return False


def _visit_html(self: Any, node: isolate) -> None:
    self.body.append("<bdi>")


def _depart_html(self: Any, node: isolate) -> None:
    self.body.append("</bdi>")


def _visit_latex(self: Any, node: isolate) -> None:
    self.body.append(ISOLATE)


def _depart_latex(self: Any, node: isolate) -> None:
    self.body.append(END)


def _visit_typst(self: Any, node: isolate) -> None:
    self.add(f'#"{ISOLATE}"')


def _depart_typst(self: Any, node: isolate) -> None:
    self.add(f'#"{END}"')


def _visit_plain(self: Any, node: isolate) -> None:
    """Add nothing."""


def setup(app: Sphinx) -> None:
    """Register the node with its writers, and the transform."""
    plain = (_visit_plain, _visit_plain)
    app.add_node(
        isolate,
        html=(_visit_html, _depart_html),
        latex=(_visit_latex, _depart_latex),
        typst=(_visit_typst, _depart_typst),
        text=plain,
        man=plain,
        texinfo=plain,
    )
    app.add_transform(IsolateDirections)
    use_plain_titles({isolate: lambda node: f"{ISOLATE}{node.astext()}{END}"})
