"""Other engines than Chromium's, for tests of what every browser must do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from bilateral_workshop.verification.tools import Tools
from tools import need, need_packages

ROOT = Path(__file__).parents[1]
NODE = ROOT / ".venv/node"


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
