"""Ask the process that stands by, and leave one where there is none that fits."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from bilateral_cli.standby import INTERRUPT, READY, SOCKET
from bilateral_cli.standby.circumstances import circumstances

ANSWERS = 10.0
"""Seconds after which a process that says nothing is taken for dead; while it reads ahead, to wait is no loss."""


def build(  # noqa: PLR0917  (as ``books.build``)
    volume: Path, output: Path, names: Sequence[str], jobs: int, language: str, minutes: int
) -> int:
    """Build as ``books.build`` does, by the process that stands by; where none fits, do without it and leave one.

    ``minutes`` is how long that one waits for the next build.
    """
    environment = dict(os.environ)  # a build adds to it
    status = _ask(output, [str(volume), str(output), names, jobs, language], environment)
    if status is None:
        from bilateral_cli.building import books  # late: where a process stands by, it has loaded it

        has_work = bool(books.out_of_date(volume, output, names))
        status = books.build(volume, output, names, jobs, language)
        if has_work:
            _leave(volume, output, minutes, environment)
    return status


def _ask(output: Path, arguments: list[object], environment: dict[str, str]) -> int | None:
    """Let the process that stands by build. Return the exit status; None where none serves this program."""
    wanted: dict[str, object] = {"arguments": arguments, "circumstances": circumstances(environment)}
    wanted |= {"words": sys.argv, "environment": environment, "umask": _umask()}
    text = json.dumps(wanted).encode()
    with socket.socket(socket.AF_UNIX) as asked:
        try:
            asked.settimeout(ANSWERS)
            asked.connect(os.fspath(output / SOCKET))
            socket.send_fds(asked, [len(text).to_bytes(8, "big")], [0, 1, 2])
            asked.sendall(text)
            if asked.recv(1) != READY:
                return None
            asked.settimeout(None)
            status = _status(asked)
        except OSError:
            return None
    return int(status) if status else None


def _status(asked: socket.socket) -> bytes:
    """Wait for the end of a build, which is interrupted when this program is."""
    try:
        return asked.recv(4)
    except KeyboardInterrupt:
        asked.sendall(INTERRUPT)
        return asked.recv(4)


def _umask() -> int:
    os.umask(mask := os.umask(0o77))
    return mask


def _leave(volume: Path, output: Path, minutes: int, environment: Mapping[str, str]) -> None:
    """Leave a process that stands by, begun as this one was."""
    python = sys.orig_argv[1 : len(sys.orig_argv) - len(sys.argv[1:])]
    command = [sys.executable, *python, "standby", *map(str, (volume, output, minutes, time.time_ns()))]
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in (0, 1, 2)]
    with suppress(OSError):
        os.posix_spawn(sys.executable, command, environment, file_actions=silent)
