"""How old a page is: as old as the newest file that it was read from, not as the clock said when it was read.

A page that was read while the clock was wrong, in a future that has not come, would else not be read again when edited.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


def note(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Put the times of files in the place of those of the clock. No page is to be written for that."""
    for docname, read in env.all_docs.items():
        files = [Path(env.doc2path(docname)), *(Path(app.srcdir, name) for name in env.dependencies[docname])]
        newest = max(-(path.stat().st_mtime_ns // -1000) for path in files if path.exists())
        if newest < read:  # a file that is newer has been edited since it was read
            env.all_docs[docname] = newest
    return []


def setup(app: Sphinx) -> None:
    """Look when all pages have been read."""
    app.connect("env-updated", note)
