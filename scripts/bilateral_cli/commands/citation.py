"""Write CITATION.cff from the title page of a volume, or check that the one there is current."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bilateral.citation.cff import cff_text
from bilateral.reading import FaultyVolumeError, read_volume


def main(argv: list[str] | None = None) -> int:
    """Write or check. Return 1 where the volume is faulty, or a check finds the file out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="folder of the volume")
    parser.add_argument("target", type=Path, help="the file")
    parser.add_argument("--check", action="store_true", help="compare only")
    arguments = parser.parse_args(argv)
    try:
        text = cff_text(read_volume(arguments.source).edition)
    except FaultyVolumeError as error:
        print(error, file=sys.stderr)
        return 1
    current = arguments.target.exists() and arguments.target.read_text("utf-8") == text
    if arguments.check:
        if not current:
            print(f"{arguments.target} is out of date; run: make citation", file=sys.stderr)
        return 0 if current else 1
    if not current:
        arguments.target.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
