"""Rows of the state of relations on a day, that of the edition or another: what stands then, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bilateral.content import Cell, Mention, Text, filled, joined
from bilateral.dates import Edtf, parse_edtf
from bilateral.kinds.agreements import Agreement, has_ended, in_force
from bilateral.kinds.events import Event
from bilateral.kinds.kind import Found, Glance, Stands
from bilateral.kinds.memberships import STATUSES, Membership
from bilateral.kinds.missions import Head, Mission, is_open
from bilateral.kinds.relations import LEVELS, Act, state_at
from bilateral.kinds.series import Series, last_of, stated
from bilateral.kinds.visits import Visit
from bilateral.messages import N_, say
from bilateral.query import Query, QueryError, choose
from bilateral.render.context import Context, capitalised
from bilateral.standing import combined, standing_of_record

_BEGUN = frozenset({"recognition", "relations"})
"""Kinds of events by which relations are ordered."""


def at_a_glance(context: Context, query: Query) -> Found:
    """One row each thing that stands on a ``date``; ``kind`` chooses what is asked for."""
    day = _day(context, query)
    asked = _asked(context)
    for name in [choose("kind", name, list(asked)) for name in query.kind] or asked:
        for row in asked[name].rows(context, day):
            yield (
                row.record,
                {
                    "subject": (Text(say(context.locale, asked[name].subject)),),
                    "what": row.what,
                    "date": row.date,
                    "standing": (),
                    "sources": (),
                    **row.rests,
                },
            )


def _asked(context: Context) -> dict[str, Glance]:
    """Return what can be asked for by name: what is not known comes after all that kinds tell."""
    told = {kind.name: kind.glance for kind in context.volume.kinds if kind.glance}
    return {**_ASKED, **told, "unknown": Glance(N_("Not known"), _unknown)}


def _named(context: Context, key: str) -> Mention:
    return capitalised(context.mention(key), context.locale)


def _day(context: Context, query: Query) -> Edtf:
    try:
        return parse_edtf(query.date) if query.date else context.volume.edition.published
    except ValueError as error:
        raise QueryError(f"option 'date': {error}") from None


def _until(date: Edtf | None, day: Edtf) -> bool:
    return date is not None and date.earliest <= day.latest


def _relations(context: Context, day: Edtf) -> Iterator[Stands]:
    """Yield the state of relations, with the act that has made it."""
    one, other = context.volume.edition.parties
    state = state_at(context.volume.of(Act), (one, other), day)
    if state.act is None:
        yield from _begun(context, day)
        return
    level: Cell = context.word(LEVELS, state.level) if state.level else ()
    if state.relations:
        message = N_("Relations at the level of {level}: {act}") if level else N_("Relations: {act}")
    else:
        message = N_("Recognition without relations: {act}") if state.recognised else N_("No relations: {act}")
    said = filled(say(context.locale, message), level=level, act=(context.mention(state.act.id),))
    yield Stands(state.act.id, said, context.date(state.since), context.rests(state.act))


def _begun(context: Context, day: Edtf) -> Iterator[Stands]:
    """Yield the last event by which relations were ordered, where no act tells of it."""
    volume = context.volume
    events = [
        (event, event.date)
        for event in volume.of(Event)
        if event.kind in _BEGUN
        and set(volume.edition.parties) <= set(event.parties)
        and event.date
        and _until(event.date, day)
    ]
    if events:
        event, date = max(events, key=lambda pair: pair[1].sort_key)
        yield Stands(event.id, (_named(context, event.id),), context.date(date), context.rests(event))


def _missions(context: Context, day: Edtf) -> Iterator[Stands]:
    """Yield each post that is open, with who heads it, or who is last known to."""
    for mission in _posts(context, day):
        head: Cell = ()
        if heads := [head for head in mission.heads if _until(head.date, day)]:
            last = heads[-1]
            head = (context.mention(last.person),)
            if not _in_post(last, day):
                message = say(context.locale, "{person}, last known {date}")
                head = filled(message, person=head, date=context.date(last.date))
        said = joined([(_named(context, mission.id),), head], ": ")
        yield Stands(mission.id, said, context.date(mission.date), context.rests(mission))


def _posts(context: Context, day: Edtf) -> Iterator[Mission]:
    parties = set(context.volume.edition.parties)
    for mission in context.volume.of(Mission):
        if {mission.from_, mission.to} <= parties and is_open(mission, day):
            yield mission


def _in_post(head: Head, day: Edtf) -> bool:
    """Tell whether a head is known to be in the post; an end that is not known is not one that is still to come."""
    return not head.attested and head.date.end != "" and head.date.overlaps(day)


def _agreements(context: Context, day: Edtf) -> Iterator[Stands]:
    """Yield each agreement that is in force, with the date of that."""
    for agreement in _agreed(context, day):
        if in_force(agreement, day):
            dates = [step.date for step in agreement.milestones if step.step == "in-force"]
            yield Stands(
                agreement.id,
                (_named(context, agreement.id),),
                context.date(dates[0]) if dates else (),
                context.rests(agreement),
            )


def _agreed(context: Context, day: Edtf) -> Iterator[Agreement]:
    """Yield the agreements that both are bound by: as parties, or as members of a party."""
    held = [one for one in context.volume.of(Membership) if _holds(one, day)]
    within = {
        code: {one.organisation for one in held if one.country == code} for code in context.volume.edition.parties
    }
    for agreement in context.volume.of(Agreement):
        if all(code in agreement.parties or within[code] & {*agreement.parties} for code in within):
            yield agreement


def _holds(membership: Membership, day: Edtf) -> bool:
    return membership.date.overlaps(day)


def _visits(context: Context, day: Edtf) -> Iterator[Stands]:
    """Yield the last visit in each direction."""
    one, other = context.volume.edition.parties
    for from_, to in ((one, other), (other, one)):
        dated = [
            (visit, visit.date)
            for visit in context.volume.of(Visit)
            if visit.date and _until(visit.date, day) and (visit.from_, visit.to) == (from_, to)
        ]
        if dated:
            visit, date = max(dated, key=lambda pair: (pair[1].latest, pair[1].earliest))
            yield Stands(visit.id, (_named(context, visit.id),), context.date(date), context.rests(visit))
        else:
            message = say(context.locale, "none is recorded from {one} to {other}")
            yield Stands(None, filled(message, one=context.party(from_), other=context.party(to)))


def _figures(context: Context, day: Edtf) -> Iterator[Stands]:
    """Yield the latest value of each series."""
    for series in context.volume.of(Series):
        points = [point for point in series.points if _until(point.date, day)]
        if not points:
            continue
        point = last_of(points)
        said = (_named(context, series.id), Text(f": {stated(context, series, point)}"))
        yield Stands(series.id, said, context.date(point.date), context.valued(series, point.sources))


def _memberships(context: Context, day: Edtf) -> Iterator[Stands]:
    """Yield each organisation in which both have a place."""
    volume = context.volume
    held: dict[str, dict[str, Membership]] = {}
    for membership in volume.of(Membership):
        if _holds(membership, day):
            held.setdefault(membership.organisation, {})[membership.country] = membership
    for organisation, places in held.items():
        both = [places[code] for code in volume.edition.parties if code in places]
        if len(both) < len(volume.edition.parties):
            continue
        words = dict.fromkeys(volume.word(STATUSES, one.status) for one in both)
        last = max(both, key=lambda one: one.date.earliest)
        standing = combined(standing_of_record(one, volume) for one in both)
        rests = {
            "standing": context.mark(standing),
            "sources": joined([context.sources(one) for one in both]),
        }
        said = (context.mention(organisation), Text(f" ({', '.join(words)})"))
        yield Stands(organisation, said, context.date(last.date, attested=last.attested), rests)


def _unknown(context: Context, day: Edtf) -> Iterator[Stands]:
    """Yield what the records leave open of all this."""
    if not any(_relations(context, day)):
        yield Stands(None, (Text(say(context.locale, "how and when relations began")),))
    for mission in _posts(context, day):
        if not any(_in_post(head, day) for head in mission.heads):
            yield Stands(
                mission.id,
                filled(say(context.locale, "who heads the post: {post}"), post=(context.mention(mission.id),)),
            )
    for agreement in _agreed(context, day):
        if not in_force(agreement, day) and not has_ended(agreement, day):
            yield Stands(
                agreement.id,
                filled(
                    say(context.locale, "whether it is in force: {agreement}"),
                    agreement=(context.mention(agreement.id),),
                ),
            )
    for visit in context.volume.of(Visit):
        if visit.date is None:
            yield Stands(visit.id, filled(say(context.locale, "the date: {visit}"), visit=(context.mention(visit.id),)))


_ASKED: Mapping[str, Glance] = {
    "relations": Glance(N_("Relations"), _relations),
    "missions": Glance(N_("Posts"), _missions),
    "agreements": Glance(N_("In force"), _agreements),
    "visits": Glance(N_("Last visit"), _visits),
    "figures": Glance(N_("Latest figure"), _figures),
    "memberships": Glance(N_("Both in"), _memberships),
}
"""What is told of kinds that depend on each other, in the order of the table."""
