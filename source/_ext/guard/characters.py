"""Characters that show something else than what is written, and those that no format can hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx

from bilateral.text import is_hidden, named
from guard.refusal import refuse

LAYOUT = frozenset("\n\r\t")


def faults(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield line, column and name of each character that may not stand in a text."""
    if text.translate(dict.fromkeys(map(ord, LAYOUT), " ")).isprintable():
        return
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        for column, char in enumerate(line, 1):
            if char not in LAYOUT and is_hidden(char):
                yield number, column, named(char)


def judge(app: Sphinx, place: str, text: str) -> None:
    """Refuse each such character at its line."""
    if not app.config.trusted_authors:
        for line, column, name in faults(text):
            refuse("character", f"the character {name} stands in column {column}; remove it", f"{place}:{line}")


def read(app: Sphinx, docname: str, content: list[str]) -> None:
    """Judge a chapter before it is parsed."""
    judge(app, str(app.env.doc2path(docname)), content[0])


def included(app: Sphinx, path: Path, parent: str, content: list[str]) -> None:
    """Judge a file that a chapter includes."""
    judge(app, str(Path(app.srcdir, path)), content[0])


def setup(app: Sphinx) -> None:
    """Judge whatever is read."""
    app.connect("source-read", read)
    app.connect("include-read", included)
