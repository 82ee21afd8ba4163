"""What the process is asked, and what it answers: lines of JSON on its standard input and output.

First comes a ``Job``; the answer is a ``Setting``. If that has no fault, a ``Layout`` comes, and the PDF is finished;
the answers are the contents of each page in reading order and, when the PDF is whole, a list of warnings.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sphinx_typst_pdf.engine.interruption import end_with_parent, let_interruptions_come
from sphinx_typst_pdf.engine.layout import Anchor, Layout, Table


def set_beside(target: Path) -> Path:
    """Return the file beside a PDF that holds it as it is set, until it is finished."""
    return target.with_name(f".{target.name}.set")


PATHS = ("main", "root", "target")
"""The paths in a job, beside those of folders with fonts."""
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp")
"""How the names of pictures end that Typst draws."""


@dataclass(frozen=True)
class Job:
    """A book to be set: ``main`` is its code inside ``root``, ``target`` the PDF.

    That names its ``creator``, and says ``metadata`` by the names of XMP.
    """

    main: str
    root: str
    target: str
    fonts: list[str]
    inputs: dict[str, str]
    standards: list[str]
    creator: str = ""
    metadata: dict[str, str | list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Setting:
    """The result: Typst's reports, the places of anchors and tables, and whether there are pages.

    ``pictures`` are those that cannot be set, or where there are pages may be set wrong, each with the reason.
    """

    reports: list[str]
    whole: bool
    places: list[dict[str, Any]] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)


def environment() -> dict[str, str]:
    """Return the environment of a process that sets books: it is to find this package where we have found it."""
    known = os.environ.get("PYTHONPATH")
    folders = [str(Path(__file__).parents[2]), *([known] if known else [])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(folders), "PYTHONUTF8": "1"}


def keep_job(job: Job, path: Path) -> None:
    """Keep a job in a file, from where what it names is found: the file tells nothing of the machine."""
    known = asdict(job)
    near = {name: _near(known[name], path.parent) for name in PATHS}
    fonts = [_near(folder, path.parent) for folder in job.fonts]
    path.write_text(json.dumps({**known, **near, "fonts": fonts}), "utf-8")


def _near(path: str, folder: Path) -> str:
    """Return a path as seen from a folder; on another drive, as it is."""
    try:
        return os.path.relpath(path, folder)
    except ValueError:
        return path


def read_job(path: Path) -> Job:
    """Read a job that was kept in a file."""
    known = json.loads(path.read_text("utf-8"))
    far = {name: os.path.normpath(path.parent / known[name]) for name in PATHS}
    fonts = [os.path.normpath(path.parent / folder) for folder in known["fonts"]]
    return Job(**{**known, **far, "fonts": fonts})


def finishing(job: Job) -> list[str]:
    """Return the command that finishes a book that is set."""
    raw = set_beside(Path(job.target))
    module = "sphinx_typst_pdf.engine.finish_set"
    return [sys.executable, "-m", module, str(raw), job.target, job.creator, json.dumps(job.metadata)]


def encode(message: Job | Setting | Layout | list[Any] | dict[str, Any]) -> str:
    """Return a message as one line."""
    told = message._asdict() if isinstance(message, Layout) else message
    return json.dumps(told if isinstance(told, list | dict) else asdict(told)) + "\n"


def read_layout(line: str) -> Layout:
    """Read where things are in the book."""
    told = json.loads(line)
    return Layout(
        [Anchor(*anchor) for anchor in told["anchors"]],
        told["names"],
        told["titles"],
        [Table(*table) for table in told["tables"]],
    )


def reporting(main: Callable[[], int]) -> int:
    """Run a program; what the system refuses, such as to write on a full disk, is its answer.

    Where it is interrupted, or nobody waits for answers any more, it has none.
    """
    try:
        end_with_parent()
        let_interruptions_come()
        return main()
    except (BrokenPipeError, KeyboardInterrupt):
        os._exit(1)  # nor is anything written at the end
    except OSError as error:
        with suppress(BrokenPipeError):
            print(encode({"errno": error.errno, "file": error.filename}), end="", flush=True)
        return 1
