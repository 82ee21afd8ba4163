"""The list of the pages of the printed book, as the builder of its PDF leaves it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple


class Page(NamedTuple):
    """A page: its number, and the text at its beginning and its end, in pieces."""

    label: str
    begins: list[str]
    ends: list[str]


class PageList(NamedTuple):
    """The pages of a book, its documents in their order, and of each document the page of each anchor, from 1."""

    pages: list[Page]
    documents: list[str]
    anchors: dict[str, dict[str, int]]


def read_list(file: Path) -> PageList:
    """Read a list."""
    told = json.loads(file.read_text("utf-8"))
    anchors: dict[str, dict[str, int]] = {}
    for label, page in told["anchors"].items():
        docname, _sign, anchor = label.partition("#")
        anchors.setdefault(docname, {})[anchor] = page
    return PageList([Page(**page) for page in told["pages"]], told["documents"], anchors)
