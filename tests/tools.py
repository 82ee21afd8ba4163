"""Programs that tests need beside Python."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest


def need(*programs: str) -> None:
    """Skip where a program is missing; in CI, where nothing may be skipped, fail."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        message = f"{', '.join(missing)} not installed"
        if os.environ.get("BOOK_REQUIRE_TOOLS"):
            pytest.fail(f"{message}, and BOOK_REQUIRE_TOOLS forbids to skip")
        pytest.skip(message)


def need_root() -> list[str]:
    """Return what a command begins with that only root may give; skip, or fail in CI, where nobody may."""
    if os.getuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    need("the right to mount a disk (sudo)")
    raise AssertionError
