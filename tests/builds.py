"""Sphinx and the command, run on small books: in this process, or in one of their own where a test is about that."""

from __future__ import annotations

import gc
import io
import locale
import logging
import multiprocessing
import os
import pickle
import runpy
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unittest.mock import patch

from jinja2.bccache import BytecodeCache

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

    from bilateral.citation.citeproc import Answer, Request

FRESH = multiprocessing.get_context("forkserver")
FRESH.set_forkserver_preload(
    [
        "sphinx.cmd.build",
        "sphinx.builders.html",
        "sphinx.ext.doctest",
        "myst_parser.sphinx_ext.main",
        "pydata_sphinx_theme",
        "pydantic.main",
        "pybtex.database",
        "lxml",
        "PIL.Image",
    ]
)
"""Begins processes by forking one that has loaded packages of others, which takes a second, and has built nothing."""


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
    with _restored(), _asked_once(), chdir(cwd), redirect_stdout(output), redirect_stderr(errors):
        os.environ.pop("SOURCE_DATE_EPOCH", None)  # that of a command which another test has run in this process
        os.environ.update(environment or {}, NO_COLOR="1")  # what calls itself CI gets colours
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stop:  # the interpreter would print what is no number
            status = stop.code if isinstance(stop.code, int) else 1
            print("" if isinstance(stop.code, int | None) else stop.code, file=errors)
    return Built(status, output.getvalue() + errors.getvalue(), out)


def sphinx_process(*arguments: str | Path, out: Path, cwd: Path) -> Built:
    """Run Sphinx as a process."""
    done = run_module("sphinx", *arguments, cwd=cwd, environment={**os.environ, "NO_COLOR": "1"})
    return Built(done.returncode, done.stdout + done.stderr, out)


def run_module(
    name: str, *words: str | Path, cwd: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run what ``python -m name`` runs, in a process of its own."""
    command = [name, *map(str, words)]
    # Whoever watches processes is told, as of any other.
    sys.audit("subprocess.Popen", sys.executable, [sys.executable, "-m", *command], cwd, environment)
    with TemporaryDirectory() as folder:
        files = [Path(folder, kind) for kind in ("stdout", "stderr")]
        process = FRESH.Process(target=_run_module, args=(command, cwd, dict(environment), files))
        process.start()
        process.join()
        output, errors = (file.read_text("utf-8") if file.exists() else "" for file in files)
    assert process.exitcode is not None
    return subprocess.CompletedProcess(command, process.exitcode, output, errors)


def _run_module(command: list[str], cwd: Path, environment: dict[str, str], files: list[Path]) -> None:
    for number, file in enumerate(files, start=1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    sys.argv[1:] = command[1:]
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)


class _Compiled(BytecodeCache):
    """Templates, compiled once for all books of this process: that takes as long as to fill them."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = defaultdict[str, _Compiled](_Compiled)
"""Those of each kind, which is what the names of their files say."""
_ANSWERS: dict[str, bytes] = {}


@contextmanager
def _asked_once() -> Iterator[None]:
    """Ask neither Jinja nor pandoc twice the same: a book keeps what they make of it, and each test has a new one."""
    from bilateral.citation import citeproc, printed, styles
    from bilateral_sphinx.seams import templates

    def answers(requests: Sequence[Request]) -> list[Answer]:
        question = repr(requests)
        if question not in _ANSWERS:
            _ANSWERS[question] = pickle.dumps(citeproc.formatted(requests))
        found: list[Answer] = pickle.loads(_ANSWERS[question])
        return found

    with ExitStack() as patches:
        for module in (printed, styles):
            patches.enter_context(patch.object(module, "formatted", answers))
        patches.enter_context(patch.object(templates, "FileSystemBytecodeCache", lambda _, kind="": _COMPILED[kind]))
        yield


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
