"""Throw away pages that older code has made: they know nothing of the code, and would be kept."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from bilateral_cli.building.errors import report
from bilateral_cli.building.lock import exclusive
from bilateral_cli.building.mtimes import newest


def main(argv: list[str] | None = None) -> int:
    """Remove them, unless another make does so just now."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path, help="folder of everything that is built")
    parser.add_argument("code", type=Path, nargs="+", help="files of the code")
    arguments = parser.parse_args(argv)
    build, stamp = arguments.build, arguments.build / ".code"
    found = _time(stamp)
    try:
        with exclusive(build):
            if _time(stamp) == found:
                for folder in (build / "doctrees", build / "work"):
                    if folder.exists():
                        shutil.rmtree(folder)
                stamp.touch()
                when = newest(arguments.code)
                os.utime(stamp, ns=(when, when))
    except OSError as error:
        report(error)
        return 2
    return 0


def _time(file: Path) -> int:
    return file.stat().st_mtime_ns if file.exists() else 0


if __name__ == "__main__":
    sys.exit(main())
