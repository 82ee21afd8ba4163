"""Marks where the pages of the printed book turn, in the finished files of a web book or an e-book.

Only when the printed book is set is it known where they stand. So they are put into the files at last, and taken out of
those that have some from an earlier build: what is written twice is the same as what is written once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from html import escape
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from sphinx.application import Sphinx

from bilateral.anchors import page_anchor
from bilateral_sphinx.files import write_if_changed
from bilateral_sphinx.formats.pagination import has_named_pages, is_awaited, note_used, page_list
from bilateral_sphinx.pages.breaks import Break, breaks
from bilateral_sphinx.pages.flow import Flow, read_flow
from bilateral_sphinx.pages.listed import PageList, read_list

MARK = re.compile(r'<span class="page-mark"[^>]*></span>')


class Marked(NamedTuple):
    """A mark: the number of the page that begins there, and the document and the id of its place."""

    label: str
    docname: str
    id: str


class Book(NamedTuple):
    """The marks of a book in the order of its pages; by document the turns, and the flow of text that they stand in.

    Of a book without a list of pages, nothing is known.
    """

    marks: list[Marked]
    turns: dict[str, list[Break]]
    flows: dict[str, Flow]


Complete = Callable[[str, str, Book], str]
"""Returns what becomes of a file, by its name, its text and the marks of the book."""


def mark_for_browsers(label: str, shown: str, name: str) -> str:
    """Return the mark in a web book, called ``name``; style sheets show its number, so that nobody copies it.

    Its role is the one that ``doc-pagebreak`` is a kind of: that has no name in all browsers.
    """
    seen = f' data-page="{escape(shown)}"' if shown else ""
    return (
        f'<span class="page-mark" id="{page_anchor(escape(label))}" role="separator" aria-label="{escape(name)}"'
        f"{seen}></span>"
    )


def mark_for_readers(label: str, _shown: str) -> str:
    """Return the mark in an e-book."""
    number = escape(label)
    return (
        f'<span class="page-mark" id="{page_anchor(number)}" role="doc-pagebreak" epub:type="pagebreak"'
        f' aria-label="{number}"></span>'
    )


def without_marks(text: str) -> str:
    """Return a file as it was before it was marked."""
    return MARK.sub("", text)


def mark_pages(
    app: Sphinx, files: Mapping[str, Path], write: Callable[[str, str], str], complete: Complete | None = None
) -> tuple[Book, PageList | None]:
    """Name the pages in the files of a format that is being written; return its marks, and the list they are from.

    ``complete`` puts into a file what else that says of pages. Without a list, the marks of an earlier build are taken
    out; a format that has none is not even read. Whoever calls notes at the end that there are none: one who is
    interrupted finds them again.
    """
    texts = _unmarked(files) if is_awaited(app) else {}
    flows = {name: read_flow(text) for name, text in texts.items()}  # while the printed book is being set
    file = page_list(app)
    listed = read_list(file) if file else None
    if listed is None and not has_named_pages(app):
        return Book([], {}, {}), None
    if listed:  # before there is any, for the same reason
        note_used(app, file)
    texts = texts or _unmarked(files)
    wanted = listed.documents if listed else ()
    flows = {name: flows.get(name) or read_flow(text) for name, text in texts.items() if name in wanted}
    found = breaks(listed, flows) if listed else {}
    marks = [Marked(turn.label, name, page_anchor(turn.label)) for name, turns in found.items() for turn in turns]
    book = Book(marks, found, flows)
    for name, text in texts.items():
        marked = with_marks(text, found.get(name, []), write)
        rewrite(files[name], (complete(name, marked, book) if complete else marked).encode())
    return book, listed


def _unmarked(files: Mapping[str, Path]) -> dict[str, str]:
    """Return the files that are there, as they were before they were marked."""
    return {name: without_marks(file.read_text("utf-8")) for name, file in files.items() if file.exists()}


def with_marks(text: str, turns: list[Break], write: Callable[[str, str], str]) -> str:
    """Return a file with its marks, each written with its number and what is shown of it.

    Of several at one place, such as those of pages that only print has, the first shows all their numbers, ``1–3``.
    """
    parts, last = [], 0
    for offset, found in groupby(turns, key=attrgetter("offset")):
        first, *others = [turn.label for turn in found]
        parts += [text[last:offset], write(first, f"{first}–{others[-1]}" if others else first)]
        parts += [write(label, "") for label in others]
        last = offset
    return "".join([*parts, text[last:]])


def rewrite(file: Path, content: bytes) -> None:
    """Change a file and leave its time, by which Sphinx knows whether its page has been written since it was edited.

    A microsecond is added: "p. 6" is as long as "p. 7", and a copy is known by size and time.
    """
    times = file.stat()
    if write_if_changed(file, content):
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns + 1000))
