"""Periods run forwards, and memberships are in force where a record relies on them."""

from __future__ import annotations

from collections.abc import Iterator

from bilateral.dating import date_of
from bilateral.fields import dates
from bilateral.problems import Problem, format_path
from bilateral.volume import Volume


def run_forwards(volume: Volume) -> Iterator[Problem]:
    """REL010: no period ends before it starts."""
    for path, record in volume.located:
        for place, date in dates(record, path):
            if date.end is not None and date.earliest > date.latest:
                start, _, end = date.text.partition("/")
                message = f"{format_path(place)}: the period {start} to {end} ends before it starts; swap or correct"
                yield volume.document.problem(place, "REL010", message)


def memberships_in_force(volume: Volume) -> Iterator[Problem]:
    """REL015: a membership that a record relies on covers the record's date."""
    for path, record in volume.located:
        date = date_of(record)
        for index, key in enumerate(getattr(record, "relies_on", ())):
            period = date_of(volume.records[key])
            if date is None or period is None or (period.earliest <= date.earliest and date.latest <= period.latest):
                continue
            place = (*path, "relies_on", index)
            message = (
                f"{format_path(place)}: {key} is in force {period}, not at {date}; correct a date or do not rely on it"
            )
            yield volume.document.problem(place, "REL015", message)
