"""How old a page is: as old as the newest file that it was read from, not as the clock said when it was read.

A page that was read while the clock was wrong, in a future that has not come, would otherwise not be read again when
edited.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.page_times import limit, time_of

_before: dict[str, int] = {}
"""When each page that is read in this build was last edited before that, in microseconds."""


def look(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Look at the pages before they are read: what is saved while they are read must count as newer."""
    _before.clear()
    _before.update({docname: time_of(Path(env.doc2path(docname))) for docname in docnames})


def note(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Put the times of files in the place of those of the clock. No page is to be written for that."""
    for docname, edited in _before.items():
        others = [time_of(Path(app.srcdir, name)) for name in env.dependencies.get(docname, ())]
        limit(env, docname, max([edited, *others]))
    return []


def setup(app: Sphinx) -> None:
    """Look before pages are read, and when all have been."""
    connect(app, Phase.READING, look)
    connect(app, Phase.UPDATED, note)
