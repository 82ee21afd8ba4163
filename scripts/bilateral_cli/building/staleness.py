"""Which formats are out of date."""

from __future__ import annotations

import filecmp
from collections.abc import Iterable, Sequence
from pathlib import Path

from bilateral.formats import FORMATS, PAGINATED, Format
from bilateral.formats.folders import DOWNLOADS
from bilateral.formats.pages import page_list_in, used_list_in
from bilateral_cli.building import DOCTREES
from bilateral_cli.building.mtimes import mtime
from bilateral_cli.building.title_page import read_title_page


def stale(volume: Path, output: Path, names: Sequence[str], made: int) -> list[str]:
    """Return which of these formats are older than ``made``, in nanoseconds, in the order of the registry.

    What offers the others is out of date too when one of them has come, gone or changed, or is about to.
    """
    name = read_title_page(volume).get("name", "")
    wanted = [kind for kind in FORMATS.values() if kind.name in names]
    old = {kind.name for kind in wanted if mtime(output / kind.name / kind.book(name)) < made}
    offered = [kind for kind in FORMATS.values() if kind.label]
    for kind in wanted:
        if kind.offers_downloads and (
            any(other.name in old for other in offered) or _differ(output, kind, offered, name)
        ):
            old.add(kind.name)
    for kind in wanted:
        if kind.names_pages and (PAGINATED.name in old or _pages_differ(output, kind)):
            old.add(kind.name)
    return [kind.name for kind in wanted if kind.name in old]


def _pages_differ(output: Path, kind: Format) -> bool:
    """Tell whether a format names other pages than those of the last book that has some."""
    listed, used = page_list(output), used_list_in(output / DOCTREES, kind.builder)
    if listed is None or not used.exists():
        return (listed is not None) != used.exists()
    return not filecmp.cmp(listed, used)


def page_list(output: Path) -> Path | None:
    """Return the list of pages that the last book has left."""
    return page_list_in(output / "work" / PAGINATED.name)


def _differ(output: Path, kind: Format, offered: Iterable[Format], name: str) -> bool:
    """Tell whether what a format offers is other than what lies beside it."""
    for other in offered:
        book = output / other.name / other.book(name)
        copy = output / kind.name / DOWNLOADS / other.name / other.book(name)
        if book.exists() != copy.exists() or (book.exists() and not filecmp.cmp(book, copy)):
            return True
    return False
