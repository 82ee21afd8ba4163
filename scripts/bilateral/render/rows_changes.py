"""Rows of what an edition has changed in the one before, and of what it has corrected there in print."""

from __future__ import annotations

from bilateral.changes import Change, changes_of, errata_of
from bilateral.content import Cell, Cite, SectionLink, Text
from bilateral.dates import parse_edtf
from bilateral.kinds.kind import Found
from bilateral.messages import N_, say
from bilateral.query import Query, choose
from bilateral.render.context import Context, capitalised
from bilateral.render.text import format_date

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
                    "part": _part(change.key, change.title, context),
                    "place": _place(change, context),
                    "change": (Text(f"{how}: {change.field}" if change.field else how),),
                    "was": (Text(change.old),) if change.old else (),
                    "is": _new(change, context),
                    "sources": (Cite(change.sources),) if change.sources else (),
                },
            )


def errata(context: Context, _query: Query) -> Found:
    """One row a correction, in the order of the printed pages."""
    for one in errata_of(context.volume):
        record = one.anchor if one.anchor in context.volume.records else None
        number = (
            f"¶ {one.number}" if one.number else say(context.locale, "row {number}", number=one.row) if one.row else ""
        )
        part = _part(one.anchor, one.title, context)
        yield (
            record,
            {
                "place": (Text(", ".join(filter(None, (_page(one.page, context), number)))),),
                "part": (*part, Text(f": {one.field}")) if one.field else part,
                "was": (Text(_printed(one.was, context)),),
                "is": (Text(_printed(one.now, context) or say(context.locale, "to be left out")),),
            },
        )


def _printed(text: str, context: Context) -> str:
    """Return what is typed in a field as a book prints it: dates and records in words."""
    if text in context.volume.records:
        return context.volume.mention(text)
    try:
        return format_date(parse_edtf(text), context.locale)
    except ValueError:
        return text


def _page(page: str, context: Context) -> str:
    if not page:
        return ""
    return say(context.locale, "pp. %s" if "–" in page else "p. %s") % page


def _place(change: Change, context: Context) -> Cell:
    """Return where it was printed, and the anchor that it has, or had."""
    told = (_page(change.page, context), change.anchor or change.own_anchor)
    return (Text(", ".join(filter(None, told))),)


def _part(key: str, title: str, context: Context) -> Cell:
    """Return a link to what has changed, where the book still has it."""
    if key in context.volume.records:
        return (capitalised(context.mention(key), context.locale),)
    if key in context.volume.sections:
        return (SectionLink(key), Text(f" {title}"))
    return (Text(title),)


def _new(change: Change, context: Context) -> Cell:
    """Return what is told now; of what has gone, what has taken its place."""
    if change.how in ("withdrawn", "retired") and change.anchor:
        return (Text(say(context.locale, "see {anchor}", anchor=change.anchor)),)
    return (Text(change.new),) if change.new else ()
