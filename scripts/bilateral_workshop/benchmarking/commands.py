"""What each tool is asked to do, as commands of a shell; each run has a folder of its own."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

OURS, SPHINX, PANDOC = "this pipeline", "plain Sphinx", "pandoc"
ROOT = Path(__file__).parents[3]
COLD = "STANDBY=0"
"""Lets make leave no process behind, which would be at work beside what is measured next."""
SET = "import sys, typst; typst.Compiler(sys.argv[1], root=sys.argv[2]).compile(output=sys.argv[3])"
"""Typst has no command in its wheel. The same library sets pandoc's PDF and ours."""


@dataclass(frozen=True)
class Task:
    """What a tool makes of a volume; ``part`` is a format, or several with a space between them."""

    tool: str
    part: str


def tasks() -> list[Task]:
    """Return what is measured, in the order of a round."""
    ours = [Task(OURS, part) for part in ("html epub pdf", "html epub", "pdf")]
    return [
        *ours,
        *(Task(SPHINX, part) for part in ("html", "epub", "pdf")),
        *(Task(PANDOC, part) for part in ("html", "epub", "pdf")),
        Task(PANDOC, "side by side"),
    ]


@dataclass(frozen=True)
class Place:
    """Where things are: the volume for each tool, pandoc's program, and an empty folder for the output of a run."""

    volume: Path
    sphinx: Path
    pandoc: Path
    program: Path
    out: Path


def command(task: Task, place: Place) -> str:
    """Return the command of a task."""
    if task.tool == OURS:
        return make(place.volume, place.out, *task.part.split(), COLD)
    if task.tool == SPHINX:
        return _sphinx(task.part, place)
    parts = ("html", "epub", "pdf")
    if task.part in parts:
        return _pandoc(task.part, place)
    return f"{' & '.join(f'({_pandoc(part, place)})' for part in parts)} & wait"


def make(volume: Path, build: Path, *targets: str) -> str:
    """Return the command by which this pipeline makes a volume; nothing of its own build is touched."""
    return _quoted("make", "-s", "-C", ROOT, f"SOURCE={volume}", f"BUILD={build}", *targets)


def _sphinx(part: str, place: Place) -> str:
    build = _quoted(sys.executable, "-m", "sphinx", "-q", "-j", "auto", "-b", "latex" if part == "pdf" else part)
    build = f"{build} {_quoted(place.sphinx, place.out / part)}"
    if part != "pdf":
        return build
    return f"{build} && {_quoted('make', '--silent', '-C', place.out / part, 'all-pdf')} LATEXMKOPTS=-quiet"


def _pandoc(part: str, place: Place) -> str:
    chapters = " ".join(shlex.quote(str(path)) for path in sorted(place.pandoc.glob("*.md")))
    options = "--toc --number-sections --standalone --quiet --metadata title=Northland"
    kinds = {"html": "-t chunkedhtml --split-level=1", "epub": "-t epub3", "pdf": "-t typst"}
    names = {"html": "html", "epub": "book.epub", "pdf": "book.typ"}
    made = f"{_quoted(place.program)} {chapters} {options} {kinds[part]} -o {_quoted(place.out / names[part])}"
    if part != "pdf":
        return made
    return f"{made} && {_quoted(sys.executable, '-c', SET, place.out / 'book.typ', place.out, place.out / 'book.pdf')}"


def _quoted(*words: object) -> str:
    return shlex.join(map(str, words))
