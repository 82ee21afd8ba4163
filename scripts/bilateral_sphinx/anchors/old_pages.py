"""Redirects from pages that anchors have left: a script on the page, or a page in the place of a removed one.

No server sees the part of an address after ``#``, so only a script can redirect it. Without scripts, a removed page
still redirects to the anchor that replaced it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.osutil import relative_uri

from bilateral.direction import direction_of
from bilateral.ledger import Entry, Ledger
from bilateral_sphinx.anchors.collection import anchors_of
from bilateral_sphinx.files import mirror
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.state import state_of
from bilateral_sphinx.web.builders import is_web

TEMPLATES = Path(__file__).with_name("templates")
SCRIPT = "moved.js"


def moves(ledger: Ledger, env: BuildEnvironment) -> dict[str, dict[str, str]]:
    """Return, by page, the published anchors that have left it, each with the anchor that replaces it.

    A page that was removed has the empty anchor too: the target of the page itself.
    """
    found = anchors_of(env)
    left: dict[str, dict[str, str]] = {}
    for entry in ledger.entries.values():
        target = _destination(entry, ledger)
        if target in found and found[target].docname != entry.page:
            left.setdefault(entry.page, {})[entry.anchor] = target
    for page in ledger.pages:
        redirect = ledger.redirects.get(f"{page}#")
        if redirect is None or page in env.all_docs:
            continue
        if (target := ledger.follow(redirect.new)) in found:  # what leads nowhere has been told
            left.setdefault(page, {})[""] = target
    return left


def _destination(entry: Entry, ledger: Ledger) -> str:
    declared = ledger.redirects.get(entry.address)
    return ledger.follow(declared.new if declared else entry.anchor)


def add_templates(app: Sphinx, config: Config) -> None:
    """Put our templates after those of the volume."""
    config.templates_path = [*config.templates_path, str(TEMPLATES)]


def changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that need the script now and did not, or the other way round."""
    state = state_of(env)
    before, now = state.left_pages, set(moves(volume_of(app).ledger, env))
    state.left_pages = now
    return [page for page in sorted(before ^ now) if page in env.all_docs]


def add_script(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Let a page that anchors have left load the script."""
    if is_web(app) and pagename in state_of(app.env).left_pages:
        attributes: dict[str, Any] = {"data-page": pagename, "data-root": _root_from(app, pagename)}
        app.add_js_file(SCRIPT, **attributes)


def remove_script(app: Sphinx, builder: Builder) -> None:
    """Remove the script of the last build: Sphinx would write a digest of it into the pages that load the new one."""
    if is_web(app):
        Path(app.outdir, "_static", SCRIPT).unlink(missing_ok=True)


def _root_from(app: Sphinx, page: str) -> str:
    """Return the way from a page to the root of the web book, in which a page may be a folder."""
    return relative_uri(app.builder.get_target_uri(page), "") or "./"


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the script, and a page in the place of each that was removed."""
    if exception is not None or not is_web(app):
        return
    ledger, edition = volume_of(app).ledger, volume_of(app).edition
    left = moves(ledger, app.env)
    if not left:
        return
    found = anchors_of(app.env)
    uri = app.builder.get_target_uri
    moved = {
        page: {old: f"{uri(found[new].docname)}#{new}" for old, new in sorted(pairs.items())}
        for page, pairs in sorted(left.items())
    }
    render = app.builder.templates.render
    files = {f"_static/{SCRIPT}": render("moved.js", {"moved": moved})}
    for page, pairs in moved.items():
        if page not in app.env.all_docs and "" in pairs:
            context = {
                "language": edition.language,
                "direction": direction_of(edition.language),
                "book": edition.title,
                "title": found[left[page][""]].title,
                "page": page,
                "up": _root_from(app, page),
                "target": pairs[""],
                "canonical": f"{edition.address}{pairs[''].partition('#')[0]}",
            }
            name = uri(page)
            files[f"{name}index.html" if name.endswith("/") else name] = render("lead.html", context)
    mirror(Path(app.outdir), files, whole=False)


def setup(app: Sphinx) -> None:
    """Connect the handlers."""
    connect(app, Phase.TEMPLATES, add_templates)
    connect(app, Phase.UPDATED, changed)
    connect(app, Phase.WRITING, remove_script)
    connect(app, Phase.PAGE, add_script)
    connect(app, Phase.FINISHED, write)
