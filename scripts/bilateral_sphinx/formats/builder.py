"""The builder: Sphinx reads, as for any builder; then each format is written by a process of its own."""

from __future__ import annotations

import gc
import os
import pickle
import traceback
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.errors import SphinxParallelError
from sphinx.util.build_phase import BuildPhase
from sphinx.util.parallel import ParallelTasks, SerialTasks

from bilateral.formats import Format
from bilateral_sphinx.formats.backlog import Backlog
from bilateral_sphinx.formats.choice import chosen
from bilateral_sphinx.formats.recovery import READING, begin_writing
from sphinx_typst_pdf.builder import settled_memory

GC_THRESHOLDS = (100_000, 20, 20)
"""Thresholds of the garbage collector: trees of nodes live as long as their page, and to look at them often is a tenth
of all time. Never to look would double the memory."""
FEW = 5
"""Pages that are read or written by one process sooner than by several."""
BEHIND = 10
"""How far all other formats stand back behind the one that takes longest, on Unix's scale of niceness."""


WRITTEN = "format-written"
"""The event that a format has been written; its argument is the format."""


@dataclass(frozen=True)
class Written:
    """How the writing of a format has ended: its exit status, the pages, and the exception that has ended it."""

    status: int
    pages: set[str] = field(default_factory=set)
    failure: tuple[str, str] | None = None
    """The exception in a line, and with its traceback."""


class FormatsBuilder(Builder):
    """Reads once, and leaves the writing to the builders of the formats.

    ``whole`` names the formats that were written without faults, after a reading without faults; ``failures`` are the
    exceptions that have ended others.
    """

    name = "formats"
    format = ""
    allow_parallel = True

    def init(self) -> None:
        """Find out which formats are wanted."""
        self.wanted = chosen(self.config.formats)
        self.changed: set[str] = set()
        self.whole: list[str] = []
        self.failures: list[SphinxParallelError] = []
        gc.set_threshold(*GC_THRESHOLDS)

    def get_outdated_docs(self) -> Iterator[str]:
        """Yield nothing: each format knows which of its files are old."""
        return iter(())

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return nothing: no page is written here."""
        return ""

    def _read_parallel(self, docnames: list[str], nproc: int) -> None:
        """Read in as many shares as there are processes.

        Sphinx makes many small shares and begins each with all that has been read before; what is sent back of that
        grows with the square of the book. Shares are merged in their order, so that equal sources give equal bytes.
        """
        if len(docnames) <= FEW:
            self._read_serial(docnames)
            return
        for docname in docnames:
            self.events.emit("env-purge-doc", self.env, docname)
            self.env.clear_doc(docname)
        shares = [share for start in range(nproc) if (share := docnames[start::nproc])]
        found: dict[str, bytes] = {}

        def read(share: list[str]) -> bytes:
            self.env._app = self._app  # noqa: SLF001  (as Sphinx does where it reads in parallel)
            for docname in share:
                self.read_doc(docname, _cache=False)
            return pickle.dumps(self.env, pickle.HIGHEST_PROTOCOL)

        def keep(share: list[str], read: bytes) -> None:
            found[share[0]] = read

        tasks = ParallelTasks(nproc)
        with settled_memory():
            for share in shares:
                tasks.add_task(read, share, keep)
            tasks.join()
        for share in shares:
            self.env.merge_info_from(share, pickle.loads(found[share[0]]), self._app)  # noqa: S301  (made by our process)

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Remember what has been read anew."""
        self.changed = set(docnames)

    def finish(self) -> None:
        """Write each format in a process of its own. What they say of faults counts as if it was said here.

        A fault in one format does not keep the others from being whole.

        Raises:
            SphinxParallelError: where an exception has ended a format, after the others have been written.

        """
        backlog = Backlog(Path(self.doctreedir))
        backlog.add(self.changed, [kind.name for kind in self.wanted])
        Path(self.doctreedir, READING).unlink(missing_ok=True)
        share = max(1, self._app.parallel // len(self.wanted))
        read_well = not self._warnings() and not self._app.statuscode
        counted = self._warnings()

        def write(kind: Format) -> Written:
            if kind is not self.wanted[0]:
                os.nice(BEHIND)
            try:
                return write_format(self._app, kind, Path(self.outdir, kind.name), backlog.of(kind.name), share)
            except Exception as error:  # noqa: BLE001  (whatever it is, it ends this format alone, and is raised below)
                line = traceback.format_exception_only(error)[0].strip()
                return Written(1, failure=(line, traceback.format_exc()))

        def finished(kind: Format, written: Written) -> None:
            nonlocal counted
            before, counted = counted, self._warnings()  # those of this format have just been given
            self._app.statuscode = self._app.statuscode or written.status
            if written.failure:
                self.failures.append(SphinxParallelError(*written.failure))
            elif written.status or counted > before:
                backlog.add(written.pages, [kind.name])
            elif read_well:
                self.whole.append(kind.name)
            self.events.emit(WRITTEN, kind)

        tasks = ParallelTasks(len(self.wanted))
        with settled_memory():
            for kind in self.wanted:
                tasks.add_task(write, kind, finished)
            tasks.join()
        if read_well:
            backlog.settle(self.whole)
        if self.failures:
            raise self.failures[0]

    def _warnings(self) -> int:
        return self._app._warncount  # noqa: SLF001  (Sphinx counts there alone)


def write_format(app: Sphinx, kind: Format, out: Path, waiting: set[str], processes: int) -> Written:
    """Write one format, as its own builder does after reading."""
    for tag in ("", "format_", FormatsBuilder.name, f"builder_{FormatsBuilder.name}"):
        app.tags.remove(tag)
    for name, value in kind.settings.items():
        app.config[name] = value
    app.outdir = out
    mark = begin_writing(app, kind.name, out)
    app.parallel = processes
    app.preload_builder(kind.builder)
    app.builder = builder = app.create_builder(kind.builder)
    app.env._builder_cls = type(builder)  # noqa: SLF001  (as Sphinx does when it starts)
    builder.init()
    app.events.emit("builder-inited")
    builder.phase = BuildPhase.READING
    outdated = builder.get_outdated_docs()
    names = {"__all__"} if isinstance(outdated, str) else set(outdated) & app.env.found_docs
    builder.phase = BuildPhase.RESOLVING
    many = "__all__" in names or len(names | waiting) > FEW
    builder.parallel_ok = processes > 1 and many and builder.allow_parallel and app.is_parallel_allowed("write")
    builder.finish_tasks = SerialTasks()
    pages = app.env.found_docs if "__all__" in names else names | (waiting & app.env.found_docs)
    builder.write(["__all__"] if "__all__" in names else names, waiting & app.env.found_docs)
    builder.finish()
    builder.finish_tasks.join()
    app.events.emit("build-finished", None)
    builder.cleanup()
    mark.unlink()
    return Written(app.statuscode, set(pages))
