"""Work in copies of this process, side by side: what it has loaded is loaded once, and no copy can break another."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import wait
from tempfile import TemporaryFile

from bilateral.processes import ready_for_interruptions, uninterrupted

_FORK = get_context("fork")


def in_copy(build: Callable[[], int]) -> tuple[int, str]:
    """Build in a copy of this process. Return its exit status, and what it said."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.dup2(sending, 1)
            os.dup2(sending, 2)
            status = build()
        except SystemExit as stop:
            print(stop.code)
        except BaseException:  # noqa: BLE001  (whatever it is, it is told and ends with the copy)
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(min(status, 100))
    os.close(sending)
    with os.fdopen(receiving, encoding="utf-8", errors="replace") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), said


class Copy:
    """A copy at work, and what it prints, which nobody is shown before it has ended."""

    def __init__(self, work: Callable[[], int]) -> None:
        self._printed = {stream: TemporaryFile() for stream in ("stdout", "stderr")}  # noqa: SIM115  (while it works)
        self._process = _FORK.Process(target=self._do, args=(work,))
        with uninterrupted():
            self._process.start()
        self.sentinel = self._process.sentinel

    def _do(self, work: Callable[[], int]) -> None:
        for number, (stream, file) in enumerate(self._printed.items(), 1):
            os.dup2(file.fileno(), number)  # for programs that it starts
            setattr(sys, stream, os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace", closefd=False))
        ready_for_interruptions()  # from here on, what it says of them is not shown
        sys.exit(work())

    @property
    def ended(self) -> bool:
        """Whether it has."""
        return not self._process.is_alive()

    @property
    def status(self) -> int:
        """Its exit status; where a signal has ended it, that of a shell."""
        status = self._process.exitcode or 0
        return status if status >= 0 else 128 - status

    def interrupt(self) -> None:
        """Interrupt it, if it is still at work."""
        if not self.ended:
            assert self._process.pid
            os.kill(self._process.pid, signal.SIGINT)

    def show(self) -> None:
        """Print what it has printed."""
        for stream, file in self._printed.items():
            with file:
                file.seek(0)
                said = file.read().decode("utf-8", "backslashreplace")
                print(said, end="", file=getattr(sys, stream), flush=True)


def side_by_side(works: Iterable[Callable[[], int]], at_once: int) -> Iterator[Copy]:
    """Do each work in a copy of its own, so many ``at_once``; yield the copies in their order when they have ended."""
    waiting, begun = deque(works), list[Copy]()
    try:
        for number in range(len(waiting)):
            while True:
                working = [copy for copy in begun if not copy.ended]
                while waiting and len(working) < at_once:
                    working.append(Copy(waiting.popleft()))
                    begun.append(working[-1])
                if number < len(begun) and begun[number] not in working:
                    break
                wait([copy.sentinel for copy in working])
            yield begun[number]
    finally:
        for copy in begun:
            copy.interrupt()
