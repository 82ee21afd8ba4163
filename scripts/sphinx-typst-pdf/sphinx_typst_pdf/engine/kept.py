"""An engine that is kept, for processes that stand by for builds: it sets a book again in a fifth of the time.

Typst remembers what it has made of what, as long as its compiler lives; what it sets again is the same, byte for byte.
All that is not well is left to an engine that begins anew, and so is everything when this one has gone.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from sphinx_typst_pdf.engine.interruption import interrupted_later
from sphinx_typst_pdf.engine.job import Setting, encode, environment

END = b"\0"
"""What ends the path of a job: several copies of a process may ask at once, and come together."""
MOST = 64
"""How many may come together."""
SHARE = 8
"""The part of the machine's memory beyond which it ends: what it remembers of large books is large."""
_kept: socket.socket | None = None
"""Leads to the process, where there is one."""


def keep(jobs: Iterable[Path]) -> int:
    """Keep an engine for this process and its copies, which begins with ``jobs``. It ends with the last of them.

    Returns the number of its process.
    """
    global _kept  # noqa: PLW0603  (one for a process)
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", "sphinx_typst_pdf.engine.kept", *map(str, jobs)]
    streams = [(os.POSIX_SPAWN_DUP2, theirs.fileno(), 0), (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    with theirs, interrupted_later():  # what interrupts this process is not for that one
        process = os.posix_spawn(sys.executable, command, environment(), file_actions=streams)
    _kept = ours
    return process


def set_again(job: Path, raw: Path) -> Setting | None:
    """Let the engine that is kept set a job, which lies in a file, as ``raw``. Return nothing where not all is well."""
    if _kept is None:
        return None
    raw.parent.mkdir(parents=True, exist_ok=True)
    raw.unlink(missing_ok=True)  # it may still be written for one who has gone
    with raw.open("wb") as pdf:
        receiving, sending = os.pipe()
        with os.fdopen(receiving, encoding="utf-8") as told:
            with os.fdopen(sending, "wb"), suppress(OSError):  # it has gone
                socket.send_fds(_kept, [os.fsencode(job) + END], [pdf.fileno(), sending])
            answer = told.read()
    if not answer.endswith("\n"):
        raw.unlink()
        return None
    return Setting(**json.loads(answer))


def main(asked: socket.socket, jobs: Iterable[Path]) -> None:
    """Set what is asked for, until nobody can ask any more."""
    from sphinx_typst_pdf.engine.books import Books, memory  # late: nobody else needs Typst

    books = Books()
    for path in jobs:
        with suppress(Exception):  # it may be that of another version
            books.set(path)
    while memory() < os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // SHARE:
        paths, files, _, _ = socket.recv_fds(asked, 1 << 16, 2 * MOST)
        if not paths:
            return
        for job, pdf, told in zip(paths.split(END)[:-1], files[::2], files[1::2], strict=True):
            # What fails is tried anew by one who tells of it.
            with suppress(Exception), os.fdopen(pdf, "wb") as raw, os.fdopen(told, "w", encoding="utf-8") as answer:
                setting, content = books.set(Path(os.fsdecode(job)))
                if setting.whole:
                    raw.write(content)
                    raw.flush()
                    answer.write(encode(setting))


if __name__ == "__main__":
    with socket.socket(fileno=0) as asking:
        main(asking, map(Path, sys.argv[1:]))
