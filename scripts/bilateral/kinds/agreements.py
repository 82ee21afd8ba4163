"""Treaties and other agreements, with their steps and rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import Field

from bilateral.bibliography import Item
from bilateral.content import Cell, Text, filled, joined
from bilateral.dates import Edtf
from bilateral.kinds.kind import (
    DATE,
    SOURCES,
    STANDING,
    Cells,
    Data,
    Found,
    Kind,
    Moment,
    TableKind,
    columns,
    filters,
    select,
)
from bilateral.messages import N_, say
from bilateral.model import Link, Record, Vocabulary, vocabulary
from bilateral.model.base import AgreementId, Dated, Language, MembershipId, Party, PlaceId, PlainText, Strict
from bilateral.problems import KeyPath, Problem, format_path
from bilateral.query import Query

_STEPS = "signed approved ratified notified promulgated published deposited registered"
_ENDS = "denounced suspended terminated expired"
STEPS = Vocabulary(
    "steps",
    "A step in the life of an agreement.",
    {
        "negotiations-opened": "negotiations opened",
        "negotiations-concluded": "negotiations concluded",
        **{word: word for word in _STEPS.split()},
        "in-force": "entered into force",
        "applied": "applied from",
        "provisionally-applied": "provisionally applied",
        "acceded": "acceded to",
        "succeeded": "succeeded to",
        **{word: word for word in _ENDS.split()},
        "resumed": "in force again",
    },
)
STARTS = frozenset({"in-force", "resumed"})
STOPS = frozenset(_ENDS.split())
TYPES = vocabulary(
    "agreement-types",
    "What sort of instrument an agreement is.",
    "treaty",
    "convention",
    "agreement",
    "protocol",
    "memorandum",
    "exchange of notes",
    "declaration",
)
FIELDS = vocabulary(
    "agreement-fields",
    "What an agreement is about.",
    "friendship",
    "culture",
    "visas",
    "taxation",
    "trade",
    "cooperation",
    "peace",
    "boundary",
    "defence",
    "investment",
    "aid and loans",
    "transport",
    "education and science",
    "labour and social security",
    "legal assistance",
    "fisheries",
    "environment",
)
PRESUPPOSES = {
    "negotiations-concluded": "negotiations-opened",
    "approved": "signed",
    "ratified": "signed",
    "notified": "signed",
    "promulgated": "signed",
    "in-force": "signed",
    "deposited": "signed",
    "registered": "signed",
    "denounced": "signed",
    "terminated": "in-force",
    "suspended": "in-force",
    "resumed": "suspended",
    "applied": "in-force",
}
"""The step that must not come after each step."""
_JOINS = frozenset({"acceded", "succeeded"})
_BILATERAL = 2
"""Where one of two parties leaves, nothing is left."""
_SPOKEN = {"in-force": "entry into force", "applied": "applied from"}


class Milestone(Dated):
    """One step in the life of an agreement."""

    step: Annotated[str, STEPS] = Field(description="The step.")
    date: Edtf = Field(description="When.")
    by: Party | None = Field(None, description="The party that took the step, where not all did.")
    place: PlaceId | None = Field(None, description="Where.")
    detail: PlainText | None = Field(None, description="What exactly was done.")
    sources: tuple[Link, ...] = Field((), description="Sources of the step.")


class Provision(Strict):
    """One rule of an agreement worth a row."""

    label: PlainText = Field(description="What it is about.")
    value: PlainText = Field(description="What it provides.")
    sources: tuple[Link, ...] = Field((), description="Sources of the provision.")


class Publication(Dated):
    """An official publication of the text of an agreement."""

    name: PlainText = Field(description="The journal or the register, with the place in it.")
    language: Language | None = Field(None, description="Language of the name, where not that of the book.")
    date: Edtf | None = Field(None, description="When it was published.")
    sources: tuple[Link, ...] = Field((), description="Sources of the publication.")


class Agreement(Record):
    """A treaty or other agreement, with its milestones in order of time."""

    prefix: ClassVar[str] = "agreement"
    title: PlainText = Field(description="Full title in English.")
    short: PlainText = Field(description="Short title, for mentions.")
    field: Annotated[str, FIELDS] = Field(description="What it is about.")
    type: Annotated[str, TYPES] | None = Field(None, description="What sort of instrument it is.")
    titles: dict[Language, PlainText] = Field({}, description="Official titles, by language code.")
    numbers: tuple[PlainText, ...] = Field((), description="Numbers in series and journals: UNTS 1234, p. 5.")
    depositary: Party | None = Field(None, description="With whom it is deposited.")
    replaces: tuple[AgreementId, ...] = Field((), description="Agreements in whose place it comes.")
    amends: tuple[AgreementId, ...] = Field((), description="Agreements that it changes.")
    parties: tuple[Party, ...] = Field(min_length=2, description="The parties.")
    milestones: tuple[Milestone, ...] = Field(min_length=1, description="Its steps, in order of time.")
    provisions: tuple[Provision, ...] = Field((), description="Main rules, each a row of a table.")
    publications: tuple[Publication, ...] = Field((), description="Official publications of its text, the best first.")
    relies_on: tuple[MembershipId, ...] = Field((), description="Memberships that must be in force at signature.")

    @property
    def date(self) -> Edtf:
        """The date of signature, or of the first step."""
        signed = [milestone for milestone in self.milestones if milestone.step == "signed"]
        return (signed or self.milestones)[0].date


def in_force(agreement: Agreement, date: Edtf, party: str | None = None) -> bool:
    """Tell whether an agreement is in force on a date: for all its parties, or for one of them.

    A step that no party is named for is a step of all. What a step begins or ends holds from its first possible day.
    """
    holds = False
    for milestone in agreement.milestones:
        if milestone.date.earliest > date.latest or (party and milestone.by not in {None, party}):
            continue
        if milestone.step in STARTS or (party and milestone.by == party and milestone.step in _JOINS):
            holds = True
        elif milestone.step in STOPS and (party or milestone.by is None or len(agreement.parties) == _BILATERAL):
            holds = False
    return holds


def has_ended(agreement: Agreement, date: Edtf) -> bool:
    """Tell whether a step until a date has ended an agreement, or suspended it."""
    steps = [milestone.step for milestone in agreement.milestones if milestone.date.earliest <= date.latest]
    return any(step in STOPS for step in steps)


def _rows(cells: Cells, query: Query) -> Found:
    """One row an agreement."""
    for agreement in select(cells, Agreement, query, FIELDS, "field"):
        yield (
            agreement.id,
            {
                "title": cells.title(agreement, agreement.title),
                "parties": cells.parties(agreement.parties),
                "signed": _step(cells, agreement, "signed"),
                "in-force": _step(cells, agreement, "in-force"),
                "field": cells.word(FIELDS, agreement.field),
                "type": cells.word(TYPES, agreement.type) if agreement.type else (),
                "titles": joined([(Text(title, language),) for language, title in agreement.titles.items()]),
                "numbers": joined([(Text(number),) for number in agreement.numbers]),
                "depositary": cells.party(agreement.depositary) if agreement.depositary else (),
                "earlier": joined(
                    [
                        _leading(N_("replaces {agreements}"), agreement.replaces, cells),
                        _leading(N_("amends {agreements}"), agreement.amends, cells),
                    ]
                ),
                **cells.rests(agreement),
            },
        )


def _leading(message: str, keys: tuple[str, ...], cells: Cells) -> Cell:
    return filled(say(cells.locale, message), agreements=cells.mentions(keys)) if keys else ()


def _step(cells: Cells, agreement: Agreement, step: str) -> Cell:
    return joined([cells.dated(m.date, m) for m in agreement.milestones if m.step == step])


def _chosen(cells: Cells, query: Query) -> list[Agreement]:
    return select(cells, Agreement, Query(ids=(query.parent,) if query.parent else query.ids))


def _milestone_rows(cells: Cells, query: Query) -> Found:
    """One row a milestone, agreement by agreement."""
    for agreement in _chosen(cells, query):
        for milestone in agreement.milestones:
            in_place = say(cells.locale, "in {place}")
            place = filled(in_place, place=(cells.mention(milestone.place),)) if milestone.place else ()
            detail: Cell = (Text(milestone.detail),) if milestone.detail else ()
            yield (
                agreement.id,
                {
                    "date": cells.dated(milestone.date, milestone),
                    "step": _taken(cells, milestone),
                    "detail": joined([detail, place], ", "),
                    "agreement": (cells.mention(agreement.id),),
                    **cells.judged(agreement, milestone.sources),
                },
            )


def _taken(cells: Cells, milestone: Milestone) -> Cell:
    """Write a step, with the party that took it where not all did."""
    step = cells.word(STEPS, milestone.step)
    by = say(cells.locale, "{step} by {party}")
    return filled(by, step=step, party=cells.party(milestone.by)) if milestone.by else step


def _provision_rows(cells: Cells, query: Query) -> Found:
    """One row a rule."""
    for agreement in _chosen(cells, query):
        for provision in agreement.provisions:
            yield (
                agreement.id,
                {
                    "label": (Text(provision.label),),
                    "value": (Text(provision.value),),
                    **cells.judged(agreement, provision.sources),
                },
            )


def _moments(agreement: Agreement, cells: Cells) -> Iterator[Moment]:
    """Yield each step; it rests on its own sources, or on the agreement's where it has none."""
    for milestone in agreement.milestones:
        detail: Cell = (Text(f", {milestone.detail}"),) if milestone.detail else ()
        what = (Text(": "), *_taken(cells, milestone), *detail)
        yield Moment(milestone.date, milestone, what=what, links=milestone.sources)


def _of_parties(agreement: Agreement, path: KeyPath, volume: Data) -> Iterator[Problem]:
    """REL024: the steps of single parties are steps of parties of the agreement."""
    for index, milestone in enumerate(agreement.milestones):
        if milestone.by and milestone.by not in agreement.parties:
            place: KeyPath = (*path, "milestones", index, "by")
            message = f"{format_path(place)}: {milestone.by} is no party of {agreement.id}; correct it or add the party"
            yield volume.document.problem(place, "REL024", message)


def _in_order(agreement: Agreement, path: KeyPath, volume: Data) -> Iterator[Problem]:
    """REL011, REL012: milestones stand in the order of time, none before the step that it presupposes."""
    for index, milestone in enumerate(agreement.milestones):
        place: KeyPath = (*path, "milestones", index)
        where = format_path(place)
        step = _SPOKEN.get(milestone.step, milestone.step)
        base = next((m for m in agreement.milestones if m.step == PRESUPPOSES.get(milestone.step)), None)
        if base is not None and milestone.date.latest < base.date.earliest:
            before = _SPOKEN.get(base.step, base.step)
            message = f"{where}: {step} {milestone.date} is before {before} {base.date}; correct one of the dates"
            yield volume.document.problem(place, "REL012", message)
        elif index and milestone.date.latest < agreement.milestones[index - 1].date.earliest:
            earlier = agreement.milestones[index - 1]
            message = f"{where}: {step} {milestone.date} stands after {earlier.date}; put them in the order of time"
            yield volume.document.problem(place, "REL011", message)


def _cited(agreement: Agreement, volume: Data) -> Item:
    """Return the treaty as it is cited by itself."""
    steps = {milestone.step: milestone for milestone in reversed(agreement.milestones)}
    item: Item = {
        "type": "treaty",
        "title": agreement.title,
        "author": [{"literal": volume.mention(party)} for party in agreement.parties],
    }
    if signed := steps.get("signed"):
        item["issued"] = _csl_date(signed.date)
        if signed.place:
            item["event-place"] = volume.mention(signed.place)
    if in_force := steps.get("in-force"):
        item["status"] = say(volume.locale, "in force {date}", date=in_force.date)
    if agreement.numbers:
        item["number"] = "; ".join(agreement.numbers)
    for publication in agreement.publications[:1]:
        item["container-title"] = publication.name
        addresses = (volume.sources[link.source].item.get("URL") for link in publication.sources)
        if address := next(filter(None, addresses), ""):
            item["URL"] = address
    return item


def _csl_date(date: Edtf) -> dict[str, Any]:
    """Return one date as CSL-JSON has it; others in the words of EDTF."""
    if date.end is not None or date.precision not in ("day", "month", "year"):
        return {"literal": str(date)}
    day = date.earliest
    return {"date-parts": [[day.year, day.month, day.day][: ("year", "month", "day").index(date.precision) + 1]]}


AGREEMENTS = Kind(
    name="agreements",
    model=Agreement,
    about="Treaties and agreements.",
    word="Agreement",
    thing="Legislation",
    cited=_cited,
    example="""
- id: agreement-post
  title: Agreement on the Post
  short: Postal Agreement
  field: cooperation
  parties: [XN, XS]
  milestones:
  - {step: negotiations-opened, date: 1903-09-04, by: XS}
  - {step: signed, date: 1904, place: place-nord, detail: in two languages}
  - {step: provisionally-applied, date: 1904-22}
  - {step: in-force, date: 1905-01-01}
  - {step: denounced, date: 1907, by: XN}
  type: convention
  titles: {es: Convenio postal}
  numbers: ["Gazette, series II, 12"]
  depositary: org-post
  replaces: [agreement-peace]
  provisions:
  - {label: Letters, value: one penny, sources: [{source: gazette, stance: supports, locator: p. 10}]}
  publications:
  - {name: The Gazette, date: 1905, sources: [{source: gazette, stance: supports, locator: p. 10}]}
  relies_on: [membership-xn-post]
  sources: [{source: gazette, stance: supports, locator: p. 10}]
""",
    mention=lambda agreement, _: agreement.short,
    dates=lambda agreement: [(milestone.step, milestone.date) for milestone in agreement.milestones],
    facet=FIELDS,
    facet_field="field",
    vocabularies=(FIELDS, STEPS, TYPES),
    parts=frozenset({"milestones", "provisions", "publications"}),
    rules=(_in_order, _of_parties),
    tables={
        "agreements": TableKind(
            summary="Treaties and agreements.",
            columns=columns(
                ("title", "Agreement"),
                ("parties", "Parties"),
                ("signed", "Signed"),
                ("in-force", "In force"),
                STANDING,
                SOURCES,
            ),
            empty="No agreement is recorded.",
            rows=_rows,
            filters=filters("kind", "ids"),
            extra=columns(
                ("field", "Field"),
                ("type", "Type"),
                ("titles", "Official titles"),
                ("numbers", "Published"),
                ("depositary", "Depositary"),
                ("earlier", "Earlier agreements"),
            ),
        ),
        "milestones": TableKind(
            summary="The steps of one agreement or of several.",
            columns=columns(DATE, ("step", "Step"), ("detail", "What was done"), STANDING, SOURCES),
            rows=_milestone_rows,
            filters=filters("parent", "ids"),
            extra=columns(("agreement", "Agreement")),
            ids="agreements",
            parent="agreements",
            orders=("file",),
            home=False,
        ),
        "provisions": TableKind(
            summary="The main rules of an agreement.",
            columns=columns(("label", "Subject"), ("value", "Rule"), STANDING, SOURCES),
            rows=_provision_rows,
            filters=filters("parent"),
            parent="agreements",
            orders=("file",),
            home=False,
        ),
    },
    moments=_moments,
    timeline=True,
)
