"""The kinds of records, one class each."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from bilateral.dates import Edtf
from bilateral.model.base import (
    AlsoDated,
    CountryCode,
    EventId,
    Language,
    Link,
    MembershipId,
    OrganisationId,
    Party,
    PersonId,
    PlaceId,
    Record,
    SeriesId,
    Strict,
    Text,
)

Step = Literal[
    "negotiations-opened",
    "negotiations-concluded",
    "signed",
    "approved",
    "ratified",
    "notified",
    "promulgated",
    "published",
    "in-force",
    "applied",
]
Position = tuple[
    Annotated[Decimal, Field(ge=-85, le=85, description="Latitude, north is positive.")],
    Annotated[Decimal, Field(ge=-180, le=180, description="Longitude, east is positive.")],
]
"""A place on the globe; maps reach 85 degrees to the north and to the south."""


class Country(Record):
    """A country that the book speaks of."""

    prefix: ClassVar[str] = "country"
    code: Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166 code, by which other records name it.")]
    name: Text = Field(description="Short name in English.")
    adjective: Text = Field(description="Adjective in English.")
    language: Language = Field(description="Language of its personal and place names (BCP 47).")
    colours: tuple[Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")], ...] = Field(
        (), description="Colours of the flag, as #rrggbb, for cover and pictures."
    )
    seat: PlaceId | None = Field(None, description="City of its government, from which lines on maps begin.")


class Organisation(Record):
    """An organisation or body."""

    prefix: ClassVar[str] = "org"
    name: Text = Field(description="Full name in English.")
    abbreviation: Text | None = Field(None, description="Customary abbreviation.")


class Place(Record):
    """A city or a building."""

    prefix: ClassVar[str] = "place"
    name: Text = Field(description="Name used in the book.")
    country: CountryCode = Field(description="Country in which it lies today.")
    names: dict[Language, Text] = Field({}, description="Names in other languages, by language code.")
    language: Language | None = Field(None, description="Language of the name, where it is not an English name.")
    within: PlaceId | None = Field(None, description="The city in which a building or quarter lies.")
    position: Position | None = Field(None, description="Latitude and longitude in degrees, for maps.")


class Term(Strict):
    """One office held by a person."""

    office: Text = Field(description="Office as printed before the name, without 'acting'.")
    country: CountryCode | None = Field(None, description="Country whose office it is.")
    organisation: OrganisationId | None = Field(None, description="Body whose office it is.")
    date: Edtf = Field(description="Term of office; open ends as ../ and /..")
    acting: bool = Field(False, description="Whether the office was held in an acting capacity.")
    attested: bool = Field(False, description="True where only a date in office is known, not the term.")
    sources: tuple[Link, ...] = Field((), description="Sources of the term.")


class Person(Record):
    """A person with the offices held."""

    prefix: ClassVar[str] = "person"
    given: Text | None = Field(None, description="Given names or initials, where known.")
    family: Text = Field(description="Family names, by which the person is sorted.")
    variants: tuple[Text, ...] = Field((), description="Other spellings in the sources.")
    country: CountryCode | None = Field(
        None, description="Country of which the person is, where a source attests it; an office names its own."
    )
    language: Language | None = Field(None, description="Language of the name, where not that of the country.")
    about: Text | None = Field(None, description="One sentence on the person.")
    terms: tuple[Term, ...] = Field((), description="Offices held, in order of time.")


class Event(Record):
    """One dated happening."""

    prefix: ClassVar[str] = "event"
    kind: Literal[
        "recognition",
        "relations",
        "statehood",
        "occupation",
        "credentials",
        "appointment",
        "election",
        "commemoration",
        "multilateral",
        "correspondence",
        "journey",
        "culture",
        "education",
        "sport",
        "travel rules",
    ] = Field(description="What kind of event it is.")
    title: Text = Field(description="What happened, as a noun phrase without the date.")
    date: Edtf | None = Field(None, description="When it happened, where known.")
    also_dated: tuple[AlsoDated, ...] = Field((), description="Other dates that sources give.")
    parties: tuple[Party, ...] = Field((), description="Countries and organisations that acted.")
    people: tuple[PersonId, ...] = Field((), description="People who took part.")
    places: tuple[PlaceId, ...] = Field((), description="Where it happened.")
    relies_on: tuple[MembershipId, ...] = Field((), description="Memberships that must be in force at the date.")


class Visit(Record):
    """A visit of office holders of one country to another."""

    prefix: ClassVar[str] = "visit"
    form: Literal["official visit", "working visit", "visit", "attendance at a summit"] = Field(
        description="The form of the visit."
    )
    from_: CountryCode = Field(alias="from", description="Country of the visitors.")
    to: CountryCode = Field(description="Country visited.")
    date: Edtf = Field(description="When.")
    visitors: tuple[PersonId, ...] = Field(min_length=1, description="The visitors, first in rank first.")
    accompanied: tuple[PersonId, ...] = Field((), description="Office holders who came along.")
    met: tuple[PersonId, ...] = Field((), description="Office holders of the country visited whom they met.")
    places: tuple[PlaceId, ...] = Field((), description="Places visited, where known.")
    occasion: EventId | None = Field(None, description="The event that the visit was for.")
    purpose: Text | None = Field(None, description="Aims and talks, in a few words.")
    relies_on: tuple[MembershipId, ...] = Field((), description="Memberships that must be in force at the date.")


class Consultation(Record):
    """Political consultations or a meeting of office holders, at home or elsewhere."""

    prefix: ClassVar[str] = "consultation"
    form: Literal["political consultations", "meeting"] = Field(description="The form of the talks.")
    title: Text = Field(description="What it was, as a noun phrase without the date.")
    date: Edtf = Field(description="When.")
    also_dated: tuple[AlsoDated, ...] = Field((), description="Other dates that sources give.")
    chairs: tuple[PersonId, ...] = Field((), description="Who chaired it.")
    people: tuple[PersonId, ...] = Field((), description="Who else took part.")
    places: tuple[PlaceId, ...] = Field((), description="Where.")
    occasion: EventId | None = Field(None, description="The event in whose margins it was held.")
    purpose: Text | None = Field(None, description="Aims and talks, in a few words.")


class Milestone(Strict):
    """One step in the life of an agreement."""

    step: Step = Field(description="The step.")
    date: Edtf = Field(description="When.")
    also_dated: tuple[AlsoDated, ...] = Field((), description="Other dates that sources give.")
    by: Party | None = Field(None, description="The party that took the step, where not all did.")
    place: PlaceId | None = Field(None, description="Where.")
    detail: Text | None = Field(None, description="What exactly was done.")
    sources: tuple[Link, ...] = Field((), description="Sources of the step.")


class Provision(Strict):
    """One rule of an agreement worth a row."""

    label: Text = Field(description="What it is about.")
    value: Text = Field(description="What it provides.")
    sources: tuple[Link, ...] = Field((), description="Sources of the provision.")


class Agreement(Record):
    """A treaty or other agreement, with its milestones in order of time."""

    prefix: ClassVar[str] = "agreement"
    title: Text = Field(description="Full title in English.")
    short: Text = Field(description="Short title, for mentions.")
    field: Literal["friendship", "culture", "visas", "taxation", "trade", "cooperation"] = Field(
        description="What it is about."
    )
    parties: tuple[Party, ...] = Field(min_length=2, description="The parties.")
    milestones: tuple[Milestone, ...] = Field(min_length=1, description="Its steps, in order of time.")
    provisions: tuple[Provision, ...] = Field((), description="Main rules, each a row of a table.")
    relies_on: tuple[MembershipId, ...] = Field((), description="Memberships that must be in force at signature.")


class Head(Strict):
    """One head of a mission."""

    person: PersonId = Field(description="Who.")
    date: Edtf = Field(description="When in the post.")
    attested: bool = Field(False, description="True where only a date in the post is known, not the period.")
    credentials: EventId | None = Field(None, description="The presentation of credentials.")
    sources: tuple[Link, ...] = Field((), description="Sources of the post.")


class Mission(Record):
    """A diplomatic or consular post, or an accreditation from a third country."""

    prefix: ClassVar[str] = "mission"
    kind: Literal["accreditation", "honorary consulate", "embassy"] = Field(description="Kind of post.")
    title: Text = Field(description="Name of the post.")
    from_: CountryCode = Field(alias="from", description="Sending country.")
    to: CountryCode = Field(description="Receiving country.")
    seat: PlaceId | None = Field(None, description="City of the post, where known.")
    date: Edtf = Field(description="Period of the post.")
    also_dated: tuple[AlsoDated, ...] = Field((), description="Other opening dates that sources give.")
    heads: tuple[Head, ...] = Field((), description="Its heads, in order of time.")


class Membership(Record):
    """A country's place in an organisation."""

    prefix: ClassVar[str] = "membership"
    country: CountryCode = Field(description="The country.")
    organisation: OrganisationId = Field(description="The organisation.")
    status: Literal["member", "observer", "permanent observer", "observer state"] = Field(description="As what.")
    date: Edtf = Field(description="Since when, as an interval.")
    attested: bool = Field(False, description="True where only a date in it is known, not its beginning.")


class Observation(Strict):
    """One value of a series."""

    date: Edtf = Field(description="Period or day of the value.")
    value: Decimal = Field(max_digits=20, description="The value in the unit of the series.")
    qualifier: Literal["about", "over", "up to"] | None = Field(None, description="How the source limits it.")
    sources: tuple[Link, ...] = Field((), description="Sources of the value.")


class Series(Record):
    """One line of figures: one measure, one unit, one currency."""

    prefix: ClassVar[str] = "series"
    title: Text = Field(description="What is measured, as a noun phrase.")
    subject: Literal["trade", "population"] = Field(description="Which table it belongs to.")
    from_: Party | None = Field(None, alias="from", description="Exporting country, or country of origin.")
    to: Party | None = Field(None, description="Importing country, or country of residence.")
    unit: Literal["thousand", "million", "billion", "people"] = Field(description="Scale of the values, or people.")
    currency: Annotated[str, Field(pattern=r"^([A-Z]{3}|[a-z]+)$")] | None = Field(
        None, description="ISO 4217 code, or the name of a currency that has none."
    )
    points: tuple[Observation, ...] = Field(min_length=1, description="The values, in order of time.")
    sum_of: tuple[SeriesId, ...] = Field((), description="Series of the same unit and currency that add up to this.")


class Product(Record):
    """One product of a list of main exports."""

    prefix: ClassVar[str] = "product"
    label: Text = Field(description="The product.")
    from_: CountryCode = Field(alias="from", description="Exporting country.")
    to: CountryCode = Field(description="Importing country.")
    rank: int = Field(ge=1, description="Place in the list.")


class Community(Record):
    """A movement of people, a family, a building or a body of the community."""

    prefix: ClassVar[str] = "community"
    kind: Literal["migration", "family", "site", "association"] = Field(description="What it is.")
    title: Text = Field(description="What it is, as a noun phrase without the date.")
    date: Edtf | None = Field(None, description="When, where known.")
    also_dated: tuple[AlsoDated, ...] = Field((), description="Other dates that sources give.")
    people: tuple[PersonId, ...] = Field((), description="People of it.")
    places: tuple[PlaceId, ...] = Field((), description="Where.")
    summary: Text | None = Field(None, description="What is known, in a sentence or two.")
