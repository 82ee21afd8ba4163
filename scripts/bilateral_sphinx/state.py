"""What the press keeps on Sphinx's environment beside the domain of records: all of it, with its version.

Sphinx pickles the environment after each build, and merges the environments of processes that read in parallel.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from bilateral.paragraphs import Paragraph
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.references import Reference

VERSION = 10
"""To be raised when what is kept changes its form: Sphinx then reads all pages again."""


class Anchor(NamedTuple):
    """One anchor of the book.

    ``kind`` is chapter, section, paragraph, table, figure, fact, source, term or the collection of a record. ``title``
    is plain text, ``section`` the label of the section that it is or is part of; ``line`` is 0 where it is not known;
    ``drawn`` tells figures that are drawn from the data from an author's own.
    """

    name: str
    kind: str
    docname: str
    title: str
    section: str
    line: int = 0
    drawn: bool = False


@dataclass
class State:
    """What is kept from build to build."""

    anchors: dict[str, list[Anchor]] = field(default_factory=dict)
    """The anchors of each page, in the order of the page."""
    paragraphs: dict[str, list[Paragraph]] = field(default_factory=dict)
    """What can be quoted on each page, in its order."""
    paragraph_ids: dict[str, list[list[str]]] = field(default_factory=dict)
    """The ids of those, as the last build gave them."""
    retired: dict[str, list[str]] = field(default_factory=dict)
    """The ids of published paragraphs that are no more, by the label of the section or table that they lead to."""
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The retired names of each anchor, as the last build had them."""
    left_pages: set[str] = field(default_factory=set)
    """The pages that published anchors have left."""
    removed_pages: set[str] = field(default_factory=set)
    """The pages that no longer exist, for formats that are written later."""
    copied_files: set[str] = field(default_factory=set)
    """The pictures and downloads that pages name, by their place in the web book."""
    removed_files: set[str] = field(default_factory=set)
    """Those that no page names any more, for formats that are written later."""
    outlines: dict[str, nodes.Element] = field(default_factory=dict)
    """What decides on the numbers of figures and tables on each page."""
    chapter_shifts: dict[str, int] = field(default_factory=dict)
    """By how much the number of each page differs from Sphinx's own."""
    references: dict[str, tuple[Reference, ...]] = field(default_factory=dict)
    """What each page refers to."""
    read_from_elsewhere: set[str] = field(default_factory=set)
    """The pages that hold what stood in the inventory of another project when they were read."""
    inventories: str = ""
    """A digest of those inventories, as the last build had them."""
    shown: dict[str, str] = field(default_factory=dict)
    """A digest of what each page showed of other pages when it was last written."""
    answered_from: str = ""
    """A digest of all that the answers of the data in pages were made from, but for chapters."""
    untranslated: set[str] = field(default_factory=set)
    """The pages of which a translation leaves something in the language of the original."""
    files: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    """The time and size of each file that a page was read from."""
    contents: list[str] | None = None
    """The lines of the table of contents; None before the first build."""


def state_of(env: BuildEnvironment) -> State:
    """Return what is kept on an environment."""
    found: State = vars(env).setdefault("bilateral_state", State())
    return found


def forget(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Forget all pages that are about to be read, before the first of them is.

    Sphinx forgets each just before it reads it: what has moved from a later page to an earlier one is there twice then.
    """
    for docname in docnames:
        app.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)


def purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget what was noted of a page."""
    state = state_of(env)
    state.anchors.pop(docname, None)
    state.outlines.pop(docname, None)
    state.paragraphs.pop(docname, None)
    state.references.pop(docname, None)
    state.files.pop(docname, None)
    state.read_from_elsewhere.discard(docname)
    state.untranslated.discard(docname)


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    """Take over what a parallel process has noted of ``docnames``."""
    state, read = state_of(env), state_of(other)
    state.anchors.update({docname: read.anchors[docname] for docname in docnames if docname in read.anchors})
    state.outlines.update({docname: read.outlines[docname] for docname in docnames if docname in read.outlines})
    state.paragraphs.update({docname: read.paragraphs[docname] for docname in docnames if docname in read.paragraphs})
    state.read_from_elsewhere |= read.read_from_elsewhere & set(docnames)
    state.untranslated |= read.untranslated & set(docnames)
    state.references.update({docname: read.references[docname] for docname in docnames if docname in read.references})


def setup(app: Sphinx) -> None:
    """Follow Sphinx where it forgets and merges pages."""
    connect(app, Phase.FORGET, forget)
    connect(app, Phase.PURGE, purge)
    connect(app, Phase.MERGE, merge)
