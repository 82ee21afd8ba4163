"""Publish a finished format: make one folder the mirror of another, touching only the files that differ."""

from __future__ import annotations

import argparse
import filecmp
import shutil
import sys
from pathlib import Path


def main(argv: list[str] | None = None) -> int:
    """Mirror ``work`` into ``out``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path, help="folder of the finished format")
    parser.add_argument("out", type=Path, help="folder to publish it in")
    parser.add_argument("--only", default="*", help="publish only the files whose names match this pattern")
    arguments = parser.parse_args(argv)
    work, out = arguments.work, arguments.out
    wanted = {path.relative_to(work) for path in work.rglob(arguments.only) if path.is_file()}
    for old in [path for path in out.rglob("*") if path.is_file()] if out.exists() else []:
        if old.relative_to(out) not in wanted:
            old.unlink()
    for folder in sorted(out.rglob("*/"), reverse=True) if out.exists() else []:
        if not any(folder.iterdir()):
            folder.rmdir()
    for path in sorted(wanted):
        target = out / path
        if not target.exists() or not filecmp.cmp(work / path, target, shallow=False):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(work / path, target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
