"""Put finished formats in the place of the last good ones: each is made beside it and takes its name at once.

What had the name stays beside it, so that the next publication changes there what has changed, and no more.
"""

# ruff: noqa: PTH102, PTH103, PTH108, PTH116, PTH118, PTH119, PTH120, PTH123  (paths as text take half of the time, and a large book has thousands)

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bilateral.formats import FORMATS, Format
from bilateral.formats.folders import CITATIONS, DATA, DOWNLOADS, PERMANENT
from bilateral_cli.building.swap import exchange, recover

OWN = (".buildinfo", ".buildinfo.bak", ".log", ".fls", ".fdb_latexmk")
"""How notes of Sphinx and TeX end on how they have built; they are no part of a book, and tell of the machine."""
REPLACED = tuple(f"{folder}/" for folder in (PERMANENT, CITATIONS, DATA))
"""Folders of the web book with thousands of small files, which ``bilateral_sphinx.files`` replaces and never changes:
what is published of them is a second name."""
BESIDE = ".publishing"
"""Folder of the build in which formats are made ready, and where the last but one of each stays."""
UNFINISHED = "unfinished."
"""How the file in it begins that a page of a format is copied to: formats are written by processes side by side."""


@dataclass(frozen=True)
class Show:
    """What is done with pages of a format as soon as they are written.

    ``pages`` gets the name of the volume, the format and their paths; those that are ``open`` are written first.
    """

    pages: Callable[[str, Format, list[str]], object]
    open: frozenset[str] = frozenset()


def show(build: Path, name: str, kind: Format, pages: list[str]) -> list[str]:
    """Put pages that have been written into the last good book, each in one step. Return those that can be seen.

    The book has no age until the format is whole and published: should that fail, it is out of date.
    """
    work, out, beside = build / "work" / kind.name, build / kind.name, build / BESIDE / f"{UNFINISHED}{kind.name}"
    shown = [page for page in pages if (out / page).is_file()]  # what is new has its place when all is whole
    if shown:
        os.utime(out / kind.book(name), ns=(0, 0))
        beside.parent.mkdir(exist_ok=True)
    for page in shown:
        _copied(work / page, beside)
        if page == kind.book(name):
            os.utime(beside, ns=(0, 0))
        beside.replace(out / page)
    return shown


def prepare(build: Path, kind: Format) -> None:
    """Begin to publish a format for the first time, while its pages are being written: most of its files are there.

    What becomes other than it is now is put right when it is published.
    """
    work, beside = build / "work" / kind.name, build / BESIDE / kind.name
    if (work / PERMANENT).is_dir() and not (build / kind.name).exists() and not beside.exists():
        os.makedirs(beside)
        _link_all(os.path.join(work, PERMANENT), os.path.join(beside, PERMANENT))


def make_ready(build: Path) -> None:
    """Give what is published its second folder, in which the next publication changes what has changed."""
    with suppress(OSError):  # it is made, or put right, when it is needed
        for kind in FORMATS.values():
            out, beside = build / kind.name, build / BESIDE / kind.name
            if out.is_dir() and not beside.exists():
                beside.parent.mkdir(exist_ok=True)
                _link_all(os.fspath(out), os.fspath(beside))


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
    made_now, known, there = _files(work), _files(out), _files(beside)
    names = {name: os.path.basename(name) for name in made_now}
    wanted = {name for name, last in names.items() if not (alone and last != book) and not last.endswith(OWN)}
    same = {
        name
        for name in wanted & known.keys()
        if made_now[name] == known[name] or filecmp.cmp(os.path.join(work, name), os.path.join(out, name))
    }
    if same == wanted == known.keys():
        os.utime(out / book, ns=(made, made))
        return
    if there.keys() - wanted:  # also what is left of a build that was interrupted here may be something else
        shutil.rmtree(beside)
        there = {}
    for folder in {os.path.dirname(name) for name in wanted - there.keys()}:
        os.makedirs(os.path.join(beside, folder), exist_ok=True)
    for name in wanted:
        held = known if name in same else made_now
        if name in there and name != book and there[name] == held[name]:
            continue
        source, target = os.path.join(out if name in same else work, name), os.path.join(beside, name)
        if name in there:
            if name != book and not _unlike(source, target):  # the times of the book tell nothing of what it holds
                continue
            os.unlink(target)  # it may be a second name of a file that is published
        if (name in same or name.startswith(REPLACED)) and name != book:  # the book gets an age of its own
            _link(source, target)
        else:
            _copied(source, target)
    os.utime(beside / book, ns=(made, made))
    os.sync()
    exchange(beside, out)


def _files(folder: Path) -> Mapping[str, int | str]:
    """Return the files in a folder, by their path below it, with what two names of one file have in common.

    That is its number, which a folder tells without a look at the file: a large book has thousands. Where a system
    gives the same to all, no two names are taken for one file.
    """
    found = dict(_files_below(os.fspath(folder), "")) if folder.is_dir() else {}
    return found if 1 < len(found) == len(set(found.values())) else {name: os.fspath(folder) for name in found}


def _files_below(folder: str, below: str) -> Iterator[tuple[str, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir():
                yield below + entry.name, entry.inode()
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


def _link_all(source: str, target: str) -> None:
    """Give all files of a folder a second name."""
    os.mkdir(target)
    with os.scandir(source) as entries:
        for entry in entries:
            act = _link_all if entry.is_dir() else _link
            act(entry.path, os.path.join(target, entry.name))


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
