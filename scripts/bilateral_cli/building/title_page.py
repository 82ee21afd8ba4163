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
    """Yield keys and values that are texts in the mapping ``volume`` of the file, and read no further than its end."""
    around: list[bool] = []  # of each collection that is open, whether it is a mapping
    key: str | None = None  # whose value is next
    inside = False
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            mapping = isinstance(event, yaml.MappingStartEvent)
            inside = inside or (mapping and around == [True] and key == TITLE_PAGE)
            around.append(mapping)
            key = None
        elif isinstance(event, yaml.CollectionEndEvent):
            around.pop()
            key = None
            if inside and around == [True]:
                return
        elif isinstance(event, yaml.ScalarEvent):
            if key is not None and inside and around == [True, True]:
                yield key, event.value
            key = event.value if key is None else None


def date_files(volume: Path) -> None:
    """Let all programs date files as the edition is dated, not by the clock: equal sources give equal bytes."""
    with suppress(ValueError):
        day = dt.date.fromisoformat(read_title_page(volume).get("published", ""))
        midnight = dt.datetime.combine(day, dt.time(), dt.UTC)
        os.environ.setdefault("SOURCE_DATE_EPOCH", str(int(midnight.timestamp())))
