"""Programs that tests need beside Python."""

from __future__ import annotations

import os
import shutil

import pytest


def need(*programs: str) -> None:
    """Skip where a program is missing; in CI, where nothing may be skipped, fail."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        message = f"{', '.join(missing)} not installed"
        if os.environ.get("BOOK_REQUIRE_TOOLS"):
            pytest.fail(f"{message}, and BOOK_REQUIRE_TOOLS forbids to skip")
        pytest.skip(message)
