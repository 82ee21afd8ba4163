"""What can be cited: chapters, sections, tables, figures, records and sources, page by page."""

from __future__ import annotations

from sphinx.environment import BuildEnvironment

from bilateral.citation import Part
from bilateral.volume import Volume
from bilateral_sphinx.anchors.collection import SOURCE, anchors_of
from bilateral_sphinx.seams.section_numbers import number_of
from bilateral_sphinx.state import Anchor, state_of

_KINDS = {"chapter", "section", "table", "figure", SOURCE}


def parts_by_page(env: BuildEnvironment, volume: Volume) -> dict[str, list[Part]]:
    """Return the parts of each page in the order of the page, its chapter first."""
    found: dict[str, list[Part]] = {}
    for anchor in anchors_of(env).values():
        if anchor.kind in _KINDS or anchor.name in volume.records:
            found.setdefault(anchor.docname, []).append(_part(anchor, env))
    return found


def chapter_of(env: BuildEnvironment, docname: str) -> Part | None:
    """Return the chapter of a page; None where the page is the book's first or has no anchors."""
    if docname == env.config.root_doc:
        return None
    chapters = (anchor for anchor in state_of(env).anchors.get(docname, []) if anchor.kind == "chapter")
    return next((_part(anchor, env) for anchor in chapters), None)


def _part(anchor: Anchor, env: BuildEnvironment) -> Part:
    return Part(anchor.name, anchor.kind, anchor.title, _number(anchor, env), anchor.drawn)


def _number(anchor: Anchor, env: BuildEnvironment) -> str:
    """Return the number of the section of the anchor; "" where sections are not numbered."""
    return number_of(env, anchor.docname, anchor.section) or number_of(env, anchor.docname)
