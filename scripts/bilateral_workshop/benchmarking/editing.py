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
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

from bilateral_workshop.benchmarking.commands import COLD, ROOT, make
from bilateral_workshop.benchmarking.rounds import timed

VISITORS = "    visitors: [person-aranda-lourdes]\n"
RECORD = ("data/relations.yaml", f"    date: 2012\n{VISITORS}", f"    date: 2012-05\n{VISITORS}")
"""A visit in the real book's data, as it is and with a month: a table and the chronology show it, no sentence does."""
WORD = ("chapters/visits.md", " has been intermittent.", " was intermittent.")
"""A word in a chapter, and another."""
LIVE = {
    "make live, one record edited: page on disk": RECORD,
    "make live, one word of a chapter: page on disk": WORD,
}
PAGE = "html/chapters/visits.html"
THINKS = 3.0
"""Seconds between a build and the next edit; what stands by gets ready meanwhile."""
LONGEST = 60.0


def measure(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Measure on a copy of the real book, in ``folder``. Returns seconds by what was done."""
    source = folder / "source"
    shutil.copytree(ROOT / "source", source)
    found: dict[str, list[float]] = {}
    for number in range(rounds):
        build = folder / f"build-{number}"
        html, everything = make(source, build, "html"), make(source, build)
        found.setdefault("make html, clean", []).append(timed(html, folder)[0])
        time.sleep(THINKS)
        edit(source, RECORD)
        found.setdefault("make html, one record edited", []).append(timed(html, folder)[0])
        found.setdefault("make, the other formats after that", []).append(timed(everything, folder)[0])
        found.setdefault("make, nothing changed", []).append(timed(everything, folder)[0])
        time.sleep(THINKS)
        edit(source, RECORD)
        found.setdefault("make, one record edited", []).append(timed(everything, folder)[0])
        found.setdefault("make, clean", []).append(timed(make(source, folder / f"all-{number}", COLD), folder)[0])
    found |= live(source, folder / "live", rounds)
    found["make check"] = [timed(make(source, folder / "build-0", "check"), folder)[0] for _ in range(rounds)]
    return found


def edit(source: Path, change: tuple[str, str, str]) -> None:
    """Change one thing in a file, or change it back."""
    name, *texts = change
    path = source / name
    text = path.read_text("utf-8")
    old, new = texts if texts[0] in text else texts[::-1]
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def live(source: Path, build: Path, rounds: int) -> dict[str, list[float]]:
    """Measure how long it takes from an edit to the new page on disk while ``make live`` runs."""
    found: dict[str, list[float]] = {what: [] for what in LIVE}
    with running(source, build) as port, closing(HTTPConnection("localhost", port)) as browser:
        page = build / PAGE
        while not page.exists():  # the first build is a clean one
            time.sleep(0.1)
        browser.request("GET", f"/_live/events?page={PAGE.removeprefix('html')}")  # as the page does that is open
        for _ in range(rounds):
            for what, change in LIVE.items():
                time.sleep(THINKS)
                before, begun = page.read_bytes(), time.perf_counter()
                edit(source, change)
                while page.read_bytes() == before and time.perf_counter() < begun + LONGEST:
                    time.sleep(0.005)
                found[what].append(time.perf_counter() - begun)
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
