"""What must be known of a volume before it is read: the name of its files, and its date.

The whole data file is not parsed for that: a build with nothing to do ends before it would be.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import yaml

from bilateral_cli.building import DATA_FILE

TITLE_PAGE = "volume"


def read_title_page(volume: Path) -> dict[str, str]:
    """Return the texts of the title page as they are typed; none of a file that cannot be read.

    What is wrong with it is told when the volume is read.
    """
    with suppress(OSError, UnicodeError, yaml.YAMLError), (volume / DATA_FILE).open("rb") as file:
        return dict(_texts(yaml.parse(file, Loader=yaml.CSafeLoader)))
    return {}


def _texts(events: Iterator[yaml.Event]) -> Iterator[tuple[str, str]]:
    """Yield the keys and values that are texts in the mapping ``volume``, and read no further than its end."""
    depth, inside = 0, False
    expected: list[str] = []  # the key whose value is next
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            inside = inside or (depth == 1 and expected == [TITLE_PAGE])
            depth += 1
            expected = []
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            expected = []
            if inside and depth == 1:
                return
        elif isinstance(event, yaml.ScalarEvent):
            if not expected:
                expected = [event.value]
                continue
            if inside and depth == 2:  # noqa: PLR2004  (the mapping in the mapping of the file)
                yield expected[0], event.value
            expected = []


def date_files(volume: Path) -> None:
    """Let all programs date files as the edition is dated, not by the clock: equal sources give equal bytes."""
    with suppress(ValueError):
        day = dt.date.fromisoformat(read_title_page(volume).get("published", ""))
        midnight = dt.datetime.combine(day, dt.time(), dt.UTC)
        os.environ.setdefault("SOURCE_DATE_EPOCH", str(int(midnight.timestamp())))
