"""Write the JSON schema of the data file, or check that the one there is current."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bilateral.schema import schema_text


def main(argv: list[str] | None = None) -> int:
    """Write or check. Return 1 where a check finds the file out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path, help="file of the schema")
    parser.add_argument("--check", action="store_true", help="compare only")
    arguments = parser.parse_args(argv)
    current = arguments.target.exists() and arguments.target.read_text("utf-8") == schema_text()
    if arguments.check:
        if not current:
            print(f"{arguments.target} is out of date; run: make schema", file=sys.stderr)
        return 0 if current else 1
    if not current:
        arguments.target.write_text(schema_text(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
