"""Read and judge the data of a volume without building it."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from bilateral.reading import FaultyVolumeError, read_volume


def main(argv: list[str] | None = None) -> int:
    """Check the volume in a source folder. Return 1 where there are problems."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, nargs="?", default=Path("source"), help="folder of the volume")
    source = parser.parse_args(argv).source
    start = time.perf_counter()
    try:
        volume = read_volume(source)
    except FaultyVolumeError as error:
        print(error, file=sys.stderr)
        count = len(error.problems)
        print(f"{count} problem{'s' if count != 1 else ''} in {source}", file=sys.stderr)
        return 1
    seconds = time.perf_counter() - start
    print(
        f"{source}: {len(volume.records)} records, {len(volume.facts)} facts, {len(volume.sources)} sources,"
        f" no problems ({seconds:.2f} s)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
