"""How old what is made is: as old as the newest thing that it is made from, not as the clock says.

A clock that is wrong for a while would otherwise leave books of the future, which no edit makes old.
"""

# ruff: noqa: PTH100, PTH110, PTH116, PTH118  (paths as text take half of the time, and there are hundreds)

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

STAMP = ".code"
"""A file in the output that is as old as the newest code that has worked there."""
PRESS = ("bilateral", "bilateral_sphinx", "bilateral_cli", "sphinx_typst_pdf")
"""The packages that make books."""


def newest(paths: Iterable[str]) -> int:
    """Return the time of the newest of these, in nanoseconds; never later than now."""
    return min(time.time_ns(), max(map(mtime, paths), default=0))


def mtime(path: str | Path) -> int:
    """Return the time of a file in nanoseconds, 0 where there is none: an editor's may have gone just now."""
    try:
        return os.stat(path).st_mtime_ns
    except (FileNotFoundError, NotADirectoryError):
        return 0


def sources(volume: Path, output: Path) -> Iterator[str]:
    """Yield the folders and files of a volume; what begins with a dot is an editor's, and the output is none.

    Folders are among them: a file that has gone changes its folder. A translation is built in a folder of the output
    of the original, which is known by the stamp of the press.
    """
    built = os.path.abspath(output)
    for around, folders, files in os.walk(volume):
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".")
            and os.path.abspath(path := os.path.join(around, name)) != built
            and not os.path.exists(os.path.join(path, STAMP))
        ]
        yield around
        yield from (os.path.join(around, name) for name in files if not name.startswith("."))


def code() -> Iterator[str]:
    """Yield the files of the press, and for each package that is installed the folder that is new with its version."""
    for package in PRESS:
        spec = find_spec(package)
        for place in (spec and spec.submodule_search_locations) or ():
            for around, folders, files in os.walk(place):
                folders[:] = [name for name in folders if name != "__pycache__"]
                yield from (os.path.join(around, name) for name in files)
    for place in filter(os.path.isdir, sys.path):
        yield from (entry.path for entry in os.scandir(place) if entry.name.endswith(".dist-info"))
