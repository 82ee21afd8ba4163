"""Write the field, code and table reference of the documentation from the code, or check that it is current."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bilateral_workshop.documentation.reference import refresh


def main(argv: list[str] | None = None) -> int:
    """Write or check every page in a folder. Return 1 where a check finds a page out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("docs"), help="folder of the documentation")
    parser.add_argument("--check", action="store_true", help="compare only")
    arguments = parser.parse_args(argv)
    stale = 0
    for page in sorted(arguments.folder.glob("*.md")):
        text = page.read_text("utf-8")
        fresh = refresh(text)
        if fresh == text:
            continue
        stale += 1
        if arguments.check:
            print(f"{page} is out of date; run: make schema", file=sys.stderr)
        else:
            page.write_text(fresh, "utf-8")
    return 1 if stale and arguments.check else 0


if __name__ == "__main__":
    sys.exit(main())
