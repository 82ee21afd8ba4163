"""Pictures, figures, listings, displayed mathematics, and what was written in Typst itself."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Any

from docutils import nodes

from sphinx_typst_pdf.highlighting import RUN, coloured_lines, long_lines
from sphinx_typst_pdf.syntax import BREAK, LINE_ENDS, array, breakable, optional, string
from sphinx_typst_pdf.translator.core import is_block, is_in_line, is_picture
from sphinx_typst_pdf.translator.inline import Inline

LENGTH = re.compile(r"([\d.]+)\s*(px|pt|pc|mm|cm|in|em|rem|ex|vw|vh|ch|%)?")
LINE_BREAK = re.compile(r"<br\s*/?>")
TAG = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE)
CELL_END = re.compile(r"</t[dh]>", re.IGNORECASE)
LINE_END = re.compile(r"(?:</(?:tr|p|li|div|h[1-6])>|<br\s*/?>)(?!\n)", re.IGNORECASE)
"""What ends a line on the web where the source does not."""
"""What HTML has beside text."""
SPACES_KEPT = re.compile(r"^ +| {2,}")
POINTS = {"": 0.75, "px": 0.75, "pc": 12.0}
"""How many points a unit has; a pixel of CSS is a 96th of an inch, and a length without a unit is pixels."""


LONG = 1000
"""Characters that make a caption so long that its figure may be broken."""


def length(text: str) -> str | None:
    """Return a length of docutils as one of Typst; nothing where it has no counterpart."""
    match = LENGTH.fullmatch(text.strip())
    if match is None:
        return None
    number, unit = float(match[1]), match[2] or ""
    if unit in POINTS:
        return f"{number * POINTS[unit]:g}pt"
    return {
        "vw": f"{number:g}%",
        "vh": None,
        "ch": f"{number / 2:g}em",
        "ex": f"{number / 2:g}em",
        "rem": f"{number:g}em",
    }.get(unit, f"{number:g}{unit}")


def _is_for_print_too(node: nodes.raw) -> bool:
    """Tell whether raw HTML has raw LaTeX beside it: then the same is said for the web and for print."""
    around = node.parent
    if isinstance(around, nodes.TextElement):
        return False
    at = around.index(node)
    beside = [*around.children[max(0, at - 1) : at], *around.children[at + 1 : at + 2]]
    return any(isinstance(other, nodes.raw) and "latex" in other.get("format", "").split() for other in beside)


class Media(Inline):
    """What is not running text."""

    def visit_image(self, node: nodes.image) -> None:
        """Write a picture, in the line or as a block; one without an alternative text is named."""
        uri = node["uri"]
        if "://" in uri or uri.startswith("data:"):
            self.warn(f"image {uri} is not in the book; its alternative text is printed instead", node, "image")
            self.add(self.held(), f"#{string(node.get('alt') or uri)}")
            raise nodes.SkipNode
        name = self.builder.images.get(uri)
        if name is None:
            if Path(self.env.srcdir, uri).exists():  # Sphinx has told of one that does not
                self.warn(f"image {uri} cannot be set; SVG, PNG, JPEG, GIF and WebP can", node, "image")
            self.add(self.held(), f"#{string(node.get('alt') or uri)}")
            raise nodes.SkipNode
        self.images.setdefault(name, self.place_of(node))
        if "alt" not in node:
            self.warn(f"image {uri} has no alternative text; add one, or an empty one to a mere ornament", node, "alt")
        sizes = {name: length(str(node[name])) for name in ("width", "height") if name in node}
        arguments = [string(f"/images/{name}"), f"alt: {string(node.get('alt', PurePosixPath(uri).stem))}"]
        arguments += [f"{name}: {size}" for name, size in sizes.items() if size]
        arguments += [f"scale: {node['scale']}%"] if "scale" in node and not sizes else []
        inline = self.in_line(node)
        labels = self.claim(node)
        if inline:
            self.add(self.anchor_code(labels), f"#picture-in-line({', '.join(arguments)})")
        else:
            arguments += [f"align: {node['align']}"] if node.get("align") in ("left", "center", "right") else []
            self.add(self.anchor_code(labels), f"#picture({', '.join(arguments)})")
        raise nodes.SkipNode

    @staticmethod
    def in_line(node: nodes.image) -> bool:
        """Tell whether a picture stands among words, and not as a block of its own."""
        around: nodes.Element = node.parent
        while isinstance(around, nodes.Inline | nodes.reference):
            around = around.parent
        return isinstance(around, nodes.TextElement) and not is_picture(around)

    def visit_figure(self, node: nodes.figure) -> None:
        """Write a figure: picture, caption, legend."""
        parts: dict[str, list[str]] = {"body": [], "caption": [], "legend": []}
        place, labels = self.mark(node), self.labels(node)
        for child in node.children:
            kind = type(child).__name__
            self.push()
            child.walkabout(self)
            parts[kind if kind in parts else "body"].append(self.pop())
        caption = f"[{''.join(parts['caption'])}]" if parts["caption"] else "none"
        legend = f"[{''.join(parts['legend'])}]" if parts["legend"] else "none"
        number = optional(self.number_of(node))
        long = any(len(child.astext()) > LONG for child in node.children if isinstance(child, nodes.caption))
        described = f"{labels}, {number}, {caption}, {legend}{', long: true' if long else ''}"
        if not any("#picture(" in part for part in parts["body"]):
            described += ", drawn: false" if "".join(parts["body"]).strip() else ", drawn: none"
        self.add(place, f"#illustration({described})[{''.join(parts['body'])}]")
        raise nodes.SkipNode

    def _may_be_sign(self, node: nodes.Node) -> bool:
        """Tell whether a node may be a sign, such as an icon: it has no content, and nobody knows it."""
        return not node.children and not hasattr(self, f"visit_{type(node).__name__}")

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Write a node; a block that MyST has put into a line becomes a part of it."""
        if not is_block(node) or not is_in_line(node) or self._may_be_sign(node):
            super().dispatch_visit(node)
            return
        assert isinstance(node, nodes.Element)
        self.add(self.anchor(node["ids"]), self.held())
        if isinstance(node, nodes.math_block):
            self.add(self.equation(node, ""))
        else:
            self.warn(f"{type(node).__name__} stands in a line of text; its text is printed plainly", node, "node")
            self.add(f"#{string(' '.join(node.astext().split()))}")
        raise nodes.SkipNode

    visit_caption, depart_caption = Inline.through, Inline.ignore
    visit_legend, depart_legend = Inline.through, Inline.ignore

    # listings

    def visit_literal_block(self, node: nodes.Element) -> None:
        """Write a listing, coloured by Pygments; parsed literals keep their own markup."""
        source = LINE_ENDS.sub(" ", node.astext().replace(BREAK, "")).expandtabs(8).rstrip("\n")  # an end is no line
        place, labels = self.mark(node), self.claim(node)
        self.add(place, self.anchor_code(labels))
        if any(not isinstance(child, nodes.Text) for child in node.children):
            self.add("#parsed-literal[", self.content_of(node), "]")
            raise nodes.SkipNode
        lines = coloured_lines(source, node, self.config)
        options: dict[str, Any] = node.get("highlight_args", {})
        first = str(options.get("linenostart", 1)) if node.get("linenos") else "none"
        strong = array(str(line) for line in options.get("hl_lines", []))
        long = array(map(str, long_lines(source)))
        self.add(f"#code({string(source)}, first: {first}, strong: {strong}, long: {long}, lines: {array(lines)})")
        raise nodes.SkipNode

    def visit_Text(self, node: nodes.Text) -> None:  # noqa: N802  (docutils calls it so)
        """Write text; that of a parsed literal keeps its spaces and the ends of its lines."""
        if not self.within(node, nodes.literal_block):
            super().visit_Text(node)
            return
        lines = (f"#{string(self._kept(line))}" if line else "" for line in node.astext().split("\n"))
        self.add(self.held(), "#linebreak()".join(lines))

    @staticmethod
    def _kept(line: str) -> str:
        """Return a line whose runs of spaces stay; it may still be broken at single spaces."""
        kept = SPACES_KEPT.sub(lambda run: "\u00a0" * len(run[0]), line.expandtabs(8))
        return breakable(kept, RUN)

    visit_doctest_block = visit_literal_block

    # mathematics

    def visit_math_block(self, node: nodes.math_block) -> None:
        """Write a displayed formula, with its number where it has one."""
        number = self.number_of_equation(node)
        self.add(self.mark(node), self.anchor_code(self.claim(node)))
        self.add(self.equation(node, f", display: true, number: {optional(number)}"))
        raise nodes.SkipNode

    # Typst itself

    def visit_raw(self, node: nodes.raw) -> None:
        """Write what was written for Typst; what is for another format is left out, save the end of a line in HTML."""
        formats = node.get("format", "").split()
        self.defer(node)
        if "typst" in formats:
            block = not isinstance(node.parent, nodes.TextElement)
            self.add(f"{self.mark(node)}\n{node.astext()}\n" if block else node.astext())
        elif "html" in formats and LINE_BREAK.fullmatch(node.astext().strip()):
            self.add("#linebreak()")
        elif "html" in formats and _is_for_print_too(node):
            self._print_html(node)
        raise nodes.SkipNode

    def _print_html(self, node: nodes.raw) -> None:
        """Print the text of what an extension says in HTML, such as what a cell of a notebook has printed."""
        apart = LINE_END.sub("\n", CELL_END.sub(" ", node.astext()))
        text = unescape(TAG.sub("", apart)).strip("\n")
        if text.strip():
            listing = nodes.literal_block(text, text, language="none")
            listing.parent, listing.document = node.parent, self.document
            listing.walkabout(self)
