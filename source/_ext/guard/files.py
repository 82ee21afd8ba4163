"""Files that a chapter names: they lie in the source folder, and a link of the file system does not lead out of it."""

from __future__ import annotations

import re
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from guard.refusal import refuse

SCHEME = re.compile(r"[\x00-\x20]*[A-Za-z][A-Za-z0-9+.-]*:|[\x00-\x20]*//")
"""The beginning of an address that leads out of the book."""


def is_inside(env: BuildEnvironment, written: str, docname: str | None = None) -> bool:
    """Tell whether a file lies in the source folder; its path begins at the chapter's, or with ``/`` at the source."""
    try:
        _, path = env.relfn2path(written, docname)
    except (OSError, ValueError):  # a name that no file can have
        return False
    return Path(path).is_relative_to(Path(env.srcdir).resolve())


def outside(written: str) -> str:
    """Say that a file may not be read."""
    return f"'{written[:200]}' is outside the source folder and is not read; move it there"


def links(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Leave out chapters that are links to files elsewhere."""
    if app.config.trusted_authors:
        return
    root = Path(env.srcdir).resolve()
    for docname in list(docnames):
        path = Path(env.doc2path(docname))
        if not path.resolve().is_relative_to(root):
            refuse("file", f"the chapter is a link to {path.readlink()}, outside the source folder; copy it", docname)
            docnames.remove(docname)
            env.found_docs.discard(docname)


def named(app: Sphinx, doctree: nodes.document) -> None:
    """Take out pictures and downloads from outside, before they are looked for."""
    if app.config.trusted_authors:
        return
    env = app.env
    for image in list(doctree.findall(nodes.image)):
        uri = str(image.get("uri", ""))
        if SCHEME.match(uri):
            message = f"the picture '{uri[:200]}' would be loaded from elsewhere; put it into the source folder"
            refuse("file", message, image)
        elif uri and not is_inside(env, uri):
            refuse("file", outside(uri), image)
        else:
            continue
        image.replace_self(nodes.inline("", str(image.get("alt", ""))))
    for link in list(doctree.findall(addnodes.download_reference)):
        if not SCHEME.match(link["reftarget"]) and not is_inside(env, link["reftarget"]):
            refuse("file", outside(link["reftarget"]), link)
            link.replace_self(link.children)


def setup(app: Sphinx) -> None:
    """Look before Sphinx collects pictures and downloads."""
    app.connect("env-before-read-docs", links, priority=100)
    app.connect("doctree-read", named, priority=100)
