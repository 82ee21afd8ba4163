"""What a page shows of others, in the book and in other projects: the places, titles and numbers that it refers to.

Each page keeps a digest of that, as it does of the answers of the data. Where one differs from that of the last build,
the page is written again.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.images import settle_names
from bilateral_sphinx.seams.references import digests, inventories, is_read_from_elsewhere, references_of
from bilateral_sphinx.seams.toctrees import contents_below, pages_with_toctrees, titles_around
from bilateral_sphinx.state import state_of


def note(app: Sphinx, doctree: nodes.document) -> None:
    """Note what a page refers to."""
    state, docname = state_of(app.env), app.env.current_document.docname
    state.references[docname] = references_of(doctree)
    if is_read_from_elsewhere(doctree):
        state.read_from_elsewhere.add(docname)


def outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Return the pages that hold what another project had, where that has changed."""
    state = state_of(env)
    before, state.inventories = state.inventories, inventories(env)
    return sorted(state.read_from_elsewhere) if before != state.inventories else []


def changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages whose references or contents lead to something else than in the last build."""
    if app.builder.versioning_method != Builder.versioning_method:
        return []  # it takes text out for translators and shows nothing; its environment takes no other builder
    state = state_of(env)
    before, now = state.shown, digests(env, state.references.items())
    for docname in pages_with_toctrees(env):
        now[docname] = f"{now.get(docname)} {contents_below(env, docname)}"
    for docname, titles in titles_around(env):
        now[docname] = f"{now.get(docname)} {titles}"
    state.shown = now
    return sorted(docname for docname in now if docname in env.all_docs and now[docname] != before.get(docname))


def settle_pictures(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Name pictures by their paths alone. Return the pages that show one whose name has changed."""
    return settle_names(env)


def setup(app: Sphinx) -> None:
    """Compare when all pages are read and all chapters numbered."""
    connect(app, Phase.OUTDATED, outdated)
    connect(app, Phase.NOTED, note)
    connect(app, Phase.UPDATED, settle_pictures)
    connect(app, Phase.NUMBERED, changed)
