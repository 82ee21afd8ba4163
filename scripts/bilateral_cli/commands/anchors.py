"""Enter the anchors of the built web book into the ledger; those that are published stay."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bilateral.ledger import LEDGER, NEXT, Entry, read_ledger

HEAD = """\
# Every anchor that an edition has published: anchor, kind, page, edition. What the next edition adds is marked so.
# Written by `make anchors`; frozen by `make freeze`. What is published is never removed: docs/anchors.md.
"""


def main(argv: list[str] | None = None) -> int:
    """Write the ledger. Return 1 where the one that is there cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="folder of the volume")
    parser.add_argument("listing", type=Path, help="anchors.json of the web book")
    parser.add_argument("--freeze", action="store_true", help="the next edition is published: its anchors are frozen")
    arguments = parser.parse_args(argv)
    ledger, problems = read_ledger(arguments.source)
    if problems:
        print("\n".join(map(str, problems)), file=sys.stderr)
        return 1
    listing = json.loads(arguments.listing.read_text("utf-8"))
    since = listing["edition"] if arguments.freeze else NEXT
    built = {
        entry.address: entry
        for name, anchor in listing["anchors"].items()
        for entry in [Entry(name, anchor["kind"], anchor["page"], since)]
    }
    published = {address: entry for address, entry in ledger.entries.items() if entry.since != NEXT}
    entries = sorted({**built, **published}.values(), key=lambda entry: (entry.anchor, entry.line, entry.page))
    path = arguments.source / LEDGER
    path.write_text(HEAD + "".join(f"{entry}\n" for entry in entries), "utf-8")
    added = len(built.keys() - ledger.entries.keys())
    dropped = len(ledger.entries.keys() - published.keys() - built.keys())
    frozen = f", {len(built.keys() - published.keys())} frozen as {since}" if arguments.freeze else ""
    print(f"{path}: {len(entries)} anchors, {added} added, {dropped} dropped{frozen}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
