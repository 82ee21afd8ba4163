"""Books that are set again and again by one process, which remembers what has not changed."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterable
from pathlib import Path

import typst

from sphinx_typst_pdf.engine.job import Setting, read_job
from sphinx_typst_pdf.engine.typesetting import compiler_of, set_book


class Books:
    """The compilers of books, each for as long as nothing changes that a compiler is made with."""

    def __init__(self) -> None:
        self._compilers: dict[str, tuple[object, typst.Compiler]] = {}

    def set(self, path: Path) -> tuple[Setting, bytes]:
        """Set the job that lies in a file."""
        job = read_job(path)
        made_with = [job.root, job.inputs, _stamps(job.fonts)]
        before, compiler = self._compilers.get(job.main, (None, None))
        if compiler is None or made_with != before:
            compiler = compiler_of(job)
        self._compilers[job.main] = made_with, compiler
        return set_book(job, compiler)


def _stamps(folders: Iterable[str]) -> list[tuple[str, int, int]]:
    """Return what tells the fonts in folders from others."""
    files = sorted(path for folder in folders for path in Path(folder).rglob("*") if path.is_file())
    return [(str(path), (found := path.stat()).st_size, found.st_mtime_ns) for path in files]


def memory() -> int:
    """Return the most memory that this process has taken, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
