"""How old what is made is, in the eyes of make: as old as the newest thing that it is made from, not as the clock says.

A clock that is wrong for a while would otherwise leave books of the future, which no edit makes old.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path


def newest(paths: Iterable[Path]) -> int:
    """Return the time of the newest of these, in nanoseconds; never later than now."""
    return min(time.time_ns(), max((path.stat().st_mtime_ns for path in paths if path.exists()), default=0))


def sources(folder: Path) -> Iterator[Path]:
    """Yield the folders and files of a volume; what begins with a dot is an editor's."""
    for around, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield Path(around)
        yield from (Path(around, name) for name in files if not name.startswith("."))
