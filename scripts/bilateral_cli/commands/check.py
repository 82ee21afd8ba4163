"""Judge the data and the chapters of a volume without building it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from bilateral_cli import options


@click.command()
@options.volume(exists=False)
def command(volume: Path) -> int:
    """Judge the data, and the chapters by them, in about a second."""
    start = time.perf_counter()
    from bilateral.reading import FaultyVolumeError, read_volume  # late: see the docstring of the package

    try:
        found = read_volume(volume)
    except FaultyVolumeError as error:
        print(error, file=sys.stderr)
        count = len(error.problems)
        print(f"{count} problem{'s' if count != 1 else ''} in {volume}", file=sys.stderr)
        return 1
    print(
        f"{volume}: {len(found.records)} records, {len(found.facts)} facts, {len(found.sources)} sources,"
        f" no problems ({time.perf_counter() - start:.2f} s)"
    )
    return 0
