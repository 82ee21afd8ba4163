"""Characters that make text look different from what it is, and those that no format can hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from bilateral.text import LAYOUT, first_hidden, is_hidden, named
from bilateral_sphinx.guard.refusal import refuse
from bilateral_sphinx.phases import Phase, connect


def faults(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield line, column and name of each character that no text may have."""
    if first_hidden(text.translate(LAYOUT)) is None:
        return
    for number, line in enumerate(text.split("\n"), 1):
        for column, char in enumerate(line.translate(LAYOUT), 1):
            if is_hidden(char):
                yield number, column, named(char)


def judge(place: str, text: str) -> None:
    """Refuse each such character at its line."""
    for line, column, name in faults(text):
        refuse("character", f"the character {name} stands in column {column}; remove it", f"{place}:{line}")


def read(app: Sphinx, docname: str, content: list[str]) -> None:
    """Judge a chapter before it is parsed."""
    judge(str(app.env.doc2path(docname)), content[0])


def included(app: Sphinx, path: Path, parent: str, content: list[str]) -> None:
    """Judge a file that a chapter includes."""
    judge(str(Path(app.srcdir, path)), content[0])


def judge_words(app: Sphinx, doctree: nodes.document) -> None:
    """Judge what has come in another way: by its number, from another file, from a translation."""
    for text in list(doctree.findall(nodes.Text)):
        _judge_words(str(text), text.parent)
    for picture in doctree.findall(nodes.image):
        _judge_words(str(picture.get("alt", "")), picture)


def _judge_words(text: str, node: nodes.Element) -> None:
    hidden = first_hidden(text.translate(LAYOUT))
    if hidden is not None:
        refuse("character", f"the character {named(hidden)} stands in the text; remove it", node)


def setup(app: Sphinx) -> None:
    """Judge whatever is read."""
    connect(app, Phase.SOURCE, read)
    connect(app, Phase.INCLUDED, included)
    connect(app, Phase.GUARD, judge_words)
