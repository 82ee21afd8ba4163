"""The process that stands by: it waits at a socket, and lets a copy of itself do each build."""

from __future__ import annotations

import gc
import json
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

from bilateral.pictures import keep_ready
from bilateral.processes import ready_for_interruptions, uninterrupted
from bilateral.reading import COARSE, read_ahead
from bilateral_cli.building import books, publishing
from bilateral_cli.building.loading import load
from bilateral_cli.building.lock import held_if_free
from bilateral_cli.options import ended
from bilateral_cli.standby import INTERRUPT, READY, SOCKET, UNFIT
from bilateral_cli.standby.circumstances import circumstances, loaded, stamp
from sphinx_typst_pdf.engine.kept import keep

LOOKS = 5.0
"""Seconds after which the process looks whether it can still be found."""
PATIENCE = 1.0
"""Seconds that a client has to say what it wants."""


def run(volume: Path, output: Path, minutes: int, since: int) -> int:
    """Stand by for builds of a volume until there has been none for so many minutes. Return the exit status.

    ``since`` is when the process was begun, in nanoseconds.
    """
    with suppress(OSError):
        os.setsid()
    for stream in [int(entry.name) for entry in os.scandir("/dev/fd")]:
        if stream > sys.stderr.fileno():  # it may be a pipe that somebody reads to the end
            with suppress(OSError):
                os.close(stream)
    begun = circumstances(os.environ)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for clients, which pass it on
    keep_ready()
    keep(sorted(output.resolve().glob("work/*/typst/books/*.json")))
    load(volume)
    with held_if_free(output) as free:
        if free:
            publishing.make_ready(output)
    _read_ahead(volume)
    os.umask(0o77)  # nobody else may ask
    path = output / SOCKET
    beside = path.with_suffix(f".{os.getpid()}")
    files = loaded()
    if any(file[-1] > since - COARSE for file in files.values() if file):
        return 0  # what has been loaded may be older than its file
    with socket.socket(socket.AF_UNIX) as listening, suppress(OSError):  # its path may be too long, or gone
        listening.bind(os.fspath(beside))
        listening.listen()
        server, own = _Server(volume, begun, files, listening), stamp(str(beside))[0]

        def is_found() -> bool:
            return stamp(str(path))[:1] == (own,)

        beside.replace(path)  # one that stood by before is no longer found, and ends
        server.serve(minutes, is_found)
        if is_found():
            path.unlink()
    return 0


def _read_ahead(volume: Path) -> None:
    with suppress(Exception):  # the next build tells of it
        read_ahead(volume)
    gc.unfreeze()
    gc.collect()
    gc.freeze()  # what copies share need not be looked through in each


class _Server:
    """Listens to clients and to copies that end."""

    def __init__(
        self, volume: Path, begun: list[object], files: dict[str, tuple[int, ...]], listening: socket.socket
    ) -> None:
        self._volume, self._begun, self._loaded = volume, begun, files
        self._listening = listening
        self._clients: dict[int, socket.socket] = {}
        self._fit = True
        self._endings, ending = socket.socketpair()
        ending.setblocking(False)
        signal.set_wakeup_fd(ending.fileno())
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._woken_by = ending
        self._events = selectors.DefaultSelector()
        self._events.register(listening, selectors.EVENT_READ)
        self._events.register(self._endings, selectors.EVENT_READ)

    def serve(self, minutes: int, is_found: Callable[[], bool]) -> None:
        """Serve until nobody has asked for so many minutes, a client finds this unfit, or none can find it."""
        last = time.monotonic()
        while self._clients or (self._fit and is_found() and time.monotonic() < last + minutes * 60):
            for event, _ in self._events.select(LOOKS):
                last = time.monotonic()
                if event.fileobj is self._listening:
                    self._accept(self._listening.accept()[0])
                elif event.fileobj is self._endings:
                    self._reap()
                else:
                    self._hear(event.data)
        signal.set_wakeup_fd(-1)
        for ours in (self._events, self._endings, self._woken_by):
            ours.close()

    def _accept(self, client: socket.socket) -> None:
        """Begin what a client wants, if this process would do it as the client itself."""
        client.settimeout(PATIENCE)
        streams: list[int] = []
        try:
            length, streams, _, _ = socket.recv_fds(client, 8, 3)
            wanted = json.loads(_received(client, int.from_bytes(length, "big")))
            self._fit = wanted["circumstances"] == self._begun and loaded() == self._loaded
            client.sendall(READY if self._fit else UNFIT)
            if self._fit:
                self._begin(client, wanted, streams)
        except (OSError, ValueError):  # it has gone
            client.close()
        for stream in streams:
            os.close(stream)

    def _begin(self, client: socket.socket, wanted: dict[str, Any], streams: list[int]) -> None:
        with uninterrupted():  # until the copy hears it
            copy = os.fork()
            if copy == 0:
                ours = [self._listening, self._endings, self._woken_by, client, *self._clients.values()]
                _build(wanted, streams, ours)
        with suppress(OSError):
            os.setpgid(copy, copy)  # either of the two comes first
        self._clients[copy] = client
        self._events.register(client, selectors.EVENT_READ, copy)

    def _hear(self, copy: int) -> None:
        """End a copy whose client has been interrupted or has gone, with all that it has started."""
        if copy not in self._clients:  # it has ended just now
            return
        said = b""
        with suppress(OSError):
            said = self._clients[copy].recv(1)
        if not said:
            self._events.unregister(self._clients[copy])
        with suppress(OSError):
            os.killpg(copy, signal.SIGINT if said == INTERRUPT else signal.SIGTERM)

    def _reap(self) -> None:
        """Tell clients how their copies have ended; after the last, read what the next can take over."""
        self._endings.recv(64)
        for copy in list(self._clients):
            found, status = os.waitpid(copy, os.WNOHANG)
            if not found:
                continue
            code = os.waitstatus_to_exitcode(status)
            with self._clients.pop(copy) as client:
                with suppress(KeyError):
                    self._events.unregister(client)
                with suppress(OSError):
                    client.sendall(b"%d" % (code if code >= 0 else 128 - code))
        if not self._clients:
            _read_ahead(self._volume)


def _received(client: socket.socket, length: int) -> bytes:
    found = b""
    while len(found) < length and (part := client.recv(length - len(found))):
        found += part
    return found


def _build(wanted: dict[str, Any], streams: list[int], ours: list[socket.socket]) -> NoReturn:
    """Build as the client would, in its place, and end."""
    status = 1
    try:
        os.setpgid(0, 0)
        for each in ours:
            each.close()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        ready_for_interruptions()
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        assert isinstance(sys.stdout, TextIOWrapper)
        sys.stdout.reconfigure(line_buffering=sys.stdout.isatty())
        os.umask(wanted["umask"])
        os.environ.clear()
        os.environ.update(wanted["environment"])
        sys.argv[:] = wanted["words"]
        volume, output, names, jobs, language = wanted["arguments"]
        status = ended(lambda: books.build(Path(volume), Path(output), names, jobs, language))
    except BaseException:  # noqa: BLE001  (whatever it is, it is told as Python would)
        sys.excepthook(*sys.exc_info())
    finally:
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)
