"""Try sequences of edits: ``python -m bilateral_workshop.rebuilding --sequences 200 --seed 1 --formats html,epub``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from bilateral_workshop.rebuilding.sequences import try_sequence


def main(argv: list[str] | None = None) -> int:
    """Try them one after another. Return 1 where an edited book is not the same built anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sequences", type=int, default=20, help="how many sequences")
    parser.add_argument("--seed", type=int, default=0, help="of the first; each next has the next number")
    parser.add_argument("--edits", type=int, default=3, help="builds in a sequence, each after some edits")
    parser.add_argument("--formats", default="html,epub", help="what is built: html, epub, pdf, latex")
    parser.add_argument("--way", default="", help="bilateral or sphinx-build (default: by turns)")
    parser.add_argument("--only", default="", help="kinds of edits (default: all)")
    arguments = parser.parse_args(argv)
    faulty = 0
    for seed in range(arguments.seed, arguments.seed + arguments.sequences):
        with tempfile.TemporaryDirectory() as folder:
            kinds = arguments.only.split(",") if arguments.only else None
            formats = arguments.formats.split(",")
            found = try_sequence(seed, Path(folder), formats, builds=arguments.edits, way=arguments.way, kinds=kinds)
        faulty += bool(found.faults)
        print(f"{seed}: {'; '.join(found.edits)}: {'differs' if found.faults else 'the same'}", flush=True)
        for line in found.faults:
            print(f"  {line}", file=sys.stderr, flush=True)
    print(f"{arguments.sequences} sequences, {faulty} of them not the same built anew")
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main())
