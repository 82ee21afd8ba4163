"""Rows of what an edition has changed in the one before."""

from __future__ import annotations

from bilateral.changes import Change, changes_of
from bilateral.content import Cell, Cite, SectionLink, Text
from bilateral.kinds.kind import Found
from bilateral.messages import N_, say
from bilateral.query import Query, choose
from bilateral.render.context import Context, capitalised

PARTS = ("record", "source", "section", "anchor")
HOW = {
    "added": N_("added"),
    "corrected": N_("corrected"),
    "withdrawn": N_("withdrawn"),
    "moved": N_("moved"),
    "retitled": N_("has a new title"),
    "reworded": N_("reworded"),
    "retired": N_("retired"),
}


def changes(context: Context, query: Query) -> Found:
    """One row a change; a kind is a part of the book."""
    for part in query.kind:
        choose("kind", part, list(PARTS))
    for change in changes_of(context.volume):
        if not query.kind or change.part in query.kind:
            record = change.key if change.key in context.volume.records else None
            how = say(context.locale, HOW[change.how])
            yield (
                record,
                {
                    "part": _part(change, context),
                    "change": (Text(f"{how}: {change.field}" if change.field else how),),
                    "was": (Text(change.old),) if change.old else (),
                    "is": _new(change, context),
                    "sources": (Cite(change.sources),) if change.sources else (),
                },
            )


def _part(change: Change, context: Context) -> Cell:
    """Return a link to what has changed, where the book still has it."""
    if change.key in context.volume.records:
        return (capitalised(context.mention(change.key), context.locale),)
    if change.key in context.volume.sections:
        return (SectionLink(change.key), Text(f" {change.title}"))
    return (Text(change.title),)


def _new(change: Change, context: Context) -> Cell:
    """Return what is told now; of what has gone, what has taken its place."""
    if change.how in ("withdrawn", "retired") and change.anchor:
        return (Text(say(context.locale, "see {anchor}", anchor=change.anchor)),)
    return (Text(change.new),) if change.new else ()
