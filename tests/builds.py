"""Sphinx, run on small books: in this process, or as a process where that is what a test is about."""

from __future__ import annotations

import gc
import io
import locale
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Built:
    """One run of Sphinx: its exit status, what it said, and where it wrote."""

    status: int
    said: str
    out: Path

    def page(self, name: str) -> str:
        return (self.out / name).read_text("utf-8")


def sphinx(*arguments: str | Path, out: Path, cwd: Path, environment: Mapping[str, str] | None = None) -> Built:
    """Run what ``python -m sphinx`` runs, in this process. It is given no processes of its own (``-j``)."""
    from sphinx.cmd.build import main  # here, for tests that build nothing need not wait for it

    output, errors = io.StringIO(), io.StringIO()
    with _restored(), chdir(cwd), redirect_stdout(output), redirect_stderr(errors):
        os.environ.update(environment or {}, NO_COLOR="1")  # what calls itself CI gets colours
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stop:  # the interpreter would print what is no number
            status = stop.code if isinstance(stop.code, int) else 1
            print("" if isinstance(stop.code, int | None) else stop.code, file=errors)
    return Built(status, output.getvalue() + errors.getvalue(), out)


def sphinx_process(*arguments: str | Path, out: Path, cwd: Path) -> Built:
    """Run Sphinx as a process."""
    command = [sys.executable, "-m", "sphinx", *map(str, arguments)]
    plain = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=plain)
    return Built(done.returncode, done.stdout + done.stderr, out)


@contextmanager
def _restored() -> Iterator[None]:
    """Leave the process as it was. What docutils knows of a book, Sphinx makes it forget."""
    from sphinx.locale import translators

    environment, path, words = dict(os.environ), sys.path[:], locale.setlocale(locale.LC_ALL)
    thresholds, logger = gc.get_threshold(), logging.getLogger("sphinx")
    handlers, level, propagate = logger.handlers[:], logger.level, logger.propagate
    translators.clear()  # Sphinx keeps the words of a language that it has once loaded, and its own tests do this too
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(environment)
        sys.path[:] = path
        locale.setlocale(locale.LC_ALL, words)
        gc.set_threshold(*thresholds)
        logger.handlers[:] = handlers
        logger.setLevel(level)
        logger.propagate = propagate
