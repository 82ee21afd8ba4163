"""Find the validators on this machine, and run them."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bilateral_workshop.verification.findings import BrokenToolError, MissingToolError

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_QUICK_JAVA = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # a validator runs for seconds: compiling more is lost
_APT = "apt-get install"


@dataclass(frozen=True)
class Tools:
    """Where validators are. ``node`` is the folder into which ``make verify`` installs those from npm."""

    node: Path

    def java(self, *arguments: str) -> list[str]:
        """Return a command of Java."""
        return [program("java", f"{_APT} default-jre-headless"), *_QUICK_JAVA, *arguments]

    def browser(self) -> str:
        """Return the browser's program."""
        found = chromium()
        if found is None:
            raise MissingToolError(f"{_APT} chromium")
        return found

    def package(self, name: str) -> Path:
        """Return the folder of a package from npm."""
        folder = self.node / "node_modules" / name
        if not folder.exists():
            raise MissingToolError("make verify, where npm's registry can be reached")
        return folder

    @staticmethod
    def script(name: str) -> Path:
        """Return a program of the virtual environment."""
        found = Path(sysconfig.get_path("scripts"), name)
        if not found.exists():
            raise MissingToolError(f"make (the package of {name} belongs to the virtual environment)")
        return found

    def version_of(self, name: str) -> str:
        """Return the version of a package from npm."""
        return str(json.loads((self.package(name) / "package.json").read_text("utf-8"))["version"])

    @staticmethod
    def verapdf() -> list[str]:
        """Return the command of veraPDF, to which profiles and a file are added."""
        command = shlex.split(os.environ.get("BOOK_VERAPDF", ""))
        if not command:
            raise MissingToolError("veraPDF from verapdf.org, then: BOOK_VERAPDF=<its command> make verify")
        return command


def chromium() -> str | None:
    """Return the browser's program, or None where there is none."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def program(name: str, remedy: str) -> str:
    """Return the path of a program.

    Raises:
        MissingToolError: where it is not on the path.

    """
    found = shutil.which(name)
    if found is None:
        raise MissingToolError(remedy)
    return found


def run(
    command: Sequence[str | Path], environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a validator; its exit status does not matter, for some say 0 whatever they find."""
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **(environment or {})},
    )


def read_json(text: str, done: subprocess.CompletedProcess[str]) -> Any:
    """Read what a validator has written.

    Raises:
        BrokenToolError: where that is not JSON: the validator has failed.

    """
    try:
        return json.loads(text)
    except ValueError:
        said = (done.stdout + done.stderr).strip()[-600:]
        raise BrokenToolError(f"status {done.returncode}: {said or 'it said nothing'}") from None
