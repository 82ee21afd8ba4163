"""A build that failed or was interrupted: the next one sees its faults again, and reads no more than it has to.

Warnings are given when a page is read or written. Pages that were read or written by a build with faults are therefore
taken up again. Where a build was interrupted before it had noted what is to be written, all is begun anew.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from bilateral_sphinx.formats.backlog import Backlog
from bilateral_sphinx.phases import Phase, connect

READING = "reading"
"""A file beside the doctrees, which is there while sources are read and it is not yet noted what is to be written."""


def discard(app: Sphinx, config: Config) -> None:
    """Throw away what a build has left that was interrupted while it read."""
    mark = Path(app.doctreedir, READING)
    if config.formats and mark.exists():
        _empty(Path(app.outdir), mark)
        _empty(Path(app.doctreedir), mark)
        mark.unlink()  # last: this too may be interrupted


def _empty(folder: Path, kept: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path != kept:
            path.unlink()


def begin_writing(app: Sphinx, name: str, out: Path) -> Path:
    """Prepare the folder of a format; throw away what an interrupted build has left of it.

    Returns the file that says so, which is to be removed when all is written: half a page is as new as a whole one.
    """
    mark = Path(app.doctreedir, f"writing-{name}")
    if mark.exists():
        shutil.rmtree(out, ignore_errors=True)
    mark.touch()
    out.mkdir(parents=True, exist_ok=True)
    return mark


def needing_rereading(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the pages to be read again because their last reading had faults."""
    return (
        sorted(Backlog(Path(app.doctreedir)).needs_rereading & env.found_docs) if app.builder.name == "formats" else []
    )


def begin(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Note what is about to be read."""
    if app.builder.name == "formats":
        Path(app.doctreedir, READING).touch()
        Backlog(Path(app.doctreedir)).begin(docnames)


def setup(app: Sphinx) -> None:
    """Look for remains before Sphinx does."""
    connect(app, Phase.RECOVERY, discard)
    connect(app, Phase.OUTDATED, needing_rereading)
    connect(app, Phase.READING, begin)
