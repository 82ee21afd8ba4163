"""How old a page is: as old as the newest file that it was read from, not as the clock said when it was read.

A page that was read while the clock was wrong, in a future that has not come, would otherwise not be read again when
edited. A file in whose place another has come, which need not be newer, is known by its time and size.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.page_times import limit, time_of
from bilateral_sphinx.state import state_of

_before: dict[str, int] = {}
"""When each page that is read in this build was last edited before that, in microseconds."""


def look(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Look at the pages before they are read: what is saved while they are read must count as newer."""
    _before.clear()
    _before.update({docname: time_of(Path(env.doc2path(docname))) for docname in docnames})


def note(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Put the times of files in the place of those of the clock. No page is to be written for that."""
    read = state_of(env).files
    for docname, edited in _before.items():
        others = [time_of(Path(app.srcdir, name)) for name in env.dependencies.get(docname, ())]
        limit(env, docname, max([edited, *others]))
        read[docname] = _stamps(env, docname)
    return []


def _stamps(env: BuildEnvironment, docname: str) -> dict[str, tuple[int, int]]:
    """Return the time and size of each file that a page is read from."""
    found = {}
    for name in [env.doc2path(docname, base=False), *env.dependencies.get(docname, ())]:
        path = Path(env.srcdir, name)
        if path.exists():
            status = path.stat()
            found[str(name)] = (status.st_mtime_ns, status.st_size)
    return found


def replaced(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Return the pages of whose files one is another than it was: Sphinx asks only whether it is newer."""
    read = state_of(env).files
    return sorted(docname for docname in read.keys() & env.found_docs if read[docname] != _stamps(env, docname))


def setup(app: Sphinx) -> None:
    """Look before pages are read, and when all have been."""
    connect(app, Phase.OUTDATED, replaced)
    connect(app, Phase.READING, look)
    connect(app, Phase.UPDATED, note)
