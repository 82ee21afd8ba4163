"""The pages of the printed book, for the formats that name them.

All formats are written side by side, and only the one that is set on pages knows them. It leaves a list, and the others
wait for that before they finish. Of a book that is out of date the list counts for nothing.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from weakref import WeakKeyDictionary

from sphinx.application import Sphinx

from bilateral.formats import Format
from bilateral.formats.pages import page_list_in, used_list_in


class Pagination:
    """The list of pages that is made in this build, or that an earlier one has left.

    A pipe says when it is there: it ends when the process that began all formats has closed it, or has ended itself.
    """

    def __init__(self, folder: Path, *, awaited: bool, current: bool) -> None:
        self._folder = folder
        self._current = awaited or current
        self._pipe = os.pipe() if awaited else None

    @property
    def is_awaited(self) -> bool:
        """Whether the list is being made."""
        return self._pipe is not None

    def enter(self) -> None:
        """Leave the end of the pipe to the process that has begun this one."""
        if self._pipe:
            os.close(self._pipe[1])

    def settle(self, *, whole: bool) -> None:
        """Tell all who wait that the book on pages has been written, and whether it is whole."""
        if self._pipe is None:
            return
        if not whole and (left := page_list_in(self._folder)):
            left.unlink()
        for end in self._pipe:
            os.close(end)
        self._pipe = None

    def list(self) -> Path | None:
        """Return the list, when it is there."""
        if self._pipe:
            os.read(self._pipe[0], 1)
        return page_list_in(self._folder) if self._current else None


_announced: WeakKeyDictionary[Sphinx, Pagination] = WeakKeyDictionary()


def announce(app: Sphinx, pagination: Pagination) -> None:
    """Let the formats that this application writes know of the pages."""
    _announced[app] = pagination


def page_list(app: Sphinx) -> Path | None:
    """Return the list of pages for the format that is being written; None where there is none. It may be waited for."""
    return _announced[app].list() if app in _announced else None


def is_awaited(app: Sphinx) -> bool:
    """Tell whether whoever asks for the list has to wait."""
    return app in _announced and _announced[app].is_awaited


def has_named_pages(app: Sphinx) -> bool:
    """Tell whether this format has named pages when it was last written."""
    return used_list_in(Path(app.doctreedir), app.builder.name).exists()


def names_pages(app: Sphinx, kind: Format) -> bool:
    """Tell whether a format names pages: one that is written beside this one, or one that has been written before."""
    if "formats" in app.config and kind.name in app.config.formats:
        return page_list(app) is not None
    return used_list_in(Path(app.doctreedir), kind.builder).exists()


def note_used(app: Sphinx, file: Path | None) -> None:
    """Keep the list by which this format names pages."""
    kept = used_list_in(Path(app.doctreedir), app.builder.name)
    if file is None:
        kept.unlink(missing_ok=True)
    else:
        shutil.copyfile(file, kept)
