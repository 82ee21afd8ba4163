"""Rows of the tables that have one row for each record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar, cast

from bilateral.dates import Edtf
from bilateral.model import Agreement, Consultation, Record, Visit
from bilateral.render.content import Cell, Text, joined
from bilateral.render.context import Context
from bilateral.render.query import Query, choose
from bilateral.volume import Volume

Found = Iterator[tuple[str | None, dict[str, Cell]]]
R = TypeVar("R", bound=Record)


def select(records: Sequence[R], query: Query, volume: Volume, kind_field: str = "kind") -> list[R]:
    """Return the records of a collection that pass the filters of a query; ``ids`` has been checked.

    Raises:
        QueryError: where a kind that is asked for is none of those that the records can have.

    """
    # Named records are looked up: a book may have thousands, and a table names a few.
    found = [cast("R", volume.records[key]) for key in dict.fromkeys(query.ids)] if query.ids else list(records)
    if query.kind and records:
        allowed = list(type(records[0]).model_json_schema()["properties"][kind_field]["enum"])
        kinds = [choose("kind", kind, allowed) for kind in query.kind]
        found = [record for record in found if getattr(record, kind_field) in kinds]
    for option in ("from_", "to"):
        if value := getattr(query, option):
            found = [record for record in found if getattr(record, option) == value]
    return found


def visits(context: Context, query: Query) -> Found:
    """One row a visit."""
    for visit in select(context.volume.file.visits, query, context.volume):
        places = context.mentions(visit.places) or context.party(visit.to)
        yield (
            visit.id,
            {
                "visitors": joined([context.officer(key, visit.date) for key in visit.visitors]),
                "date": context.date(visit.date),
                "goal": places,
                "form": (Text(visit.form),),
                "programme": _programme(context, visit),
                **_base(context, visit),
            },
        )


def _programme(context: Context, visit: Visit) -> Cell:
    parts: list[Cell] = []
    if visit.occasion:
        parts.append((context.mention(visit.occasion),))
    if visit.met:
        met = joined([context.officer(key, visit.date) for key in visit.met], ", ")
        parts.append((Text("met "), *met))
    if visit.accompanied:
        company = joined([context.officer(key, visit.date) for key in visit.accompanied], ", ")
        parts.append((Text("with "), *company))
    if visit.purpose:
        parts.append((Text(visit.purpose),))
    return joined(parts)


def consultations(context: Context, query: Query) -> Found:
    """One row a round of talks."""
    for talks in select(context.volume.file.consultations, query, context.volume, "form"):
        yield (
            talks.id,
            {
                "title": context.title(talks, talks.title),
                "date": context.dated(talks.date, talks.also_dated),
                "place": context.mentions(talks.places),
                "people": _participants(context, talks),
                "purpose": (Text(talks.purpose),) if talks.purpose else (),
                **_base(context, talks),
            },
        )


def _participants(context: Context, talks: Consultation) -> Cell:
    chairs = [(*context.officer(key, talks.date), Text(" (chair)")) for key in talks.chairs]
    return joined([*chairs, *(context.officer(key, talks.date) for key in talks.people)])


def events(context: Context, query: Query) -> Found:
    """One row an event."""
    for event in select(context.volume.file.events, query, context.volume):
        yield (
            event.id,
            {
                "title": context.title(event, event.title),
                "date": context.dated(event.date, event.also_dated),
                "place": context.mentions(event.places),
                "people": joined([context.officer(key, event.date) for key in event.people]),
                **_base(context, event),
            },
        )


def agreements(context: Context, query: Query) -> Found:
    """One row an agreement."""
    for agreement in select(context.volume.file.agreements, query, context.volume, "field"):
        yield (
            agreement.id,
            {
                "title": context.title(agreement, agreement.title),
                "parties": context.parties(agreement.parties),
                "signed": _step(context, agreement, "signed"),
                "in-force": _step(context, agreement, "in-force"),
                "field": (Text(agreement.field),),
                **_base(context, agreement),
            },
        )


def _step(context: Context, agreement: Agreement, step: str) -> Cell:
    return joined([context.dated(m.date, m.also_dated) for m in agreement.milestones if m.step == step])


def missions(context: Context, query: Query) -> Found:
    """One row a post."""
    for mission in select(context.volume.file.missions, query, context.volume):
        yield (
            mission.id,
            {
                "title": context.title(mission, mission.title),
                "from": context.party(mission.from_),
                "to": context.party(mission.to),
                "seat": context.mentions([mission.seat] if mission.seat else []),
                "period": context.dated(mission.date, mission.also_dated),
                **_base(context, mission),
            },
        )


def memberships(context: Context, query: Query) -> Found:
    """One row a membership."""
    for membership in select(context.volume.file.memberships, Query(ids=query.ids), context.volume):
        if (query.from_ and membership.country != query.from_) or (
            query.parent and membership.organisation != query.parent
        ):
            continue
        yield (
            membership.id,
            {
                "organisation": context.mentions([membership.organisation]),
                "country": context.party(membership.country),
                "status": (Text(membership.status),),
                "period": context.date(membership.date, attested=membership.attested),
                **_base(context, membership),
            },
        )


def products(context: Context, query: Query) -> Found:
    """One row a product, in the order of its list."""
    for product in sorted(select(context.volume.file.products, query, context.volume), key=lambda p: (p.from_, p.rank)):
        yield (
            product.id,
            {
                "label": context.title(product, product.label),
                "from": context.party(product.from_),
                "to": context.party(product.to),
                "rank": (Text(str(product.rank)),),
                **_base(context, product),
            },
        )


def community(context: Context, query: Query) -> Found:
    """One row a movement of people, a family, a building or an association."""
    for item in select(context.volume.file.community, query, context.volume):
        date: Edtf | None = item.date
        yield (
            item.id,
            {
                "title": context.title(item, item.title),
                "date": context.dated(date, item.also_dated),
                "place": context.mentions(item.places),
                "summary": joined([(Text(item.summary),) if item.summary else (), context.mentions(item.people)], " "),
                **_base(context, item),
            },
        )


def _base(context: Context, record: Record) -> dict[str, Cell]:
    return {"standing": context.standing(record), "sources": context.sources(record)}
