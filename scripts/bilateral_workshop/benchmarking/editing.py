"""What an editor waits for: a clean build, one after an edit, one with nothing to do, the live page."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bilateral_workshop.benchmarking.commands import ROOT
from bilateral_workshop.benchmarking.rounds import timed

EDITS = ("    date: 2002-01-23/2002-01-25\n", "    date: 2002-01-22/2002-01-25\n")
"""A line of the real book's data, as it is and with another day: the page of visits shows it, and the chronology."""
PAGE = "html/chapters/visits.html"
LONGEST = 60.0


def measure(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Measure on a copy of the real book, in ``folder``. Returns seconds by what was done."""
    source = folder / "source"
    shutil.copytree(ROOT / "source", source)
    found: dict[str, list[float]] = {}
    for number in range(rounds):
        build = folder / f"build-{number}"
        html, everything = (_make(source, build, *targets) for targets in (["html"], []))
        found.setdefault("make html, clean", []).append(timed(html, folder)[0])
        _edit(source)
        found.setdefault("make html, one record edited", []).append(timed(html, folder)[0])
        found.setdefault("make, the other formats after that", []).append(timed(everything, folder)[0])
        found.setdefault("make, nothing changed", []).append(timed(everything, folder)[0])
        _edit(source)
        found.setdefault("make, one record edited", []).append(timed(everything, folder)[0])
        found.setdefault("make, clean", []).append(timed(_make(source, folder / f"all-{number}"), folder)[0])
    found["make live, one record edited: page on disk"] = live(source, folder / "live", rounds)
    found["make check"] = [timed(_make(source, folder / "build-0", "check"), folder)[0] for _ in range(rounds)]
    return found


def _make(source: Path, build: Path, *targets: str) -> str:
    return f"make -s -C {ROOT} SOURCE={source} BUILD={build} {' '.join(targets)}"


def _edit(source: Path) -> None:
    """Change the day of one visit, or change it back."""
    path = source / "data/relations.yaml"
    text = path.read_text("utf-8")
    old, new = EDITS if EDITS[0] in text else EDITS[::-1]
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def live(source: Path, build: Path, rounds: int) -> list[float]:
    """Measure how long it takes from an edit to the new page on disk while ``make live`` runs."""
    found = []
    with running(source, build):
        page = build / PAGE
        while not page.exists():  # the first build is a clean one
            time.sleep(0.1)
        for _ in range(rounds):
            time.sleep(1.5)  # the build before has ended, and the editor thinks
            before, begun = page.read_bytes(), time.perf_counter()
            _edit(source)
            while page.read_bytes() == before and time.perf_counter() < begun + LONGEST:
                time.sleep(0.005)
            found.append(time.perf_counter() - begun)
    return found


@contextmanager
def running(source: Path, build: Path) -> Iterator[int]:
    """Run ``live`` while the block runs; the value is its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "bilateral_cli",
        "live",
        str(source),
        "--output",
        str(build),
        "--port",
        str(port),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        yield port
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait()
