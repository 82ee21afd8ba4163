"""Rows of the tables that show parts of records: milestones, provisions, heads, values, and the chronology."""

from __future__ import annotations

from bilateral.dates import Edtf
from bilateral.model import Agreement, Link, Observation, Series
from bilateral.render.content import Cell, Mark, Mention, Text, joined
from bilateral.render.context import Context
from bilateral.render.query import Query
from bilateral.render.rows_records import Found, select
from bilateral.render.text import amount, size
from bilateral.standing import standing_of_value

STEPS = {
    "negotiations-opened": "negotiations opened",
    "negotiations-concluded": "negotiations concluded",
    "in-force": "entered into force",
    "applied": "applied from",
}
"""How a step is printed, where it is not printed as it is."""


def _chosen(context: Context, query: Query) -> list[Agreement]:
    return select(
        context.volume.file.agreements, Query(ids=(query.parent,) if query.parent else query.ids), context.volume
    )


def milestones(context: Context, query: Query) -> Found:
    """One row a milestone, agreement by agreement."""
    for agreement in _chosen(context, query):
        for milestone in agreement.milestones:
            by: Cell = (Text("by "), *context.party(milestone.by)) if milestone.by else ()
            place: Cell = (Text("in "), context.mention(milestone.place)) if milestone.place else ()
            detail: Cell = (Text(milestone.detail),) if milestone.detail else ()
            yield (
                agreement.id,
                {
                    "date": context.dated(milestone.date, milestone.also_dated),
                    "step": joined([(Text(step_text(milestone.step)),), by], " "),
                    "detail": joined([detail, place], ", "),
                    "agreement": (context.mention(agreement.id),),
                    **context.judged(milestone.sources),
                },
            )


def step_text(step: str) -> str:
    """Write a step in words."""
    return STEPS.get(step, step)


def provisions(context: Context, query: Query) -> Found:
    """One row a rule."""
    for agreement in _chosen(context, query):
        for provision in agreement.provisions:
            yield (
                agreement.id,
                {
                    "label": (Text(provision.label),),
                    "value": (Text(provision.value),),
                    **context.judged(provision.sources),
                },
            )


def heads(context: Context, query: Query) -> Found:
    """One row a head of a post."""
    missions = select(
        context.volume.file.missions, Query(from_=query.from_, to=query.to, kind=query.kind), context.volume
    )
    for mission in missions:
        if query.parent and mission.id != query.parent:
            continue
        for head in mission.heads:
            event = context.volume.records[head.credentials] if head.credentials else None
            presented = getattr(event, "date", None)
            credentials: Cell = ()
            if event is not None and isinstance(presented, Edtf):
                (when,) = context.date(presented)
                credentials = (Mention(event.id, when.text, order=when.order),)
            yield (
                mission.id,
                {
                    "person": (context.mention(head.person),),
                    "mission": (context.mention(mission.id),),
                    "date": context.date(head.date, attested=head.attested),
                    "credentials": credentials,
                    **context.judged(head.sources),
                },
            )


def trade(context: Context, query: Query) -> Found:
    """One row a value of a trade series."""
    return _values(context, query, "trade")


def population(context: Context, query: Query) -> Found:
    """One row a value of a population series."""
    return _values(context, query, "population")


def _values(context: Context, query: Query, subject: str) -> Found:
    chosen = select(context.volume.file.series, query, context.volume)
    for series in [series for series in chosen if series.subject == subject]:
        for point in series.points:
            yield (
                series.id,
                {
                    "title": context.title(series, series.title),
                    "period": context.date(point.date),
                    "value": (Text(amount(series, point, context.locale), order=str(size(series, point))),),
                    "standing": (Mark(standing_of_value(series, point, context.volume)),),
                    "sources": context.cite_links(_links_of_value(series, point)),
                },
            )


def _links_of_value(series: Series, point: Observation) -> tuple[Link, ...]:
    own = (*point.sources, *series.sources)
    return own or tuple(link for fact in series.facts for link in fact.sources)
