"""Publish finished formats: make each folder of the build the mirror of the one it was made in."""

# ruff: noqa: PTH106, PTH118, PTH119, PTH208  (paths as text take half of the time, and a large book has thousands)

from __future__ import annotations

import argparse
import filecmp
import os
import shutil
import sys
from fnmatch import fnmatch
from pathlib import Path

BOOK_ALONE = {"pdf", "tablet"}
"""Formats of which the book is published and not the code that it was set from."""
SUFFIXES = {"epub": "epub", "pdf": "pdf", "tablet": "pdf", "latex": "pdf"}
"""Formats that are one file, and how its name ends."""


def main(argv: list[str] | None = None) -> int:
    """Publish from ``build/work``, the web book last: it brings along what was made beside it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path, help="folder of everything that is built")
    parser.add_argument("name", help="name of the book's files")
    parser.add_argument("formats", nargs="+", help="folders of the formats that are finished")
    arguments = parser.parse_args(argv)
    build, work = arguments.build, arguments.build / "work"
    for name in sorted(arguments.formats, key=lambda name: name == "html"):
        book = "index.html" if name == "html" else f"{arguments.name}.{SUFFIXES[name]}"
        if name == "html":
            for other in set(arguments.formats) & (SUFFIXES.keys() - {"latex"}):
                file = f"{arguments.name}.{SUFFIXES[other]}"
                copy(build / other / file, work / "html/downloads" / other / file)
        mirror(work / name, build / name, book if name in BOOK_ALONE else "*")
        # As old as the reading that it was made from: what was edited since then is newer, and make sees it.
        begun = (build / ".begun").stat()
        os.utime(build / name / book, ns=(begun.st_atime_ns, begun.st_mtime_ns))
        print(f"{name}: {build / name / book}")
    return 0


def mirror(work: Path, out: Path, only: str) -> None:
    """Make ``out`` hold the files of ``work`` whose names match ``only`` and no others."""
    wanted = {name for name in _files(work) if fnmatch(os.path.basename(name), only)}
    for old in _files(out) - wanted:
        (out / old).unlink()
    for folder, _, files in os.walk(out, topdown=False):
        if not files and Path(folder) != out and not os.listdir(folder):
            os.rmdir(folder)
    for name in sorted(wanted):
        copy(work / name, out / name)


def _files(folder: Path) -> set[str]:
    """Return the files in a folder, by their path below it; a large book has thousands."""
    return {
        os.path.relpath(os.path.join(around, name), folder) for around, _, files in os.walk(folder) for name in files
    }


def copy(source: Path, target: Path) -> None:
    """Copy a file with its time, unless it is there already; where size and time are equal, so is what it holds."""
    if not target.exists() or not filecmp.cmp(source, target):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


if __name__ == "__main__":
    sys.exit(main())
