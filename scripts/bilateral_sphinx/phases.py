"""When each part of the press runs: one table of Sphinx's events and priorities, in the place of scattered numbers.

Handlers of one event run in the order of their priorities, those of the same priority in the order of ``PARTS``.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, IntEnum
from typing import Any

from sphinx.application import Sphinx

DEFAULT = 500
"""Sphinx's own priority, for what need not come before or after anything."""


class Phase(Enum):
    """An event of Sphinx, the priority at which a part of the press is called, and what it does then."""

    SETTINGS = ("config-inited", 10, "set what all volumes share, before anything looks at the settings")
    RECOVERY = ("config-inited", 50, "throw away what an interrupted reading has left, before anything is read")
    DATA = ("config-inited", 100, "read and judge the volume; a faulty one stops here")
    KINDS = ("config-inited", 150, "add the directives of the kinds of records that the volume brings")
    EDITION = ("config-inited", 200, "put language, title, authors, version and identifier into the settings")
    TEMPLATES = ("config-inited", 250, "add templates, style sheets and packages of the press after the volume's own")
    FONTS = ("config-inited", 260, "set books in the fonts of the volume")
    SEARCH = ("config-inited", 300, "search in the language of the book, which the edition has set")
    DOWNLOADS = ("config-inited", 400, "look for what every page names: other formats to offer, and static files")
    GUARDS = ("config-inited", DEFAULT, "connect the guards, unless the volume trusts its authors")

    LINKS = ("builder-inited", 100, "stop at links that lead out of the source folder, before anything is read")
    BUILDER = (
        "builder-inited",
        DEFAULT,
        "draw the cover or the card, look for glyphs, keep templates, add scripts",
    )
    ASSETS = ("builder-inited", 600, "write style sheet, scripts and icon after the theme has added its own")

    OUTDATED = (
        "env-get-outdated",
        DEFAULT,
        "find the pages whose data, files, aliases or last faults ask for a new reading",
    )
    RAW = ("env-before-read-docs", 100, "switch raw markup off before the first page is read")
    READING = ("env-before-read-docs", DEFAULT, "note which pages are about to be read")
    FORGET = ("env-before-read-docs", 900, "forget all pages that are read again, before the first of them is read")
    PURGE = ("env-purge-doc", DEFAULT, "forget what was noted of a page")
    MERGE = ("env-merge-info", DEFAULT, "take over what a parallel process has noted")
    SOURCE = ("source-read", DEFAULT, "judge the characters of a chapter")
    FRONT_MATTER = ("source-read", 900, "judge the front matter after all that may have rewritten it")
    INCLUDED = ("include-read", DEFAULT, "judge the characters of an included file")
    GUARD = ("doctree-read", 100, "take out what a chapter may not have, before Sphinx collects files at 500")
    NOTED = ("doctree-read", DEFAULT, "note facts, citations and anchors of a page")
    OUTLINED = ("doctree-read", 990, "note the outline of a page, in which nothing changes any more")
    CIRCLES = ("env-updated", 100, "leave out of toctrees what is above them, before bibtex follows them")
    UPDATED = (
        "env-updated",
        DEFAULT,
        "begin to draw pictures; find pages whose links are stale; put the times of files in the place of the clock's",
    )
    UNSHIFT = ("env-get-updated", 100, "take the shifts of chapter numbers back before Sphinx compares them at 500")
    SHIFT = ("env-get-updated", 900, "number the chapters through all parts after Sphinx has numbered them")
    NUMBERED = ("env-get-updated", 950, "find the pages that show what has changed on others")
    CONSISTENCY = ("env-check-consistency", DEFAULT, "hold records, facts and anchors against data and ledger")
    MISSING = ("warn-missing-reference", DEFAULT, "propose another target for a reference that leads nowhere")

    RESOLVED = ("doctree-resolved", DEFAULT, "order the index for TeX, and list its characters, when all text is final")
    WRITING = ("write-started", DEFAULT, "remove what the book no longer has")
    BEGUN = ("write-started", 900, "begin to write what needs no page, beside the pages")
    BESIDE = (
        "beside-pages",
        DEFAULT,
        "write addresses, citations and data, in a process of their own if several may run",
    )
    PREPARED = ("beside-pages", 900, "begin to publish what is written beside the pages")
    LEAN_PAGE = (
        "html-page-context",
        400,
        "empty the places of the theme that ours does not have, before it fills them",
    )
    PAGE = ("html-page-context", DEFAULT, "add the script of moved anchors; keep the passages for the search")
    DESCRIBED_PAGE = ("html-page-context", 600, "add downloads and metadata after the theme has made its buttons")
    WHOLE_PAGE = (
        "html-page-context",
        650,
        "complete the page and take out what the theme has added for its own scripts",
    )
    FINISHED = ("build-finished", DEFAULT, "complete the search index; write passages and lists")
    JOINED = ("build-finished", 800, "wait for what is written beside the pages")
    PRUNED = ("build-finished", 900, "remove what no page loads after the theme has written its last file")
    PAGINATED = (
        "build-finished",
        950,
        "mark the pages of the printed book, which is awaited when all else is done, and tell catalogues of them",
    )

    def __init__(self, event: str, priority: int, purpose: str) -> None:
        self.event = event
        self.priority = priority
        self.purpose = purpose


def connect(app: Sphinx, phase: Phase, handler: Callable[..., Any]) -> None:
    """Call ``handler`` in this phase."""
    app.connect(phase.event, handler, priority=phase.priority)


class Transforms(IntEnum):
    """Priorities of transforms, which run on a page when it has been read."""

    FILE_NAMES = 10
    """Names of files are those of the disk before anything looks for them."""
    ALTERNATIVES = 15
    """Sphinx puts translations into their places at 20."""
    SYNTAX = 20
    """What MyST wrote for one format has nodes before anything looks for raw markup or formulas."""
    UNTRANSLATED = 400
    """Sphinx has put translations into their places."""
    FULL_STOPS = 410
    """The texts of a page are those that are read, in whatever language."""
    LANGUAGES = 500
    """Classes become languages before anything counts or names nodes."""
    DIRECTIONS = 510
    """Languages are known, which say the direction of what they are of."""
    LABELS = 840
    """Ids of titles are taken off after docutils and MyST have given labels to what they precede."""
    MENTIONS = 842
    """Places in the index are named when only labels are left as ids."""
    INDEX_ENTRIES = 843
    """Places of entries written in a chapter are named after the mentions, whose entries have names already."""
    INDEX = 844
    """Entries of the index have their targets. At 850 Sphinx collects them: what is named later leads nowhere."""
    ALIASES = 880
    """Retired anchors are added when only labels are left as ids."""


class PostTransforms(IntEnum):
    """Priorities of post-transforms, which run on a page when it is written."""

    FIRST = 5
    """Pictures become images before Sphinx converts images; toctrees of the home page go before they are resolved, and
    references get the numbers of sections."""
    BACKLINKS = 7
    """Entries of the bibliography exist from 5 on. The places that cite a source come last in its entry."""
    REFERENCES = 15
    """References have the titles of what they lead to."""
    GATHERED = 20
    """Ids of containers are taken off when the bibliography has been put into its place."""
    ROWS = 200
    """A row gets the anchor of its record when links lead somewhere."""
    PARAGRAPHS = 210
    """Paragraphs get their ids when rows have those of records, before the controls that are put into them."""
    CITATIONS = 250
    """Rows have the anchors of their records."""
    BEFORE_BIBLIOGRAPHY = 740
    """The place of the bibliography is noted before Sphinx gathers its entries at 750."""
    AFTER_BIBLIOGRAPHY = 760
    """The entries are put back after Sphinx has gathered them."""
    CELLS = 900
    """Cells are marked when their content is final."""


class Assets(IntEnum):
    """Order of style sheets and scripts on a page; Sphinx's own have 200, a theme's and a volume's 500."""

    FIRST = 200
    LIBRARY = 300
    LAST = 900
