"""The way of a build: what is out of date is made from one reading, and published where it is whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bilateral.files import judge_files
from bilateral.formats import FORMATS, PAGINATED, Format
from bilateral.processes import uninterrupted
from bilateral_cli.building.lasting import lasting
from bilateral_cli.building.lock import exclusive
from bilateral_cli.building.mtimes import code, mtime, newest, sources
from bilateral_cli.building.staleness import page_list, stale
from bilateral_cli.building.title_page import date_files, read_title_page
from bilateral_cli.building.work import refresh

if TYPE_CHECKING:
    from bilateral_cli.building.publishing import Show


def build(volume: Path, output: Path, names: Sequence[str], jobs: int = 0, language: str = "") -> int:
    """Build those of the formats that are out of date, and publish them. Return the exit status.

    Whether there is something to do is found out without loading Sphinx.
    """
    wanted = out_of_date(volume, output, names)
    if not wanted:
        print(f"Nothing to be done: {', '.join(names)} {'is' if len(names) == 1 else 'are'} up to date.")
        return 0
    if faults := judge_files(volume):  # before Sphinx is loaded, which runs conf.py
        print(*faults, sep="\n", file=sys.stderr)
        return 1
    print("building:", *wanted, flush=True)
    with exclusive(output):
        programs = newest(code())
        refresh(output, programs)
        # Another build may have ended just now; what is saved from here on is newer than the books.
        made = max(newest(sources(volume, output)), programs)
        wanted = stale(volume, output, names, made)
        if not wanted:
            return 0
        with lasting(), uninterrupted():
            from bilateral_cli.building import pictures  # late: it loads the core
        pictures.prepare(volume, [output], jobs)
        return write(volume, output, wanted, made, jobs, language)


def out_of_date(volume: Path, output: Path, names: Sequence[str]) -> list[str]:
    """Return which of the formats are older than what they are made from."""
    return stale(volume, output, names, max(newest(sources(volume, output)), newest(code())))


def rebuild(volume: Path, output: Path, names: Sequence[str], language: str = "", show: Show | None = None) -> int:
    """Build and publish formats, whatever their age; ``show`` gets pages before that. Return the exit status."""
    with exclusive(output):
        made = max(newest(sources(volume, output)), newest([os.fspath(output / ".code")]))
        return write(volume, output, names, made, language=language, show=show)


def write(  # noqa: PLR0917  (what is built, where, and how)
    volume: Path,
    output: Path,
    wanted: Sequence[str],
    made: int,
    jobs: int = 0,
    language: str = "",
    show: Show | None = None,
) -> int:
    """Write formats from one reading and publish those without faults; the others keep their last good book.

    Returns the exit status. The books are as old as ``made``, in nanoseconds. ``show`` gets pages before all else.
    """
    with lasting(), uninterrupted():
        from bilateral_cli.building import publishing, run  # late: they load Sphinx

    date_files(volume)
    status = 0
    if any(FORMATS[name].tex for name in wanted):
        from bilateral_cli.building import tex, tex_setup  # late: what finishes TeX's PDF is of no use to the others

        if tex_setup.install():
            wanted, status = [name for name in wanted if not FORMATS[name].tex], 2
    if not wanted:
        return status
    forget_pages(volume, output, wanted, made)
    awaited = [FORMATS[name] for name in wanted if FORMATS[name].label]
    published: dict[str, Path] = {}

    def publish_early(name: str, kind: Format) -> None:
        if not kind.tex and not kind.offers_downloads:  # these wait for TeX, and for the others
            with suppress(OSError):  # it is tried again below, and told
                published[kind.name] = publishing.publish(output, name, kind, (), made)

    result = run.build(volume, output, wanted, jobs, language, show, publish_early)
    status, whole = status or result.status, [FORMATS[name] for name in wanted if name in result.whole]
    for kind in [kind for kind in whole if kind.tex]:
        if tex.typeset(volume, output, result.name):
            whole.remove(kind)
            status = status or 1
    for kind in sorted(whole, key=lambda kind: kind.offers_downloads):
        if kind.offers_downloads and any(
            not (output / each.name / each.book(result.name)).exists() for each in awaited
        ):
            # Its pages offer a book that has not come into being: they are written again, and offer what is there.
            if kind.name not in run.build(volume, output, [kind.name], jobs, language).whole:
                whole.remove(kind)
                continue
            awaited = []
        book = published.get(kind.name) or publishing.publish(output, result.name, kind, awaited, made)
        print(f"{kind.name}: {book}")
    if lost := [name for name in wanted if FORMATS[name] not in whole]:
        print(f"not published, because of what is said above: {', '.join(lost)}", file=sys.stderr)
    return status


def forget_pages(volume: Path, output: Path, wanted: Sequence[str], made: int) -> None:
    """Throw the list of pages away that a book has left which is out of date, and is not to be made again now."""
    book = output / PAGINATED.name / PAGINATED.book(read_title_page(volume).get("name", ""))
    if PAGINATED.name not in wanted and mtime(book) < made and (listed := page_list(output)):
        listed.unlink()
        if nameless := [name for name in wanted if FORMATS[name].names_pages]:
            print(f"{', '.join(nameless)}: pages are not named, for the PDF is older than the book; run make")
