"""Build formats of a volume from one reading, and publish them when they are whole."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bilateral_cli.building import publishing, run, tex
from bilateral_cli.building.errors import report
from bilateral_cli.building.lock import exclusive
from bilateral_cli.building.mtimes import newest, sources


def main(argv: list[str] | None = None) -> int:
    """Build and publish; a build that fails leaves the last good book where it was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="folder of the volume")
    parser.add_argument("build", type=Path, help="folder of everything that is built")
    parser.add_argument("name", help="name of the book's files")
    parser.add_argument("formats", nargs="+", choices=["html", "epub", "pdf", "tablet", "latex"], help="what to build")
    parser.add_argument("--jobs", type=int, default=0, help="processes side by side (default: as many as cores)")
    arguments = parser.parse_args(argv)
    print("building:", *arguments.formats, flush=True)
    try:
        books = build(arguments.source, arguments.build, arguments.name, arguments.formats, arguments.jobs)
    except KeyboardInterrupt:
        return 130
    for book in books:
        print(f"{book.parent.name}: {book}")
    return 0 if books else 2


def build(source: Path, folder: Path, name: str, formats: Sequence[str], jobs: int = 0) -> list[Path]:
    """Build formats in ``folder`` and publish them. Return the books; none where there were faults, which are told."""
    try:
        with exclusive(folder):
            made = newest([*sources(source), folder / ".code"])
            if run.build(source, folder, formats, jobs) or ("latex" in formats and tex.typeset(source, folder, name)):
                return []
            return publishing.publish(folder, name, formats, made)
    except OSError as error:
        report(error)
        return []


if __name__ == "__main__":
    sys.exit(main())
