"""What is still to be done: pages to be read anew because their last reading had faults, and pages to be written.

It lies beside the doctrees, and is on disk before anything is begun that may fail or be interrupted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

FILE = "backlog.json"


class Backlog:
    """The pages that are to be read again, and for each format those that wait to be written.

    A format that was never written waits for nothing: its builder sees that it lacks all its files.
    """

    def __init__(self, doctrees: Path) -> None:
        self._file = doctrees / FILE
        told = json.loads(self._file.read_text("utf-8")) if self._file.exists() else {}
        self.needs_rereading: set[str] = set(told.get("needs_rereading", ()))
        self._waiting: dict[str, set[str]] = {name: set(pages) for name, pages in told.get("waiting", {}).items()}

    def begin(self, pages: Iterable[str]) -> None:
        """Note which pages are about to be read."""
        self.needs_rereading.update(pages)
        self._save()

    def add(self, pages: Iterable[str], formats: Iterable[str]) -> None:
        """Let pages wait in every format known, and in ``formats``."""
        new = set(pages)
        for name in {*self._waiting, *formats}:
            self._waiting.setdefault(name, set()).update(new)
        self._save()

    def of(self, name: str) -> set[str]:
        """Return the pages that wait in a format."""
        return set(self._waiting.get(name, ()))

    def settle(self, formats: Iterable[str]) -> None:
        """Note that the pages were read without faults, and that these formats are whole."""
        self.needs_rereading.clear()
        self._waiting |= {name: set() for name in formats}
        self._save()

    def _save(self) -> None:
        beside = self._file.with_suffix(".part")
        waiting = {name: sorted(pages) for name, pages in sorted(self._waiting.items())}
        beside.write_text(json.dumps({"needs_rereading": sorted(self.needs_rereading), "waiting": waiting}), "utf-8")
        beside.replace(self._file)
