"""What takes long to make or to read: once, for all processes that run tests side by side."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock

Result = TypeVar("Result")


class Shared:
    """A folder that the processes of one run share. What one of them is making, the others wait for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, Any] = {}

    def folder(self, name: str, fill: Callable[[Path], object]) -> Path:
        """Return a folder that ``fill`` has filled; nobody changes what is in it."""
        folder = self._folder / name
        done = self._folder / f"{name}.done"
        with FileLock(self._folder / f"{name}.lock"):
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)  # another one has failed
                folder.mkdir()
                fill(folder)
                done.touch()
        return folder

    def read(self, reader: Callable[[Path], Result], book: Path) -> Result:
        """Return what ``reader`` reads from a file as it is now; nobody changes the result."""
        status = book.stat()
        name = f"{reader.__name__}-{book.stem}-{status.st_ino}-{status.st_mtime_ns}"
        if name not in self._known:
            kept = self._folder / f"{name}.pickle"
            with FileLock(self._folder / f"{name}.lock"):
                if not kept.exists():
                    kept.write_bytes(pickle.dumps(reader(book)))
            self._known[name] = pickle.loads(kept.read_bytes())
        result: Result = self._known[name]
        return result
