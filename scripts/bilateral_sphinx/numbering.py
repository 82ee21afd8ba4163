"""Number the chapters of a book in parts on through all parts.

Sphinx starts again at 1 in every numbered toctree; a book does not, and its PDF does not either. The numbers are
Sphinx's own, shifted after it has given them and shifted back before it compares them in the next build.
"""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.state import state_of


def unshift(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Take the shifts back, so that Sphinx compares its numbers with its own of the last build."""
    for docname, offset in state_of(env).chapter_shifts.items():
        _shift(env, docname, -offset)
    return []


def shift(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Shift each numbered toctree by the chapters before it. Return the pages whose number has changed."""
    before, shifts = state_of(env).chapter_shifts, dict[str, int]()
    for docname in env.numbered_toctrees:
        count = 0
        for toctree in env.get_doctree(docname).findall(addnodes.toctree):
            if not toctree.get("numbered"):
                continue
            chapters = [ref for _, ref in toctree["entries"] if ref in env.toc_secnumbers]
            shifts.update({page: count for ref in chapters for page in _with_nested(env, ref) if count})
            count += len(chapters)
    for docname, offset in shifts.items():
        _shift(env, docname, offset)
    state_of(env).chapter_shifts = shifts
    changed = [docname for docname in {**before, **shifts} if before.get(docname) != shifts.get(docname)]
    return [docname for docname in changed if docname in env.all_docs]


def _with_nested(env: BuildEnvironment, docname: str) -> list[str]:
    """Return a chapter with all pages that stand below it in toctrees."""
    found = [docname]
    for page in found:
        found += [below for below in env.toctree_includes.get(page, []) if below not in found]
    return found


def _shift(env: BuildEnvironment, docname: str, offset: int) -> None:
    """Add ``offset`` to the chapter number of a page, wherever Sphinx keeps it."""

    def moved(number: object) -> tuple[int, ...] | None:
        return (number[0] + offset, *number[1:]) if isinstance(number, tuple | list) and number else None

    if docname not in env.toc_secnumbers:
        return
    env.toc_secnumbers[docname] = {key: moved(value) for key, value in env.toc_secnumbers[docname].items()}  # type: ignore[misc]  # Sphinx keeps None for unnumbered sections
    for node in [*env.tocs[docname].findall(nodes.reference), env.titles[docname]]:
        if node.get("secnumber"):
            node["secnumber"] = list(moved(node["secnumber"]) or ())


def setup(app: Sphinx) -> None:
    """Stand around Sphinx's own collector, which numbers at priority 500."""
    connect(app, Phase.UNSHIFT, unshift)
    connect(app, Phase.SHIFT, shift)
