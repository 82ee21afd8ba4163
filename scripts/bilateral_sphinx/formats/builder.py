"""The builder: Sphinx reads, as for any builder; then each format is written by a process of its own."""

from __future__ import annotations

import gc
import traceback
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import SphinxParallelError
from sphinx.util import logging

from bilateral.formats import PAGINATED, Format
from bilateral_sphinx.formats.backlog import Backlog
from bilateral_sphinx.formats.choice import chosen
from bilateral_sphinx.formats.pagination import Pagination, announce
from bilateral_sphinx.formats.recovery import READING, begin_writing
from bilateral_sphinx.formats.refusal import RefusedError
from bilateral_sphinx.seams.application import app_of, warning_count
from bilateral_sphinx.seams.dispatch import dispatch_once
from bilateral_sphinx.seams.event_log import emit_in_silence
from bilateral_sphinx.seams.page_settings import settle_once
from bilateral_sphinx.seams.reading import ReadsInShares
from bilateral_sphinx.seams.writing import side_by_side, write_with

GC_THRESHOLDS = (500_000, 20, 20)
"""Thresholds of the garbage collector, to which pages leave the nodes that they lose on their way: it looks for them in
large books alone, when they take some 60 MB. To look often is a tenth of all time."""


WRITTEN = "format-written"
"""The event that a format has been written; its argument is the format."""

PAGES_WRITTEN = "pages-written"
"""The event that the pages of a format are there, before all else that belongs to it, and that nothing was at fault.

Its arguments are the format and the names of the pages. It comes in the process that writes the format.
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Written:
    """How the writing of a format has ended: its exit status, the pages, and the exception that has ended it."""

    status: int
    pages: set[str] = field(default_factory=set)
    failure: tuple[str, str] | None = None
    """The exception in a line, and with its traceback."""


class FormatsBuilder(ReadsInShares):
    """Reads once, and leaves the writing to the builders of the formats.

    Pages at the addresses ``first`` are written before others. ``whole`` names the formats that were written without
    faults, after a reading without faults; ``failures`` are the exceptions that have ended others.
    """

    name = "formats"
    format = ""
    allow_parallel = True

    def init(self) -> None:
        """Find out which formats are wanted."""
        self.wanted = chosen(self.config.formats)
        self.first: AbstractSet[str] = frozenset()
        self.changed: set[str] = set()
        self.whole: list[str] = []
        self.failures: list[SphinxParallelError] = []
        gc.set_threshold(*GC_THRESHOLDS)
        settle_once()
        dispatch_once()
        if not app_of(self.env).verbosity:
            emit_in_silence()

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
        """Write each format in a process of its own. What they say of faults counts as if it was said here.

        A fault in one format does not keep the others from being whole.

        Raises:
            SphinxParallelError: where an exception has ended a format, after the others have been written.

        """
        app, backlog = app_of(self.env), Backlog(Path(self.doctreedir))
        backlog.add(self.changed, [kind.name for kind in self.wanted])
        share = max(1, app.parallel // len(self.wanted))
        pagination = Pagination(
            Path(self.outdir, PAGINATED.name), awaited=PAGINATED in self.wanted, current=not backlog.of(PAGINATED.name)
        )
        announce(app, pagination)
        counted = warning_count(app)
        read_well = not counted and not app.statuscode
        # All of them before any is written: a format may take over what it finds finished in the folder of another.
        marks = {kind.name: begin_writing(app, kind.name, Path(self.outdir, kind.name)) for kind in self.wanted}

        def write(kind: Format) -> Written:
            pagination.enter()

            def written(pages: set[str]) -> None:
                if read_well:
                    app.events.emit(PAGES_WRITTEN, kind, pages)

            try:
                ended = write_format(
                    app, kind, Path(self.outdir, kind.name), backlog.of(kind.name), share, self.first, written
                )
                marks[kind.name].unlink()
            except RefusedError as error:
                logger.error("%s", error)  # noqa: TRY400  (it is told in words)
                return Written(1)
            except Exception as error:  # noqa: BLE001  (whatever it is, it ends this format alone, and is raised below)
                line = traceback.format_exception_only(error)[0].strip()
                return Written(1, failure=(line, traceback.format_exc()))
            return ended

        def keep() -> None:
            self.keep()
            Path(self.doctreedir, READING).unlink(missing_ok=True)

        def finished(kind: Format, written: Written) -> None:
            nonlocal counted
            before, counted = counted, warning_count(app)  # those of this format have just been given
            app.statuscode = app.statuscode or written.status
            if written.failure:
                self.failures.append(SphinxParallelError(*written.failure))
            elif written.status or counted > before:
                backlog.add(written.pages, [kind.name])
            elif read_well:
                self.whole.append(kind.name)
                backlog.settle([kind.name])  # it may be published now, and counts as made
            if kind is PAGINATED:
                pagination.settle(whole=kind.name in self.whole)
            self.events.emit(WRITTEN, kind)

        try:
            side_by_side(self.wanted, write, finished, keep)
        finally:
            pagination.settle(whole=False)
        if read_well:
            backlog.settle(())
        if self.failures:
            raise self.failures[0]


def write_format(  # noqa: PLR0917  (what, where, and how)
    app: Sphinx,
    kind: Format,
    out: Path,
    waiting: set[str],
    processes: int,
    first: AbstractSet[str],
    written: Callable[[set[str]], None],
) -> Written:
    """Write one format, as its own builder does after reading; ``written`` is told of pages without fault at once."""
    for name, value in kind.settings.items():
        app.config[name] = value
    app.outdir = out
    pages = write_with(app, kind.builder, waiting, processes, first, written)
    return Written(app.statuscode, pages)
