"""What the parts of this extension tell each other."""

from __future__ import annotations

from typing import NamedTuple, cast

from sphinx.environment import BuildEnvironment


class Anchor(NamedTuple):
    """One anchor of the book.

    ``kind`` is chapter, section, paragraph, table, figure, fact, source, term or the collection of a record. ``title``
    is plain text, ``section`` the label of the section that it is or stands in; ``line`` is 0 where it is not known.
    """

    name: str
    kind: str
    docname: str
    title: str
    section: str
    line: int = 0


def anchors_by_page(env: BuildEnvironment) -> dict[str, list[Anchor]]:
    """Return what was gathered of each page, in the order of the page."""
    if not hasattr(env, "book_anchors"):
        env.book_anchors = {}  # type: ignore[attr-defined]  # Sphinx's way for extensions to keep state
    return cast("dict[str, list[Anchor]]", env.book_anchors)  # type: ignore[attr-defined]  # as above
