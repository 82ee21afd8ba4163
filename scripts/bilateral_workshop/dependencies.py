"""Pin the dependencies of the project anew, or write the bill of materials of those that are pinned.

``python -m bilateral_workshop.dependencies lock``, ``python -m bilateral_workshop.dependencies sbom FILE``.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

PROJECT = "pyproject.toml"
LOCK = "requirements.lock"
OLDEST = "3.11"
"""The oldest Python that the lock serves."""
GROUPS = ("build", "release", "test")


def lock() -> int:
    """Pin the newest that the project allows, with hashes, for every Python that it supports."""
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)
    command = [str(Path(sysconfig.get_path("scripts"), "uv")), "pip", "compile", "--quiet", PROJECT, "--all-extras"]
    command += [word for group in GROUPS for word in ("--group", group)]
    command += ["--universal", "--python-version", OLDEST, "--generate-hashes", "--upgrade", "--output-file", LOCK]
    command += ["--no-emit-index-url", "--no-annotate", "--no-header"]
    return subprocess.run(command, check=False).returncode


def sbom(target: Path) -> int:
    """Write the bill of materials (CycloneDX): the same bytes for the same lock."""
    target.parent.mkdir(parents=True, exist_ok=True)
    # The program warns of its own parts.
    command = [sys.executable, "-W", "ignore::UserWarning", "-m", "cyclonedx_py", "requirements", LOCK]
    command += ["--pyproject", PROJECT, "--output-reproducible", "--validate", "--output-file", str(target)]
    return subprocess.run(command, check=False).returncode


def main(words: list[str]) -> int:
    """Do what the words say. Return the exit status."""
    match words:
        case ["lock"]:
            return lock()
        case ["sbom", target]:
            return sbom(Path(target))
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
