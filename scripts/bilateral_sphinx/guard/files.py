"""Files that a chapter names: they lie in the source folder, and no link of the file system leads out of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from bilateral.files import text_faults
from bilateral_sphinx.guard.addresses import ELSEWHERE, may_be_followed
from bilateral_sphinx.guard.refusal import TRUST, refuse
from bilateral_sphinx.phases import Phase, connect

logger = logging.getLogger(__name__)


def is_inside(env: BuildEnvironment, name: str, docname: str | None = None) -> bool:
    """Tell whether a file lies in the source folder; its path begins at the chapter's, or with ``/`` at the source."""
    try:
        _, path = env.relfn2path(name, docname)
    except (OSError, ValueError):  # a name that no file can have
        return False
    return Path(path).is_relative_to(Path(env.srcdir).resolve())


def outside(name: str) -> str:
    """Say that a file may not be read."""
    return f"'{name[:200]}' is outside the source folder and is not read; move it there"


def is_text(env: BuildEnvironment, path: Path) -> bool:
    """Tell whether a file that a chapter reads can be read as text, if there is one, and warn at its place if not.

    ``make check`` judges files whose names say that they are texts; a chapter may read any.
    """
    name = os.path.relpath(path, env.srcdir)
    faults = list(text_faults(path, name)) if path.is_file() else []
    for fault in faults:
        place = f"{path}:{fault.line}"
        logger.warning(f"{fault.code} {fault.message}", location=place, type="book", subtype="text")  # noqa: G004  (Sphinx formats)
    return not faults


def stop_at_links(app: Sphinx) -> None:
    """Stop before anything is read where a link leads out of the source folder.

    Sphinx follows links of folders, and chooses pictures by patterns; each of its ways would have to be guarded.

    Raises:
        SystemExit: with all such links; Sphinx prints a traceback with every exception.

    """
    found = [
        f"{path}: is a link to {path.resolve()}, outside the source folder; copy it" for path in _links(app.srcdir)
    ]
    if found:
        raise SystemExit("\n".join([*found, TRUST]))


def _links(source: Path) -> Iterator[Path]:
    """Yield the links that lead out of a folder."""
    root = Path(source).resolve()
    for around, folders, names in os.walk(source):
        for path in (Path(around, name) for name in sorted([*folders, *names])):
            if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(root):  # resolve() fails at a loop
                yield path


def judge_names(app: Sphinx, doctree: nodes.document) -> None:
    """Take out pictures and downloads from outside, before Sphinx looks for them."""
    env = app.env
    for image in list(doctree.findall(nodes.image)):
        uri = str(image.get("uri", ""))
        if ELSEWHERE.match(uri):
            message = f"the picture '{uri[:200]}' would be loaded from elsewhere; put it into the source folder"
            refuse("file", message, image)
        elif uri and not is_inside(env, uri):
            refuse("file", outside(uri), image)
        else:
            continue
        image.replace_self(nodes.inline("", str(image.get("alt", ""))))
    for link in list(doctree.findall(addnodes.download_reference)):
        target = str(link["reftarget"])
        if "://" in target:  # as Sphinx tells an address from a file
            if may_be_followed(target, link):
                continue
        elif is_inside(env, target):
            continue
        else:
            refuse("file", outside(target), link)
        link.replace_self(link.children)


def setup(app: Sphinx) -> None:
    """Look before Sphinx collects pictures and downloads."""
    connect(app, Phase.LINKS, stop_at_links)
    connect(app, Phase.GUARD, judge_names)
