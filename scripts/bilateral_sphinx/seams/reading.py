"""Parallel reading in as many shares as there are processes, and processes whose ends are seen at once.

Sphinx makes many small shares and begins each with all that has been read before; what is sent back of that grows with
the square of the book. There is no hook for it, so ``Builder._read_parallel`` is replaced. Without it, a book of a
thousand pages takes several times as long to read, and the order of what is merged is that in which processes end.
Sphinx looks every 20 ms whether a process has ended: without that, a build after an edit sleeps after each of them. It
keeps the environment before anything is written, and there is no hook either: without that, pages wait for it.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Literal

from sphinx.application import ENV_PICKLE_FILENAME
from sphinx.builders import Builder
from sphinx.util.build_phase import BuildPhase
from sphinx.util.logging import pending_warnings
from sphinx.util.parallel import ParallelTasks

from bilateral.processes import end_in_silence, uninterrupted
from sphinx_typst_pdf.builder import gc_frozen

FEW = 5
"""Pages that are read or written by one process sooner than by several."""


class Processes(ParallelTasks):
    """Sphinx's, of which the next one that ends is waited for, and not the clock.

    None waits for one that is killed, nor says that it has been interrupted.
    """

    def __init__(self, nproc: int) -> None:
        super().__init__(nproc)
        self.ended: list[Callable[[], object]] = []

    def add_task(
        self,
        task_func: Callable[..., object],
        arg: object = None,
        result_func: Callable[..., object] | None = None,
    ) -> None:
        """Begin a process; what is done with its result can be interrupted."""
        done = result_func or (lambda *_: None)
        super().add_task(task_func, arg, lambda *found: self.ended.append(partial(done, *found)))

    def _process(self, pipe: Connection, func: Callable[..., object], arg: object) -> None:
        for read in self._precvs.values():
            read.close()  # while anyone holds it, it is not known that nobody reads
        end_in_silence()
        with suppress(BrokenPipeError):  # whoever waits has been interrupted
            super()._process(pipe, func, arg)

    def _join_one(self) -> bool:
        with uninterrupted():  # the next may be begun
            joined = super()._join_one()
        while self.ended:
            self.ended.pop(0)()
        return joined

    def join(self) -> None:
        """Wait for all of them, and raise what has ended one."""
        try:
            while self._pworking:
                wait(self._precvs.values())
                self._join_one()
        finally:
            self.terminate()


class ReadsInShares(Builder):
    """A builder that reads in shares, and keeps what it has read when it is told to."""

    def build(  # type: ignore[misc]  # Sphinx calls it final
        self,
        docnames: Iterable[str] | None,
        summary: str | None = None,
        method: Literal["all", "specific", "update"] = "update",
    ) -> None:
        """Read and write, as Sphinx does; the environment is left for ``keep``."""
        with pending_warnings():
            read = set(self.read())
        read.update(self.env.check_dependents(self._app, read))
        self.has_read = bool(read)
        if self.has_read:
            self.phase = BuildPhase.CONSISTENCY_CHECK
            self.env.check_consistency()
        self.phase = BuildPhase.RESOLVING
        self.write(docnames, read, method)
        self.finish()

    def keep(self) -> None:
        """Keep what has been read for the next build."""
        if self.has_read:
            with Path(self.doctreedir, ENV_PICKLE_FILENAME).open("wb") as file:
                pickle.dump(self.env, file, pickle.HIGHEST_PROTOCOL)

    def _read_parallel(self, docnames: list[str], nproc: int) -> None:
        """Read; shares are merged in their order, so that equal sources give equal bytes."""
        if len(docnames) <= FEW:
            self._read_serial(docnames)
            return
        shares = [share for start in range(nproc) if (share := docnames[start::nproc])]
        found: dict[str, bytes] = {}

        def read(share: list[str]) -> bytes:
            self.env._app = self._app  # as Sphinx does where it reads in parallel
            for docname in share:
                self.read_doc(docname, _cache=False)
            return pickle.dumps(self.env, pickle.HIGHEST_PROTOCOL)

        def keep(share: list[str], read: bytes) -> None:
            found[share[0]] = read

        tasks = Processes(nproc)
        with gc_frozen():
            for share in shares:
                tasks.add_task(read, share, keep)
            tasks.join()
        for share in shares:
            self.env.merge_info_from(share, pickle.loads(found[share[0]]), self._app)  # noqa: S301  (made by our process)
