"""Write the JSON schema of the data file, or check that the one there is current."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bilateral.document import read_document
from bilateral.kinds import KINDS
from bilateral.kinds.own import own_kinds
from bilateral.schema import schema_text
from bilateral.validation import added_words


def main(argv: list[str] | None = None) -> int:
    """Write or check. Return 1 where a check finds the file out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path, help="file of the schema")
    parser.add_argument("--check", action="store_true", help="compare only")
    arguments = parser.parse_args(argv)
    text = _text(arguments.target.with_name("relations.yaml"))
    current = arguments.target.exists() and arguments.target.read_text("utf-8") == text
    if arguments.check:
        if not current:
            print(f"{arguments.target} is out of date; run: make schema", file=sys.stderr)
        return 0 if current else 1
    if not current:
        arguments.target.write_text(text, "utf-8")
    return 0


def _text(data: Path) -> str:
    """Return the schema of a data file, with the words and the kinds of records that the volume adds."""
    document, _ = read_document(data)
    own, _ = own_kinds(data.parent.parent)
    return schema_text(added_words(document.data) if document else {}, (*KINDS, *own))


if __name__ == "__main__":
    sys.exit(main())
