"""Interruptions of the processes that set a book: they end in silence, for whoever began them tells of it."""

from __future__ import annotations

import ctypes
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

PR_SET_PDEATHSIG = 1
"""Of Linux: which signal a process gets when its parent ends."""


@contextmanager
def interrupted_later() -> Iterator[None]:
    """Let interruptions wait, also in a program that is started here, until it lets them come."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def let_interruptions_come() -> None:
    """Let interruptions come."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])


def end_with_parent() -> None:
    """Let this process end with the one that began it, where the system knows of such."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def end_at_once() -> None:
    """Let an interruption end this process even while Typst is at work, unless it ignores them."""
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
