"""Numbers of sections, where Sphinx keeps them: by page and anchor, on the references of contents, and on titles.

Sphinx starts again at 1 in every numbered toctree and has no setting for it. Without it, each part of a book begins
with chapter 1, unlike its PDF; back-links, citations and contents have no numbers.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.environment import BuildEnvironment


def number_of(env: BuildEnvironment, docname: str, label: str = "") -> str:
    """Return the number of the section ``label`` of a page, or of the page; "" where it has none."""
    numbers = env.toc_secnumbers.get(docname, {})
    return ".".join(map(str, numbers.get(f"#{label}" if label else "") or ()))


def is_numbered(env: BuildEnvironment, docname: str) -> bool:
    """Tell whether Sphinx has numbered a page."""
    return docname in env.toc_secnumbers


def add_to_number(env: BuildEnvironment, docname: str, offset: int) -> None:
    """Add ``offset`` to the chapter number of a page, wherever Sphinx keeps it."""

    def moved(number: object) -> tuple[int, ...] | None:
        return (number[0] + offset, *number[1:]) if isinstance(number, tuple | list) and number else None

    if not is_numbered(env, docname):
        return
    env.toc_secnumbers[docname] = {key: moved(value) for key, value in env.toc_secnumbers[docname].items()}  # type: ignore[misc]  # Sphinx keeps None for unnumbered sections
    for node in [*env.tocs[docname].findall(nodes.reference), env.titles[docname]]:
        if node.get("secnumber"):
            node["secnumber"] = list(moved(node["secnumber"]) or ())
