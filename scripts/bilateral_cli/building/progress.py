"""How far a build is, on one line of a terminal, once it takes more than some seconds.

The line is drawn by a timer of the system, not by a thread: Sphinx forks, and a fork of several threads may hang.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import Value

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from bilateral.formats import Format
from bilateral_sphinx.formats.builder import WRITTEN

PATIENCE, INTERVAL = 2.0, 0.2
"""Seconds before the first line, and between two."""
WIDTH = 24
"""Signs of the bar."""
CLEAR = "\r\x1b[K"


class Progress:
    """What a build has done: pages that have been read, in whatever process, and formats that have been written."""

    def __init__(self, formats: list[str]) -> None:
        self._formats = formats
        self._pages = 0
        self._read = Value("i", 0)
        self._written: list[str] = []
        self._shown = False

    def follow(self, app: Sphinx) -> None:
        """Count what Sphinx does."""
        app.connect("env-before-read-docs", self._begin)
        app.connect("source-read", self._count)
        app.connect(WRITTEN, self._add)

    def _begin(self, _: Sphinx, __: BuildEnvironment, docnames: list[str]) -> None:
        self._pages = len(docnames)

    def _count(self, _: Sphinx, __: str, ___: list[str]) -> None:
        with self._read.get_lock():
            self._read.value += 1

    def _add(self, _: Sphinx, kind: Format) -> None:
        self._written.append(kind.name)

    def line(self) -> str:
        """Return the line: a bar, half of it for reading, and what is being done."""
        read = min(self._read.value, self._pages)
        share = (read / self._pages if self._pages else 1) / 2 + len(self._written) / len(self._formats) / 2
        full = int(share * WIDTH)
        if read < self._pages:
            doing = f"reading: {read} of {self._pages} pages"
        else:
            left = [name for name in self._formats if name not in self._written]
            doing = f"writing: {', '.join(left)}" if left else "publishing"
        return f"[{'#' * full}{'-' * (WIDTH - full)}] {doing}"

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Draw the line while the block runs, where standard error is a terminal."""
        if not sys.stderr.isatty():
            yield
            return
        owner = os.getpid()  # a process that Sphinx forks inherits the handler

        def draw(*_: object) -> None:
            if os.getpid() == owner:
                self._shown = True
                os.write(2, f"{CLEAR}{self.line()[: shutil.get_terminal_size().columns - 1]}".encode())

        before = signal.signal(signal.SIGALRM, draw)
        signal.setitimer(signal.ITIMER_REAL, PATIENCE, INTERVAL)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
            self.clear()

    def clear(self) -> None:
        """Make room for a line of something else."""
        if self._shown:
            self._shown = False
            os.write(2, CLEAR.encode())

    def write(self, text: str) -> int:
        """Write a warning in the place of the line; Sphinx takes this object for the stream of its warnings."""
        self.clear()
        return sys.stderr.write(text)

    def flush(self) -> None:
        """Let warnings be seen at once."""
        sys.stderr.flush()

    def isatty(self) -> bool:
        """Tell Sphinx whether it may colour warnings."""
        return sys.stderr.isatty()
