"""Other engines than Chromium's, for tests of what every browser must do."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import URLError
from urllib.parse import urljoin

from bilateral_workshop.verification.tools import Tools
from tools import need, need_packages

ROOT = Path(__file__).parents[1]
NODE = ROOT / ".venv/node"
LIBRARIES = Path("/usr/lib")
"""Where Debian has the small browser that WebKit's driver starts."""


class Job(NamedTuple):
    """A page, the width of the window, and functions in JavaScript that are called one after the other."""

    address: str
    width: int
    steps: tuple[str, ...]


class Report(NamedTuple):
    """What the functions returned, and what the console said."""

    results: list[object]
    complaints: list[str]


def firefox(jobs: list[Job]) -> list[Report]:
    """Do jobs in Firefox, without a window."""
    program = shutil.which("firefox-esr") or "firefox"
    need(program, marked="browser")
    need_packages(NODE, "puppeteer")
    script = ROOT / "tests/node/firefox.mjs"
    asked = json.dumps([job._asdict() for job in jobs])
    done = subprocess.run(
        [Tools.script("node"), script, NODE, program, asked],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "MOZ_DISABLE_CONTENT_SANDBOX": "1"},
    )
    assert done.returncode == 0, done.stderr
    return [Report(**report) for report in json.loads(done.stdout)]


def webkit(jobs: list[Job]) -> list[Report]:
    """Do jobs in WebKit, on a display that nobody sees; its driver tells nothing of the console.

    Its window is never narrower than 447 pixels, so each page stands in a frame of the width that is asked for.
    """
    need("WebKitWebDriver", "Xvfb", marked="weekly")
    with _webkit_driver() as ask:
        return [Report(_in_frame(job, ask), []) for job in jobs]


Ask = Callable[[str, dict[str, Any]], Any]
"""Ask the driver: what, with which parameters; returns the value of its answer."""


def _in_frame(job: Job, ask: Ask) -> list[object]:
    ask("url", {"url": urljoin(job.address, "/anchors.json")})  # what has no policy of its own on what it may frame
    frame = f"document.body.innerHTML = '<iframe src=\"{job.address}\" width={job.width} height=900></iframe>'"
    loaded = f"const [done] = arguments; {frame}; document.querySelector('iframe').onload = () => done()"
    ask("execute/async", {"script": loaded, "args": []})
    ask("frame", {"id": 0})
    call = "const [done] = arguments; Promise.resolve(({})()).then(done)"
    results = [ask("execute/async", {"script": call.format(step), "args": []}) for step in job.steps]
    ask("frame", {"id": None})
    return results


@contextmanager
def _webkit_driver() -> Iterator[Ask]:
    """Start display and driver, and yield a function that asks for something in one session."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    shown, number = os.pipe()
    display = subprocess.Popen(
        ["Xvfb", "-displayfd", str(number), "-screen", "0", "1400x1000x24"], pass_fds=[number], **quiet
    )
    os.close(number)
    with os.fdopen(shown) as told:
        screen = f":{told.readline().strip()}"
    own = {**os.environ, "DISPLAY": screen, "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1"}
    driver = subprocess.Popen(["WebKitWebDriver", f"--port={port}"], env=own, **quiet)
    root = f"http://127.0.0.1:{port}/session"
    (browser, *_) = sorted(LIBRARIES.glob("*/webkit2gtk-4.*/MiniBrowser"))
    options = {"binary": str(browser), "args": ["--automation"]}
    session = ""

    def ask(what: str, parameters: dict[str, Any]) -> Any:
        address = "/".join(filter(None, (root, session, what)))
        request = urllib.request.Request(address, json.dumps(parameters).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    try:
        for _ in range(100):
            try:
                session = ask("", {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}})["sessionId"]
                break
            except URLError:  # it does not listen yet
                time.sleep(0.1)
        yield ask
        urllib.request.urlopen(urllib.request.Request(f"{root}/{session}", method="DELETE"), timeout=60).close()
    finally:
        for program in (driver, display):
            program.terminate()
            program.wait()
