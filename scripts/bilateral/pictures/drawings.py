"""Drawings that are kept in a folder: each picture is drawn once, for all formats and builds.

To start the library takes ten times as long as to draw. A picture is therefore first asked for; what has been asked for
is drawn in a process of its own, while the rest of the build goes on, and whoever shows a picture waits for that.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

from bilateral.pictures import drawing
from bilateral.processes import end_in_silence, uninterrupted

ASKED = ".json"
END = b"\0"
"""What ends the name of a folder: several copies of a process may ask at once, and come together."""
MOST = 64
"""How many may come together."""
_FORK = get_context("fork")


class Drawings:
    """The drawings in a folder, each named by a digest of its specification and of the ``fonts`` that measure it."""

    def __init__(self, folder: Path, fonts: Iterable[Path] = ()) -> None:
        self.folder = folder
        self.fonts = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in fonts]

    def ask_for(self, text: str) -> None:
        """Ask for the drawing of a specification, which is written as text, unless it is there."""
        kept = self._kept(text)
        if not kept.exists():
            self._write(kept.with_suffix(ASKED), text)

    def asked_for(self) -> list[Path]:
        """Return what has been asked for and is not there."""
        return sorted(self.folder.glob(f"*{ASKED}"))

    def draw(self) -> None:
        """Draw what has been asked for."""
        for path in self.asked_for():
            with suppress(FileNotFoundError):  # another build has drawn it just now
                self.svg_of(path.read_text("utf-8"))
                path.unlink(missing_ok=True)

    def svg_of(self, text: str) -> str:
        """Return the drawing of a specification, which is drawn now where it is not there."""
        kept = self._kept(text)
        if not kept.exists():
            self._write(kept, drawing.svg_of(json.loads(text)))
        return kept.read_text("utf-8")

    def _kept(self, text: str) -> Path:
        digest = sha256("\n".join([drawing.VERSION, repr(self.fonts), text]).encode()).hexdigest()
        return self.folder / f"{digest}.svg"

    def _write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_text(text, "utf-8")
        beside.replace(path)  # builds may run at once


_keeper: socket.socket | None = None
"""Leads to a process that has the library loaded, where there is one."""


def keep_ready() -> None:
    """Keep a process in which the library runs, for this one and its copies. It ends with the last of them.

    In a copy of a process that keeps one, that one draws.
    """
    global _keeper  # noqa: PLW0603  (one for a process)
    if _keeper:
        return
    # What interrupts this process ends that one too, in silence, and finds nothing half begun here.
    with uninterrupted():
        ours, theirs = socket.socketpair()
        _FORK.Process(target=_serve, args=(theirs, ours), daemon=True).start()
        theirs.close()
        atexit.register(ours.close)
        _keeper = ours


def _serve(asked: socket.socket, other: socket.socket) -> None:
    other.close()
    drawing.start()
    while True:
        folders, pipes, _, _ = socket.recv_fds(asked, 1 << 16, MOST)
        if not folders:
            return
        for folder in folders.split(END)[:-1]:
            Drawings(Path(os.fsdecode(folder))).draw()
        for pipe in pipes:
            os.close(pipe)


def begin(drawings: Drawings) -> int:
    """Draw what has been asked for beside all else. Return a pipe, which ends when that is done."""
    receiving, sending = os.pipe()
    if drawing.is_running():  # a copy of this process would have half of the library
        drawings.draw()
    elif not (_keeper and not drawings.fonts and _handed_over(_keeper, drawings.folder, sending)):
        with uninterrupted():
            _FORK.Process(target=_draw, args=(drawings,)).start()
    os.close(sending)
    return receiving


def _draw(drawings: Drawings) -> None:
    end_in_silence()
    drawings.draw()


def _handed_over(keeper: socket.socket, folder: Path, pipe: int) -> bool:
    """Ask the process that is kept, which measures with no fonts but its own. Tell whether it is there."""
    with suppress(OSError):
        socket.send_fds(keeper, [os.fsencode(folder) + END], [pipe])
        return True
    return False
