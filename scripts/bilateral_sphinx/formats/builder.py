"""The builder: Sphinx reads, as for any builder; then each format is written by a process of its own."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

from sphinx.application import Sphinx

from bilateral_sphinx.formats.backlog import Backlog
from bilateral_sphinx.formats.kinds import Format, chosen
from bilateral_sphinx.formats.recovery import READING, begin_writing
from bilateral_sphinx.seams.application import app_of, warning_count
from bilateral_sphinx.seams.reading import ReadsInShares
from bilateral_sphinx.seams.writing import side_by_side, write_with

GC_THRESHOLDS = (100_000, 20, 20)
"""Thresholds of the garbage collector: trees of nodes live as long as their page, and to look at them often is a tenth
of all time. Never to look would double the memory."""


class FormatsBuilder(ReadsInShares):
    """Reads once, and leaves the writing to the builders of the formats."""

    name = "formats"
    format = ""
    allow_parallel = True

    def init(self) -> None:
        """Find out which formats are wanted."""
        self.wanted = chosen(self.config.formats)
        self.changed: set[str] = set()
        gc.set_threshold(*GC_THRESHOLDS)

    def get_outdated_docs(self) -> Iterator[str]:
        """Yield nothing: each format knows which of its files are old."""
        return iter(())

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return nothing: no page is written here."""
        return ""

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Remember what has been read anew."""
        self.changed = set(docnames)

    def finish(self) -> None:
        """Write each format in a process of its own. What they say of faults counts as if it was said here."""
        app, backlog = app_of(self.env), Backlog(Path(self.doctreedir))
        backlog.add(self.changed, [kind.name for kind in self.wanted])
        Path(self.doctreedir, READING).unlink(missing_ok=True)
        share = max(1, app.parallel // len(self.wanted))

        def write(kind: Format) -> int:
            return write_format(app, kind, Path(self.outdir, kind.name), backlog.of(kind.name), share)

        def finished(_: Format, status: int) -> None:
            app.statuscode = app.statuscode or status

        side_by_side(self.wanted, write, finished)
        if not app.statuscode and not warning_count(app):
            backlog.settle(kind.name for kind in self.wanted)


def write_format(app: Sphinx, kind: Format, out: Path, waiting: set[str], processes: int) -> int:
    """Write one format, as its own builder does after reading. Return the exit status."""
    for name, value in kind.settings.items():
        app.config[name] = value
    app.outdir = out
    mark = begin_writing(app, kind.name, out)
    write_with(app, kind.builder, waiting, processes)
    mark.unlink()
    return app.statuscode
