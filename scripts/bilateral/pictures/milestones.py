"""The steps of agreements, from the first talks to their application, each on a row of its own."""

from __future__ import annotations

from bilateral.kinds.agreements import STEPS, Agreement, Milestone
from bilateral.messages import say, say_many
from bilateral.pictures.marks import Dated, in_order, touches
from bilateral.pictures.picture import Picture, Request
from bilateral.pictures.rows import described, rows_of
from bilateral.query import choose
from bilateral.render import QueryError, format_date
from bilateral.standing import standing_of_part
from bilateral.text import capital
from bilateral.volume import Volume


def milestones(volume: Volume, request: Request, locale: str) -> Picture:
    """Draw the steps of the agreements that a request asks for; of one alone, the rows name only the steps."""
    known = [agreement.id for agreement in volume.of(Agreement)]
    wanted = [choose("ids", key, known) for key in request.ids] or known
    chosen = [agreement for agreement in volume.of(Agreement) if agreement.id in wanted]
    alone = len(chosen) == 1
    marks = in_order(
        [
            Dated(
                agreement.id,
                volume.word(STEPS, milestone.step) if not alone else agreement.short,
                _title(agreement.short, milestone, volume, alone=alone),
                milestone.date,
                format_date(milestone.date, locale),
                standing_of_part(milestone.sources, volume),
            )
            for agreement in chosen
            for milestone in agreement.milestones
            if request.period is None or touches(milestone.date, request.period)
        ]
    )
    if not marks:
        raise QueryError("nothing is left to draw; widen 'ids' or 'period'")
    names = ", ".join(agreement.short for agreement in chosen)
    first, last = marks[0], marks[-1]
    alt = say_many(
        locale,
        "{number} step of {agreements}: from {first} to {last}.",
        "{number} steps of {agreements}: from {first} to {last}.",
        len(marks),
        agreements=names,
        first=f"{first.title}, {first.words},",
        last=f"{last.title}, {last.words}",
    )
    return Picture(
        rows_of(marks, request.width, locale),
        alt,
        described(marks, locale),
        tuple(agreement.id for agreement in chosen),
    )


def _title(agreement: str, milestone: Milestone, volume: Volume, *, alone: bool) -> str:
    words = volume.word(STEPS, milestone.step)
    if milestone.by:
        words = say(volume.locale, "{step} by {party}", step=words, party=volume.mention(milestone.by))
    return capital(words if alone else f"{agreement}: {words}", volume.locale)
