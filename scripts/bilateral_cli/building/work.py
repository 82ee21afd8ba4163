"""Where formats are made: pages that older code has made are thrown away, for they know nothing of the code."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from bilateral_cli.building.mtimes import STAMP, mtime


def refresh(output: Path, code: int) -> None:
    """Throw away what was made by code older than ``code``, in nanoseconds; the caller holds the lock."""
    stamp = output / STAMP
    if stamp.exists() and mtime(stamp) >= code:
        return
    for folder in (output / "doctrees", output / "work"):
        if folder.exists():
            shutil.rmtree(folder)
    stamp.touch()
    os.utime(stamp, ns=(code, code))
