"""Figures are added only within one unit and currency, and then add up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bilateral.model import Series
from bilateral.problems import KeyPath, Problem, format_path
from bilateral.volume import Volume


def sums(volume: Volume) -> Iterator[Problem]:
    """REL016, REL017: a series that is a sum adds series of its own unit and currency, and adds up."""
    for path, record in volume.located:
        if not isinstance(record, Series) or not record.sum_of:
            continue
        parts = [part for key in record.sum_of if isinstance(part := volume.records[key], Series)]
        mixed = False
        for index, part in enumerate(parts):
            if (part.unit, part.currency) != (record.unit, record.currency):
                mixed = True
                place: KeyPath = (*path, "sum_of", index)
                message = (
                    f"{format_path(place)}: {part.id} is in {part.currency or 'no currency'} ({part.unit}),"
                    f" the sum in {record.currency or 'no currency'} ({record.unit}); they cannot be added"
                )
                yield volume.document.problem(place, "REL016", message)
        if mixed:
            continue
        for index, point in enumerate(record.points):
            values = [found.value for part in parts for found in part.points if found.date == point.date]
            if len(values) == len(parts) and sum(values, Decimal(0)) != point.value:
                place = (*path, "points", index, "value")
                added = " + ".join(map(str, values))
                message = (
                    f"{format_path(place)}: {point.value} for {point.date}, but {added} = {sum(values)}; correct one"
                )
                yield volume.document.problem(place, "REL017", message)
