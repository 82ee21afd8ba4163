"""Acts of a party towards another: recognition, relations established and severed, notes, protests, sanctions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from pydantic import Field

from bilateral.content import Cell, Text, joined
from bilateral.dates import Edtf
from bilateral.kinds.kind import (
    DATE,
    SOURCES,
    STANDING,
    Cells,
    Data,
    Found,
    Kind,
    TableKind,
    columns,
    even_undated,
    filters,
    select,
)
from bilateral.locales import listing
from bilateral.messages import say
from bilateral.model import Record, vocabulary
from bilateral.model.base import Dated, Party, PersonId, PlaceId, PlainText
from bilateral.problems import KeyPath, Problem, format_path
from bilateral.query import Query
from bilateral.text import capital

ACTS = vocabulary(
    "relations-acts",
    "What an act does.",
    "recognition",
    "de facto recognition",
    "recognition withdrawn",
    "establishment",
    "interruption",
    "severance",
    "resumption",
    "change of level",
    "note",
    "protest",
    "claim",
    "apology",
    "recall of the ambassador",
    "expulsion of diplomats",
    "sanctions",
    "lifting of sanctions",
    "declaration of war",
    "armistice",
)
LEVELS = vocabulary("relations-levels", "At which level relations are.", "consular", "legation", "embassy")
RECOGNITIONS = frozenset({"recognition", "de facto recognition"})
BEGIN = frozenset({"establishment", "resumption"})
END = frozenset({"interruption", "severance"})
_OF_RELATIONS = BEGIN | END | {"change of level"}
_SENT = frozenset({"note", "protest"})


class Act(Dated, Record):
    """An act of one party towards another, or of both."""

    prefix: ClassVar[str] = "act"
    kind: Annotated[str, ACTS] = Field(description="What it does.")
    from_: Party = Field(alias="from", description="Whose act it is.")
    to: Party = Field(description="Towards whom.")
    mutual: bool = Field(False, description="True for an act of both.")
    level: Annotated[str, LEVELS] | None = Field(None, description="The level of relations from then on.")
    condition: PlainText | None = Field(None, description="Under which condition, or with which reserve.")
    summary: PlainText | None = Field(None, description="What it says, in a few words.")
    date: Edtf | None = Field(None, description="When, where known.")
    people: tuple[PersonId, ...] = Field((), description="Who signed, sent or received it.")
    places: tuple[PlaceId, ...] = Field((), description="Where.")


@dataclass(frozen=True)
class State:
    """The state of relations of two parties at a date, as the acts until then have made it."""

    recognised: bool = False
    relations: bool = False
    level: str | None = None
    since: Edtf | None = None
    act: Act | None = None
    """The act that has made it what it is."""


def state_at(acts: tuple[Act, ...], parties: tuple[str, str], date: Edtf) -> State:
    """Return the state of relations of two parties at a date."""
    between = [(act, act.date) for act in acts if act.date and {act.from_, act.to} == set(parties)]
    state = State()
    for act, when in sorted(between, key=lambda pair: pair[1].sort_key):
        if when.earliest > date.latest:
            break
        if act.kind in RECOGNITIONS:
            state = replace(state, recognised=True) if state.relations else State(True, since=when, act=act)
        elif act.kind == "recognition withdrawn":
            state = State(since=when, act=act)
        elif act.kind in BEGIN:
            state = State(True, True, act.level or state.level, when, act)
        elif act.kind in END:
            state = State(state.recognised, False, None, when, act)
        elif act.level:
            state = replace(state, level=act.level)
    return state


def _mention(act: Act, volume: Data) -> str:
    """Write an act as a noun phrase: ``recognition of Northland by Southland``."""
    locale, word = volume.locale, volume.word(ACTS, act.kind)
    one, other = volume.mention(act.from_), volume.mention(act.to)
    parties = listing([one, other], locale)
    if act.kind == "recognition":
        return say(locale, "recognition of {other} by {one}", one=one, other=other)
    if act.kind == "recognition withdrawn":
        return say(locale, "withdrawal of the recognition of {other} by {one}", one=one, other=other)
    if act.kind == "de facto recognition":
        return say(locale, "de facto recognition of {other} by {one}", one=one, other=other)
    if act.kind in _SENT:
        return say(locale, "{act} of {one} to {other}", act=word, one=one, other=other)
    if act.kind in _OF_RELATIONS or act.level:  # what sets a level orders relations, also in a word of the volume
        if act.mutual:
            return say(locale, "{act} of relations between {parties}", act=word, parties=parties)
        return say(locale, "{act} of relations between {parties} by {one}", act=word, parties=parties, one=one)
    if act.mutual:
        return say(locale, "{act} between {parties}", act=word, parties=parties)
    return say(locale, "{act} by {one} towards {other}", act=word, one=one, other=other)


def _rows(cells: Cells, query: Query) -> Found:
    """One row an act."""
    for act in select(cells, Act, query, ACTS):
        condition: Cell = (
            (Text(say(cells.locale, "on condition: {condition}", condition=act.condition)),) if act.condition else ()
        )
        yield (
            act.id,
            {
                "title": cells.title(act, capital(cells.volume.mention(act.id), cells.locale)),
                "date": cells.when(act),
                "level": cells.word(LEVELS, act.level) if act.level else (),
                "summary": joined([(Text(act.summary),) if act.summary else (), condition]),
                "people": joined([cells.officer(key, act.date) for key in act.people]),
                "place": cells.mentions(act.places),
                **cells.rests(act),
            },
        )


def _begun(act: Act, path: KeyPath, volume: Data) -> Iterator[Problem]:
    """REL025: relations are severed or resumed only after they have been established."""
    if act.date is None or act.kind not in {"interruption", "severance", "resumption"}:
        return
    acts = [one for one in volume.of(Act) if {one.from_, one.to} == {act.from_, act.to} and one.kind == "establishment"]
    if acts and all(one.date and one.date.earliest > act.date.latest for one in acts):
        message = f"{format_path(path)}: {act.kind} {act.date} is before relations were established; correct a date"
        yield volume.document.problem((*path, "date"), "REL025", message)


RELATIONS = Kind(
    name="relations",
    model=Act,
    about="Recognition, and relations established, severed and resumed; notes, protests, sanctions and the like.",
    word="Relations",
    example="""
- id: act-recognition-west
  kind: recognition
  from: XS
  to: XW
  date: 1890
  condition: free passage of the post
  sources: [{source: gazette, stance: supports, locator: p. 2}]
- id: act-relations-west
  kind: establishment
  from: XS
  to: XW
  mutual: true
  level: legation
  date: 1891-05
  people: [person-bbb-bo]
  places: [place-sud]
  summary: by an exchange of notes
  sources: [{source: gazette, stance: supports, locator: p. 2}]
- id: act-expulsion-west
  kind: expulsion of diplomats
  from: XW
  to: XS
  date: 1893
  summary: three secretaries of the legation
  sources: [{source: gazette, stance: supports, locator: p. 3}]
""",
    mention=_mention,
    facet=ACTS,
    vocabularies=(ACTS, LEVELS),
    rules=(_begun,),
    tables={
        "relations": TableKind(
            summary="Acts by which relations are ordered.",
            columns=columns(("title", "Act"), DATE, ("level", "Level"), ("summary", "What it says"), STANDING, SOURCES),
            empty="No act is recorded.",
            rows=_rows,
            filters=filters("from_", "to", "kind", "ids"),
            extra=columns(("people", "People"), ("place", "Place")),
            order="date",
        )
    },
    moments=even_undated,
    timeline=True,
    mapped=False,
)
