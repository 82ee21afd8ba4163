"""Parallel reading in as many shares as there are processes.

Sphinx makes many small shares and begins each with all that has been read before; what is sent back of that grows with
the square of the book. There is no hook for it, so ``Builder._read_parallel`` is replaced. Without it, a book of a
thousand pages takes several times as long to read, and the order of what is merged is that in which processes end.
"""

from __future__ import annotations

import pickle

from sphinx.builders import Builder
from sphinx.util.parallel import ParallelTasks

from sphinx_typst_pdf.builder import gc_frozen

FEW = 5
"""Pages that are read or written by one process sooner than by several."""


class ReadsInShares(Builder):
    """A builder that reads in shares."""

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

        tasks = ParallelTasks(nproc)
        with gc_frozen():
            for share in shares:
                tasks.add_task(read, share, keep)
            tasks.join()
        for share in shares:
            self.env.merge_info_from(share, pickle.loads(found[share[0]]), self._app)  # noqa: S301  (made by our process)
