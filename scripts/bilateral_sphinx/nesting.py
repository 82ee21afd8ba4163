"""Nesting that formats cannot set: blocks within blocks too many times, and toctrees that lead back to themselves.

Typst counts how deep its rules are within each other, and Python its calls; both would stop with a place in a program.
"""

from __future__ import annotations

import re
from types import TracebackType
from typing import Any, Protocol

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.toctrees import drop_entry, entries_below, place_of_entry

logger = logging.getLogger(__name__)
WEIGHTS = {
    nodes.table: 19,
    nodes.block_quote: 4,
    nodes.Admonition: 2,
    nodes.list_item: 1,
    nodes.definition: 1,
    nodes.Inline: 1,
}
"""How much of what Typst can set each takes (measured: 3 tables, 15 quotations, 29 notes within each other)."""
HEAVIEST = 58
DEEPEST = 40
"""Directives within each other that Python's parser of chapters can surely follow."""
FENCE = re.compile(r"[ \t>]*(:{3,}|`{3,}|~{3,})[ \t]*(\S?)")


class Parser(Protocol):
    """What Sphinx asks of a parser."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse a text into a document."""


class Patient:
    """A parser that names the place where a text is nested more deeply than Python follows, and reads what is above."""

    def parse(self: Parser, inputstring: str, document: nodes.document) -> None:
        """Parse a text, and then no more of it than can be followed."""
        lines = inputstring.splitlines(keepends=True)
        told = False
        while True:
            try:
                return super().parse("".join(lines), document)  # type: ignore[safe-super]
            except RecursionError as error:
                line = min(_line(error.__traceback__), len(lines))
                if not told:
                    _warn((document.settings.env.current_document.docname, line))
                told, lines = True, lines[: line - 1]
                document.clear()


def _line(traceback: TracebackType | None) -> int:
    """Return the line of the last block that a parser of Markdown was in."""
    line = 1
    while traceback is not None:
        token = traceback.tb_frame.f_locals.get("token")
        if place := getattr(token, "map", None):
            line = place[0] + 1
        traceback = traceback.tb_next
    return line


def set_parsers(app: Sphinx) -> None:
    """Make all parsers patient."""
    for parser in set(app.registry.get_source_parsers().values()):
        if not issubclass(parser, Patient):
            patient: Any = type(parser.__name__, (Patient, parser), {})
            app.add_source_parser(patient, override=True)


def cut(app: Sphinx, docname: str, content: list[str]) -> None:
    """Cut a chapter off where directives are nested so deeply that Python could not parse them."""
    marks: list[str] = []
    for number, line in enumerate(content[0].splitlines(keepends=True), 1):
        found = FENCE.match(line)
        if found is None:
            continue
        mark, info = found.groups()
        if info:
            marks.append(mark)
        elif marks and mark.startswith(marks[-1]):
            marks.pop()
        if len(marks) > DEEPEST:
            _warn((docname, number))
            content[0] = "".join(content[0].splitlines(keepends=True)[: number - 1])
            return


def _warn(location: tuple[str, int]) -> None:
    message = "this is nested too deeply to be set: tables, quotations, notes, lists or emphasis within each other"
    logger.warning(f"{message}; take it out of some", location=location, type="book", subtype="nesting")  # noqa: G004  (Sphinx formats)


def judge(app: Sphinx, doctree: nodes.document) -> None:
    """Take out blocks that are nested too deeply, each at its line."""
    waiting: list[tuple[nodes.Element, int, int]] = [(doctree, 0, 1)]
    while waiting:
        node, weight, line = waiting.pop()
        for child in [child for child in node.children if isinstance(child, nodes.Element)]:
            more = weight + next((own for kind, own in WEIGHTS.items() if isinstance(child, kind)), 0)
            place = child.line or line
            if more > HEAVIEST:
                _warn((app.env.current_document.docname, place))
                node.remove(child)
            else:
                waiting.append((child, more, place))


def break_circles(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Warn of each toctree that holds a page above it, and leave that out: what follows toctrees would never end."""
    root = app.config.root_doc
    seen: set[str] = set()
    waiting: list[tuple[str, tuple[str, ...]]] = [(root, (root,))]
    while waiting:
        docname, above = waiting.pop()
        for name in entries_below(env, docname):
            if name in above:
                chain = " -> ".join([*above[above.index(name) :], name])
                message = f"the toctree holds '{name}', which is above it ({chain}); remove it there"
                place = place_of_entry(env, docname, name)
                logger.warning(message, location=place, type="book", subtype="circle")
                drop_entry(env, docname, name)
            elif name not in seen:
                seen.add(name)
                waiting.append((name, (*above, name)))
    return []


def setup(app: Sphinx) -> None:
    """Judge a page before it is parsed and when it is read, and toctrees before anything follows them."""
    connect(app, Phase.BUILDER, set_parsers)
    connect(app, Phase.SOURCE, cut)
    connect(app, Phase.GUARD, judge)
    connect(app, Phase.CIRCLES, break_circles)
