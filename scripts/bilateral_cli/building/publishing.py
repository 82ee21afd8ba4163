"""Put finished formats in the place of the last good ones: each is made beside it and takes its name at once.

What had the name stays beside it, so that the next publication changes there what has changed, and no more.
"""

# ruff: noqa: PTH103, PTH108, PTH116, PTH118, PTH119, PTH120, PTH123  (paths as text take half of the time, and a large book has thousands)

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from bilateral.formats import Format
from bilateral_cli.building.staleness import DOWNLOADS
from bilateral_cli.building.swap import exchange, recover

OWN = (".buildinfo", ".buildinfo.bak", ".log", ".fls", ".fdb_latexmk")
"""How notes of Sphinx and TeX end on how they have built; they are no part of a book, and tell of the machine."""
BESIDE = ".publishing"
"""Folder of the build in which formats are made ready, and where the last but one of each stays."""


def publish(build: Path, name: str, kind: Format, awaited: Iterable[Format], made: int) -> Path:
    """Publish a format from ``build/work``, with copies of the others that it offers. Return the book.

    It is as old as what it was made from (``made``, in nanoseconds): what was edited since then is newer, and the next
    build sees it.
    """
    work, out, beside = build / "work" / kind.name, build / kind.name, build / BESIDE / kind.name
    if kind.offers_downloads:
        for other in awaited:
            file = Path(other.name, other.book(name))
            _copy(build / file, work / DOWNLOADS / file)
    replace(work, out, beside, kind.book(name), made, alone=kind.alone)
    return out / kind.book(name)


def replace(work: Path, out: Path, beside: Path, book: str, made: int, *, alone: bool) -> None:
    """Make ``out`` a folder of the files of ``work``, or of the ``book`` in it alone; where it is one, leave it alone.

    Files that are equal are taken over as they are. Everything is on disk, and the book has its age, before the name
    changes.
    """
    recover(out)
    names = {name: os.path.basename(name) for name in _files(work)}
    wanted = {name for name, last in names.items() if not (alone and last != book) and not last.endswith(OWN)}
    known = _files(out)
    same = {name for name in wanted & known if filecmp.cmp(os.path.join(work, name), os.path.join(out, name))}
    if same == wanted == known:
        os.utime(out / book, ns=(made, made))
        return
    there = _files(beside)
    if there - wanted:  # also what is left of a build that was interrupted here may be something else
        shutil.rmtree(beside)
        there = set()
    for folder in {os.path.dirname(name) for name in wanted - there}:
        os.makedirs(os.path.join(beside, folder), exist_ok=True)
    for name in wanted:
        source, target = os.path.join(out if name in same else work, name), os.path.join(beside, name)
        if name in there:
            if not _unlike(source, target):
                continue
            os.unlink(target)  # it may be a second name of a file that is published
        if name in same and name != book:  # the book gets an age of its own
            _link(source, target)
        else:
            _copied(source, target)
    os.utime(beside / book, ns=(made, made))
    os.sync()
    exchange(beside, out)


def _files(folder: Path) -> set[str]:
    """Return the files in a folder, by their path below it; a large book has thousands."""
    return set(_files_below(os.fspath(folder), "")) if folder.is_dir() else set()


def _files_below(folder: str, below: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir():
                yield below + entry.name
            elif not entry.is_symlink():
                yield from _files_below(entry.path, f"{below}{entry.name}/")


def _unlike(one: str, other: str) -> bool:
    """Return whether two files differ in size or time."""
    first, second = os.stat(one), os.stat(other)
    return (first.st_size, first.st_mtime_ns) != (second.st_size, second.st_mtime_ns)


def _link(source: str, target: str) -> None:
    """Give a file a second name; where the file system knows no such thing, copy it."""
    with suppress(OSError):
        os.link(source, target)
        return
    _copied(source, target)


def _copy(source: Path, target: Path) -> None:
    """Copy a file with its time, unless it is there already; where size and time are equal, so is what it holds."""
    if not target.exists() or not filecmp.cmp(source, target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _copied(source, target)


def _copied(source: str | Path, target: str | Path) -> None:
    """Copy a file and its time; most are small, and to open them is what takes time."""
    with open(source, "rb") as read, open(target, "wb") as written:
        shutil.copyfileobj(read, written)
        found = os.fstat(read.fileno())
    os.utime(target, ns=(found.st_atime_ns, found.st_mtime_ns))
