"""Number the chapters of a book in parts on through all parts.

Sphinx starts again at 1 in every numbered toctree; a book does not, and its PDF does not either. The numbers are
Sphinx's own, shifted after it has given them and shifted back before it compares them in the next build.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.figure_numbers import keep_outlines, outline_of
from bilateral_sphinx.seams.section_numbers import add_to_number, is_numbered
from bilateral_sphinx.seams.toctrees import numbered_toctrees, with_nested
from bilateral_sphinx.state import state_of


def note(app: Sphinx, doctree: nodes.document) -> None:
    """Note the outline of a page, whose tree is at hand only while it is read."""
    state_of(app.env).outlines[app.env.current_document.docname] = outline_of(doctree, app.env)


def unshift(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Take the shifts back, so that Sphinx compares its numbers with its own of the last build.

    Figures it numbers by outlines of the pages.
    """
    for docname, offset in state_of(env).chapter_shifts.items():
        add_to_number(env, docname, -offset)
    keep_outlines(env, state_of(env).outlines)
    return []


def shift(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Shift each numbered toctree by the chapters before it. Return the pages whose number has changed."""
    before, shifts = state_of(env).chapter_shifts, dict[str, int]()
    counts: dict[str, int] = {}
    for docname, toctree in numbered_toctrees(env):
        count = counts.get(docname, 0)
        chapters = [ref for _, ref in toctree["entries"] if is_numbered(env, ref)]
        shifts.update({page: count for ref in chapters for page in with_nested(env, ref) if count})
        counts[docname] = count + len(chapters)
    for docname, offset in shifts.items():
        add_to_number(env, docname, offset)
    state_of(env).chapter_shifts = shifts
    changed = [docname for docname in {**before, **shifts} if before.get(docname) != shifts.get(docname)]
    return [docname for docname in changed if docname in env.all_docs]


def setup(app: Sphinx) -> None:
    """Run around Sphinx's own collector, which numbers at priority 500."""
    connect(app, Phase.OUTLINED, note)
    connect(app, Phase.UNSHIFT, unshift)
    connect(app, Phase.SHIFT, shift)
