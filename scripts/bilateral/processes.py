"""Copies of this process, which an interruption ends in silence: whoever began them tells of it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

INTERRUPTS = (signal.SIGINT,)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let an interruption wait. A copy of this process that is begun here is to say when it is ready for it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPTS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ready_for_interruptions() -> None:
    """Let interruptions come."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, INTERRUPTS)


def end_in_silence() -> None:
    """Let an interruption end this process at once, without a word, unless it ignores them."""
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    ready_for_interruptions()
