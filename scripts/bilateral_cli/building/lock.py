"""One build at a time in a folder."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

FILE = ".lock"


@contextmanager
def held_if_free(build: Path) -> Iterator[bool]:
    """Hold the folder while the block runs, if it is there and no other build holds it. The value says whether."""
    with ExitStack() as stack:
        try:
            fcntl.flock(stack.enter_context((build / FILE).open("w")), fcntl.LOCK_EX | fcntl.LOCK_NB)
            free = True
        except (FileNotFoundError, BlockingIOError):
            free = False
        yield free


@contextmanager
def exclusive(build: Path) -> Iterator[None]:
    """Hold the folder while the block runs; where another build holds it, say so and wait.

    The system gives the lock back when the process ends, however it ends. What it has started, and what still writes
    after it has been killed, holds it too.
    """
    build.mkdir(parents=True, exist_ok=True)
    with (build / FILE).open("w") as file:
        os.set_inheritable(file.fileno(), True)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"another build works in {build}; this one waits for its end", file=sys.stderr, flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
