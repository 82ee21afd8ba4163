"""The official citation of an agreement: its parties, title and dates, and the publications of its text."""

from __future__ import annotations

from collections.abc import Iterator

from bilateral.bibliography import plain, write_date
from bilateral.content import Cell, Text, joined
from bilateral.dates import parse_edtf
from bilateral.kinds.agreements import Agreement, Milestone
from bilateral.kinds.kind import Found, select
from bilateral.query import Query
from bilateral.render.context import Context
from bilateral.render.text import format_date
from bilateral.volume import Volume

_SPOKEN = {"signed": "signed", "in-force": "in force", "applied": "applied from"}


def citations(context: Context, query: Query) -> Found:
    """One row an agreement."""
    for agreement in select(context, Agreement, query):
        yield (
            agreement.id,
            {
                "agreement": (context.mention(agreement.id),),
                "citation": official_citation(agreement, context.volume, context.locale),
            },
        )


def official_citation(agreement: Agreement, volume: Volume, locale: str) -> Cell:
    """Return the citation; a step that is not known is left out."""
    context = Context(volume, locale)
    parties = " and ".join(context.volume.mention(party) for party in agreement.parties)
    steps = {milestone.step: milestone for milestone in reversed(agreement.milestones)}
    told = [_step(words, steps[step], context) for step, words in _SPOKEN.items() if step in steps]
    head = joined([(Text(f"{parties}, {agreement.title}"),), *told], ", ")
    published = joined(list(_publications(agreement, context)), "; ")
    return (*head, Text(". "), *published) if published else (*head, Text("."))


def _step(words: str, milestone: Milestone, context: Context) -> Cell:
    """Return a step with its place and its date."""
    date = context.dated(milestone.date, milestone.also_dated)
    if milestone.place:
        return (Text(f"{words} at "), context.mention(milestone.place), Text(", "), *date)
    return (Text(f"{words} "), *date)


def _publications(agreement: Agreement, context: Context) -> Iterator[Cell]:
    """Yield where the text is officially published, by the entries of the bibliography."""
    for link in agreement.publications:
        source = context.volume.sources[link.source]
        name = source.item.get("container-title") or source.item.get("publisher") or source.title
        issued = source.item.get("issued")
        day = f", {format_date(parse_edtf(write_date(issued)), context.locale)}" if issued else ""
        language = source.language if source.language != context.volume.edition.language else None
        yield (Text(plain(name), language), Text(f"{day} "), *context.cite_links([link]))
