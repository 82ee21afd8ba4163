"""Programs that tests need beside Python, and the marks of those that need them."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

MARKS = {
    "chromium": "browser",
    "chromium-browser": "browser",
    "google-chrome": "browser",
    "java": "java",
    "xelatex": "latex",
    "latexmk": "latex",
    "xindy": "latex",
}
"""The mark that a test has which needs the program."""
BY_FIXTURE = {
    "browser": ("browser",),
    "reader": ("browser",),
    "tools": ("browser", "java"),
    "validate": ("verapdf",),
    "latex_book": ("latex",),
    "log": ("latex",),
    "made": ("book",),
    "printed": ("book",),
}
"""The marks that a test gets by the fixtures that it uses, also through others."""
STARTS = frozenset({"book", "process", "weekly", "clone", "pythons", "browser", "latex", "java", "verapdf"})
"""The marks of tests that may start programs which build books."""
BUILDERS = ("make", "python", "sphinx", "snakemake", "env", "faketime")
INNER = frozenset({"sphinx_typst_pdf.engine", "-c"})
"""Of a command that builds no book: the process of the Typst builder belongs to it, and a few lines take no time."""


class Running:
    """The test that runs; none between tests."""

    item: pytest.Item | None = None


def marks() -> set[str]:
    """Return the marks of the test that runs."""
    return {mark.name for mark in Running.item.iter_markers()} if Running.item else set()


def need(*programs: str, marked: str | None = None) -> None:
    """Skip where a program is missing; in CI, where nothing may be skipped, fail.

    What is needed is also the mark of the test, so that a run can leave it out.
    """
    for mark in {MARKS.get(Path(program).name, marked) for program in programs} - {None}:
        assert mark in marks(), f"needs {', '.join(programs)}: mark it with pytest.mark.{mark}"
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        message = f"{', '.join(missing)} not installed"
        if os.environ.get("BOOK_REQUIRE_TOOLS"):
            pytest.fail(f"{message}, and BOOK_REQUIRE_TOOLS forbids to skip")
        pytest.skip(message)


def need_packages(folder: Path, *names: str) -> None:
    """Skip where a package from npm is missing, as for a program; ``make test`` installs them into ``folder``."""
    need(*[f"{name} (make verify installs it)" for name in names if not (folder / "node_modules" / name).exists()])


def weekly(*values: object) -> list[ParameterSet]:
    """Return parameters of a test that are tried once a week, beside those of every day."""
    return [pytest.param(value, marks=pytest.mark.weekly) for value in values]


def need_verapdf() -> list[str]:
    """Return the command of veraPDF, ``BOOK_VERAPDF``; skip, or fail in CI, where there is none."""
    command = shlex.split(os.environ.get("BOOK_VERAPDF", ""))
    need(*command[:1] or ["veraPDF (BOOK_VERAPDF is its command)"], marked="verapdf")
    return command


def need_root() -> list[str]:
    """Return what a command begins with that only root may give; skip, or fail in CI, where nobody may."""
    if os.getuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    need("the right to mount a disk (sudo)")
    raise AssertionError


def watch_processes() -> None:
    """Let no test start a program that builds a book unless its mark says so: it would take seconds, unseen."""

    def started(event: str, arguments: tuple[object, ...]) -> None:
        if event != "subprocess.Popen" or Running.item is None:
            return
        words = arguments[1]
        command = [str(word) for word in words] if isinstance(words, Sequence) and not isinstance(words, str) else []
        name = Path(command[0]).name if command else str(words)
        if name.startswith(BUILDERS) and not INNER.intersection(command) and not marks() & STARTS:
            message = f"starts {' '.join(command[:4])}: build in this process, or mark it with pytest.mark.process"
            raise AssertionError(message)

    sys.addaudithook(started)
