"""The steps of an agreement come in the order that law gives them."""

from __future__ import annotations

from collections.abc import Iterator

from bilateral.model import Agreement
from bilateral.problems import KeyPath, Problem, format_path
from bilateral.volume import Volume

PRESUPPOSES = {
    "negotiations-concluded": "negotiations-opened",
    "approved": "signed",
    "ratified": "signed",
    "notified": "signed",
    "promulgated": "signed",
    "in-force": "signed",
    "applied": "in-force",
}
"""The step that must not come after each step."""

_SPOKEN = {"in-force": "entry into force", "applied": "applied from"}


def in_order(volume: Volume) -> Iterator[Problem]:
    """REL011, REL012: milestones stand in the order of time, none before the step that it presupposes."""
    for path, record in volume.located:
        if not isinstance(record, Agreement):
            continue
        for index, milestone in enumerate(record.milestones):
            place: KeyPath = (*path, "milestones", index)
            where = format_path(place)
            step = _SPOKEN.get(milestone.step, milestone.step)
            base = next((m for m in record.milestones if m.step == PRESUPPOSES.get(milestone.step)), None)
            if base is not None and milestone.date.latest < base.date.earliest:
                before = _SPOKEN.get(base.step, base.step)
                message = f"{where}: {step} {milestone.date} is before {before} {base.date}; correct one of the dates"
                yield volume.document.problem(place, "REL012", message)
            elif index and milestone.date.latest < record.milestones[index - 1].date.earliest:
                earlier = record.milestones[index - 1]
                message = f"{where}: {step} {milestone.date} stands after {earlier.date}; put them in the order of time"
                yield volume.document.problem(place, "REL011", message)
