"""What the press keeps on Sphinx's environment beside the domain of records: all of it, with its version.

Sphinx pickles the environment after each build, and merges the environments of processes that read in parallel.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from bilateral_sphinx.phases import Phase, connect

VERSION = 2
"""To be raised when what is kept changes its form: Sphinx then reads all pages again."""


class Anchor(NamedTuple):
    """One anchor of the book.

    ``kind`` is chapter, section, paragraph, table, figure, fact, source, term or the collection of a record. ``title``
    is plain text, ``section`` the label of the section that it is or is part of; ``line`` is 0 where it is not known.
    """

    name: str
    kind: str
    docname: str
    title: str
    section: str
    line: int = 0


@dataclass
class State:
    """What is kept from build to build."""

    anchors: dict[str, list[Anchor]] = field(default_factory=dict)
    """The anchors of each page, in the order of the page."""
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The retired names of each anchor, as the last build had them."""
    left_pages: set[str] = field(default_factory=set)
    """The pages that published anchors have left."""
    removed_pages: set[str] = field(default_factory=set)
    """The pages that no longer exist, for formats that are written later."""
    chapter_shifts: dict[str, int] = field(default_factory=dict)
    """By how much the number of each page differs from Sphinx's own."""
    contents: list[str] | None = None
    """The lines of the table of contents; None before the first build."""


def state_of(env: BuildEnvironment) -> State:
    """Return what is kept on an environment."""
    found: State = vars(env).setdefault("bilateral_state", State())
    return found


def purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget what was noted of a page."""
    state_of(env).anchors.pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    """Take over what a parallel process has noted of ``docnames``."""
    read = state_of(other).anchors
    state_of(env).anchors.update({docname: read[docname] for docname in docnames if docname in read})


def setup(app: Sphinx) -> None:
    """Follow Sphinx where it forgets and merges pages."""
    connect(app, Phase.PURGE, purge)
    connect(app, Phase.MERGE, merge)
