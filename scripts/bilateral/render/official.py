"""The official citation of an agreement: its parties, title and dates, and the publications of its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bilateral.content import Cell, Text, filled, joined
from bilateral.kinds.agreements import Agreement, Milestone
from bilateral.kinds.kind import Found, select
from bilateral.locales import listing
from bilateral.messages import N_, say
from bilateral.query import Query
from bilateral.render.context import Context
from bilateral.text import capital
from bilateral.volume import Volume

_SPOKEN = {"signed": N_("signed {date}"), "in-force": N_("in force {date}"), "applied": N_("applied from {date}")}
_PLACED = {
    "signed": N_("signed at {place}, {date}"),
    "in-force": N_("in force at {place}, {date}"),
    "applied": N_("applied from at {place}, {date}"),
}


def citations(context: Context, query: Query) -> Found:
    """One row an agreement."""
    for agreement in select(context, Agreement, query):
        mention = context.mention(agreement.id)
        yield (
            agreement.id,
            {
                "agreement": (replace(mention, text=capital(mention.text, context.locale)),),
                "citation": official_citation(agreement, context.volume, context.locale),
            },
        )


def official_citation(agreement: Agreement, volume: Volume, locale: str) -> Cell:
    """Return the citation; a step that is not known is left out."""
    context = Context(volume, locale)
    parties = listing([volume.mention(party) for party in agreement.parties], locale)
    steps = {milestone.step: milestone for milestone in reversed(agreement.milestones)}
    told = [_step(steps[step], context) for step in _SPOKEN if step in steps]
    told += [(Text(number),) for number in agreement.numbers]
    head = _stopped(joined([(Text(f"{parties}, {agreement.title}"),), *told], ", "))
    published = joined(list(_publications(agreement, context)), "; ")
    return (*head, Text(" "), *_stopped(published)) if published else head


def _stopped(cell: Cell) -> Cell:
    """End a cell with a full stop, unless its last word, as ``d.`` for a day, has one."""
    last = cell[-1]
    return cell if isinstance(last, Text) and last.text.rstrip().endswith(".") else (*cell, Text("."))


def _step(milestone: Milestone, context: Context) -> Cell:
    """Return a step with its place and its date."""
    date = context.dated(milestone.date, milestone, in_sentence=True)
    if milestone.place:
        placed = say(context.locale, _PLACED[milestone.step])
        return filled(placed, place=(context.mention(milestone.place),), date=date)
    return filled(say(context.locale, _SPOKEN[milestone.step]), date=date)


def _publications(agreement: Agreement, context: Context) -> Iterator[Cell]:
    """Yield where the text is officially published."""
    for publication in agreement.publications:
        name = (Text(publication.name, publication.language),)
        named = joined([name, context.dated(publication.date, publication)], ", ")
        cited = context.cite_links(publication.sources, located=False)
        yield joined([named, cited], " ")
