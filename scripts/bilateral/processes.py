"""Interruptions: none is lost, and copies of this process end by one in silence, for whoever began them tells of it."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

INTERRUPTS = (signal.SIGINT,)
SOON = 0.01
"""Seconds until an interruption comes again."""


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


def lose_no_interruption() -> None:
    """Let an interruption come again that came where nothing can be raised, such as while something is freed.

    Python would say that it ignores it, and go on.
    """
    sys.unraisablehook = _interrupted_again


def _interrupted_again(told: sys.UnraisableHookArgs) -> None:
    if not issubclass(told.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(told)
        return
    # By a thread: here, it would come before this function has returned.
    again = threading.Timer(SOON, signal.pthread_kill, [threading.main_thread().ident, signal.SIGINT])
    again.daemon = True
    with uninterrupted(), suppress(RuntimeError):  # where Python ends, none begins
        again.start()
