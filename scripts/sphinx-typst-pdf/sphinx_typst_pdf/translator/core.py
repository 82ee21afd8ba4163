"""What all visitors share: buffers of code, places in the sources, anchors, and nodes that nobody knows."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.errors import SphinxError
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator

from sphinx_typst_pdf.fragments import Heading, Place
from sphinx_typst_pdf.syntax import BREAK, breakable, string, strings

logger = logging.getLogger(__name__)
SPACES = re.compile(r"[ \t\n\r\f\v]+")
LONG_WORD = 30
"""Characters of a word that may be longer than a line."""
END_OF_RUN = re.compile(rf"[\s{BREAK}]")
"""Where a line may end anyway."""
SIGNS = 3
"""Characters that stay with what they stand before, such as the stars of a parameter."""
LONG_RUN = re.compile(r"\w{30}(?=\w{5})")
"""The beginning of such a word in an address."""
ALTERNATIVES = ("alt", "code", "uml", "text")
"""Attributes in which nodes of extensions keep what stands for a picture of theirs, or what it is drawn from."""
ADDRESSES = ("uri", "url", "src", "platform_url")
"""The same of addresses, such as that of a film; one that ends with a slash is that of all, and the film has a name."""
LANGUAGE = re.compile(r"language-([a-z]{2,3})(?:-[A-Za-z0-9-]+)?")
"""The class by which docutils says that text is in another language."""

LINES: tuple[type, ...] = (
    nodes.paragraph,
    nodes.Titular,
    nodes.caption,
    nodes.term,
    nodes.classifier,
    nodes.field_name,
)
LINES += (nodes.attribution, nodes.line, addnodes.centered)
"""What is set as lines of text."""


def is_picture(paragraph: nodes.Element) -> bool:
    """Tell whether a paragraph holds one picture and nothing else, perhaps as a link or in a language."""
    if any(isinstance(child, nodes.Text) and child.strip() for child in paragraph.children):
        return False  # as in most of them
    leaves = [leaf for leaf in paragraph.findall() if not getattr(leaf, "children", ())]
    words = [leaf for leaf in leaves if isinstance(leaf, nodes.Text) and leaf.astext().strip()]
    return not words and len(leaves) == 1 and isinstance(leaves[0], nodes.image)


IN_LINE = (nodes.Text, nodes.Inline, nodes.Invisible)
OWN_LINES = (nodes.paragraph, nodes.rubric, nodes.FixedTextElement)
"""What has text and is no part of a line; other text in a line is that of an extension."""


def is_block(node: nodes.Node) -> bool:
    """Tell whether a child of a paragraph is not part of its lines; docutils allows none, and MyST makes some."""
    if isinstance(node, IN_LINE) or not isinstance(node, nodes.Body):
        return False
    return not isinstance(node, nodes.TextElement) or isinstance(node, OWN_LINES)


def is_in_line(node: nodes.Node) -> bool:
    """Tell whether a node stands inside a line of text, where there is no room for a block; a paragraph is parted."""
    around: nodes.Node | None = node.parent
    while around is not None and isinstance(around, nodes.Inline):
        around = around.parent
    return isinstance(around, LINES) and not (around is node.parent and isinstance(around, nodes.paragraph))


def _is_placed(node: nodes.Node) -> bool:
    """Tell whether a node says on which line it stands, in a file."""
    return bool(node.line) and not _source_of(node).startswith("<")


def _source_of(node: nodes.Node) -> str:
    """Return the source of a node; extensions put paths there, too."""
    return os.fspath(node.source) if node.source else ""


class Core(SphinxTranslator):
    """Write Typst code into buffers; blocks stand on lines of their own, text is in string literals.

    The code only calls functions of the template. Between the parts of a line there is never a space, for Typst would
    print it.
    """

    def __init__(self, document: nodes.document, builder: Builder, docname: str = "") -> None:
        super().__init__(document, builder)
        self.docname = docname
        self.env = builder.env
        self.buffers: list[list[str]] = [[]]
        self.places: list[Place] = []
        self.anchors: dict[str, None] = {}
        self.references: dict[str, Place] = {}
        self.headings: list[Heading] = []
        self.toctrees: list[dict[str, Any]] = []
        self.images: dict[str, Place] = {}
        self.abbreviations: set[str] = set()
        self._run = 0  # characters since a line could end
        self._held: list[str] = []
        self._files: dict[str | None, str] = {}
        self._heading_anchors: list[str] | None = None

    @property
    def code(self) -> str:
        """What has been written, with the marks of places still in it."""
        return "".join(self.buffers[0])

    # buffers

    def add(self, *parts: str) -> None:
        """Write code."""
        self.buffers[-1].extend(parts)

    def push(self) -> None:
        """Write into a new buffer from now on."""
        self.buffers.append([])

    def pop(self) -> str:
        """Return what was written into the last buffer."""
        return "".join(self.buffers.pop())

    def content_of(self, node: nodes.Element) -> str:
        """Return the code of the children of a node."""
        self.push()
        for child in node.children:
            child.walkabout(self)
        return self.pop()

    # places

    def place_of(self, node: nodes.Node) -> Place:
        """Return the file, below the source folder, and the line of a node, or of the nearest one in or around it."""
        within: nodes.Node | None = node
        while within is not None and not _is_placed(within):
            within = next(iter(within.children), None)
        around = within or node
        source, line = None, None
        while around is not None and (source is None or line is None):
            if not _source_of(around).startswith("<"):  # such as that of a caption that docutils calls generated
                source, line = source or _source_of(around) or None, line or around.line
            around = around.parent
        return Place(self._file(source), line or 1)

    def _file(self, source: str | None) -> str:
        """Return the name of a source file below the source folder."""
        if source not in self._files:
            path = Path(source.partition(":docstring of ")[0]) if source else Path(self.env.doc2path(self.docname))
            folder = Path(self.env.srcdir)
            self._files[source] = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
        return self._files[source]

    def mark(self, node: nodes.Node) -> str:
        """Return a new line of code, with a mark by which its place in the sources is known."""
        self.places.append(self.place_of(node))
        self._run = 0
        return f"\n\x00{len(self.places) - 1}\x00"

    def mark_if_new(self, node: nodes.Node) -> str:
        """Return the same where the place is another than that of the last mark."""
        return "" if self.places and self.places[-1] == self.place_of(node) else self.mark(node)

    def warn(self, message: str, node: nodes.Node, subtype: str, *, once: bool = False) -> None:
        """Warn at the place of a node, or only at the first of several such places."""
        place = self.place_of(node)
        location = f"{Path(self.env.srcdir, place.file)}:{place.line}"
        logger.warning("%s", message, location=location, type="typst", subtype=subtype, once=once)

    # anchors

    def target(self, anchor: str, docname: str | None = None) -> str:
        """Return the label of an anchor: the same text that ends Sphinx's address of it."""
        return f"{docname or self.docname}#{anchor}"

    def anchor(self, ids: list[str]) -> str:
        """Return code for anchors at this point; in a heading, they are kept for after it."""
        if not ids:
            return ""
        labels = [self.target(anchor) for anchor in ids]
        if self._heading_anchors is not None:
            self._heading_anchors += labels
            return ""
        return self.anchor_labels(labels)

    def anchor_labels(self, labels: list[str]) -> str:
        """Return code for anchors that have not been set before."""
        return self.anchor_code(self._new(labels))

    def _new(self, labels: list[str]) -> list[str]:
        """Return the labels that have not been set before; they count as set now."""
        new = [label for label in dict.fromkeys(labels) if label not in self.anchors]
        self.anchors.update(dict.fromkeys(new))
        return new

    @staticmethod
    def anchor_code(labels: list[str]) -> str:
        """Return code for anchors."""
        return f"#anchor({', '.join(map(string, labels))})" if labels else ""

    def defer(self, node: nodes.Element) -> None:
        """Keep the anchors of a block for its first text, so that they stay on its page."""
        self._held += [self.target(anchor) for anchor in node["ids"]]

    def held(self) -> str:
        """Return code for the anchors that have been kept."""
        if not self._held:
            return ""
        labels, self._held = self._held, []
        if self._heading_anchors is not None:
            self._heading_anchors += labels
            return ""
        return self.anchor_labels(labels)

    def claim(self, node: nodes.Element) -> list[str]:
        """Return the anchors of a node that is a target itself, and those that have been kept for it."""
        held, self._held = self._held, []
        labels = [*(self.target(anchor) for anchor in node["ids"]), *held]
        return self._new(labels)

    # blocks and spans

    def block(self, function: str, node: nodes.Element) -> None:
        """Begin a block of text: a call whose last argument is content."""
        self.defer(node)
        self.add(self.mark(node), f"#{function}[", self.held())

    def span(self, function: str, node: nodes.Element) -> None:
        """Begin a call inside a line."""
        self.add(self.anchor(node["ids"]), f"#{function}[")

    def close(self, node: nodes.Element | None = None) -> None:
        """End a call."""
        self.add("]")

    def language_of(self, node: nodes.Element) -> str | None:
        """Return the language that a node's classes name."""
        found = [LANGUAGE.fullmatch(name) for name in node["classes"]]
        return next((match[1] for match in found if match), None)

    # text, and what is not known

    def visit_Text(self, node: nodes.Text) -> None:  # noqa: N802  (docutils calls it so)
        """Write text; white space folds as in HTML."""
        text = SPACES.sub(" ", node.astext())
        # Typst knows where an address is broken well.
        if "://" in text and not self.within(node, nodes.title):
            text = LONG_RUN.sub(rf"\g<0>{BREAK}", text)
        else:
            text = breakable(text, self.longest(node))
        if text:
            text = self.joined(text)
            self.add(self.held(), f"#in-pieces({string(text)})" if BREAK in text else f"#{string(text)}")

    def joined(self, text: str) -> str:
        """Return a text that may begin a new line where what it joins, without a space, is long already."""
        first, *others = END_OF_RUN.split(text)
        before, self._run = self._run, len(others[-1] if others else first) + (0 if others else self._run)
        if before > SIGNS and before + len(first) > LONG_WORD and text[0].isalnum():
            self._run -= 0 if others else before
            return BREAK + text
        return text

    def longest(self, node: nodes.Node) -> int:
        """Return how many characters without a space may stand together in a text."""
        return LONG_WORD

    def depart_Text(self, node: nodes.Text) -> None:  # noqa: N802  (as above)
        """Need nothing more."""

    def skip(self, node: nodes.Node) -> None:
        """Leave a node out, with everything in it."""
        raise nodes.SkipNode

    def through(self, node: nodes.Element) -> None:
        """Write the content of a node only, and its anchors where the content begins."""
        self.defer(node)

    def ignore(self, node: nodes.Node) -> None:
        """Add nothing."""

    def unknown_visit(self, node: nodes.Node) -> None:
        """Name a kind of node that is not known, once; its text, or what stands for it, is printed all the same."""
        kind = type(node)
        message = f"'{kind.__module__}.{kind.__qualname__}' is unknown to Typst; its text is printed plainly."
        message = f"{message} Register it with app.add_node(…, typst=(visit, depart))"
        self.warn(message, node, "unknown_node", once=True)
        if isinstance(node, nodes.Element):
            self.defer(node)
            if not node.children and not isinstance(node, nodes.TextElement):
                self._print_alternative(node)
            elif not isinstance(node, nodes.TextElement) and all(
                isinstance(kid, nodes.Inline) for kid in node.children
            ):
                self._print_list(node)  # no line of text, but what a picture shows, such as the classes of a diagram

    def _print_alternative(self, node: nodes.Element) -> None:
        """Print what stands for a node that has no content: its alternative text, or what it was drawn from."""
        found = [str(node[name]) for name in ALTERNATIVES if node.get(name)][:1]
        if node.get("caption") and not isinstance(node.parent, nodes.figure):
            found.append(str(node["caption"]))
        address = next((str(node[name]) for name in ADDRESSES if node.get(name)), "")
        found += [address + (str(node.get("id", "")) if address.endswith("/") else "")] if address else []
        text = "\n".join(part for part in found if part.strip()) or node.astext()
        if not text.strip():
            return
        if "\n" in text.strip():
            listing = nodes.literal_block(text, text.strip("\n"), language="none")
            listing.parent, listing.document = node, self.document
            listing.walkabout(self)
        elif isinstance(node.parent, nodes.TextElement):
            self.add(self.held(), f"#{string(text)}")
        else:
            self.add(self.mark(node), "#par[", self.held(), f"#{string(text)}]")

    def _print_list(self, node: nodes.Element) -> None:
        for number, child in enumerate(node.children):
            self.add(f"#{string(', ')}" if number else "")
            child.walkabout(self)
        raise nodes.SkipNode

    def unknown_departure(self, node: nodes.Node) -> None:
        """Need nothing more."""

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Write a node; one whose visitor fails, such as an extension's, is named, and its text printed plainly."""
        depth, size = len(self.buffers), len(self.buffers[-1])
        try:
            super().dispatch_visit(node)
        except (nodes.TreePruningException, nodes.SkipNode, SphinxError):
            raise
        except Exception as error:  # noqa: BLE001  (whatever it is: no text may be lost, and the reader gets a line)
            del self.buffers[depth:], self.buffers[-1][size:]
            kind = type(node)
            reason = f"'{kind.__module__}.{kind.__qualname__}' cannot be written ({type(error).__name__}: {error})"
            self.warn(f"{reason}; its text is printed plainly", node, "node")
            text = node.astext()
            if text.strip():
                inline = isinstance(node, nodes.Text | nodes.Inline) or isinstance(node.parent, nodes.TextElement)
                self.add(f"#{string(text)}" if inline else f"{self.mark(node)}#par[#{string(text)}]")
            raise nodes.SkipNode from None

    def labels(self, node: nodes.Element) -> str:
        """Return code for the anchors of a block that takes them as an argument."""
        return strings(self.claim(node))

    def note_reference(self, label: str, node: nodes.Node) -> str:
        """Remember where a label is referred to, and return it as code."""
        self.references.setdefault(label, self.place_of(node))
        return string(label)

    @staticmethod
    def within(node: nodes.Node, *kinds: type) -> bool:
        """Tell whether a node stands somewhere inside one of these."""
        around = node.parent
        while around is not None and not isinstance(around, kinds):
            around = around.parent
        return around is not None

    def parent_is(self, node: nodes.Node, *kinds: type[nodes.Node]) -> bool:
        """Tell whether a node stands directly in one of these."""
        return isinstance(cast("nodes.Node", node.parent), kinds)
