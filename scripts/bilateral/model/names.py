"""Whom and what records name: countries, organisations, places and people.

They stand here and not with their kinds, because every kind speaks of them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bilateral.dates import Edtf
from bilateral.model.base import (
    CountryCode,
    Dated,
    Language,
    Link,
    OrganisationId,
    PlaceId,
    PlainText,
    Record,
)
from bilateral.model.vocabulary import vocabulary
from bilateral.text import with_particle

PARTY_KINDS = vocabulary(
    "party-kinds",
    "What a party is.",
    "state",
    "government in exile",
    "territory",
    "country or territory",
    "commission",
)
Position = tuple[
    Annotated[Decimal, Field(ge=-85, le=85, description="Latitude, north is positive.")],
    Annotated[Decimal, Field(ge=-180, le=180, description="Longitude, east is positive.")],
]
"""A place on the globe; maps reach 85 degrees to the north and to the south."""


READING = Field(
    None, description="How the name is read, for its place in lists, where its script does not tell, such as kanji."
)


class FormerName(Dated):
    """A name that a country had for a time."""

    name: PlainText = Field(description="The name in English.")
    date: Edtf = Field(description="When it was used.")
    sources: tuple[Link, ...] = Field((), description="Sources of the name.")


class FormerSeat(Dated):
    """A city that was the seat of the government of a country for a time."""

    place: PlaceId = Field(description="The city.")
    date: Edtf = Field(description="When it was the seat.")
    sources: tuple[Link, ...] = Field((), description="Sources of the seat.")


class Country(Dated, Record):
    """A country that the book speaks of."""

    prefix: ClassVar[str] = "country"
    code: Annotated[
        str,
        Field(
            pattern=r"^[A-Z]{2}([A-Z]{2})?$",
            description="ISO 3166 code, by which other records name it; of four letters for a state that is no more.",
        ),
    ]
    kind: Annotated[str, PARTY_KINDS] = Field("state", description="What it is, where it is no state.")
    name: PlainText = Field(description="Short name in English.")
    reading: PlainText | None = READING
    adjective: PlainText = Field(description="Adjective in English.")
    language: Language = Field(description="Language of its personal and place names (BCP 47).")
    colours: tuple[Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")], ...] = Field(
        (), description="Colours of the flag, as #rrggbb, for accents and pictures."
    )
    bands: Literal["horizontal", "vertical"] | None = Field(
        None, description="How its colours lie, where the flag is nothing but equal bands; it is drawn of them."
    )
    flag: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*\.svg$")] | None = Field(
        None, description="The file of the flag, in the folder of the volume: flags/ge.svg."
    )
    seat: PlaceId | None = Field(None, description="City of its government, from which lines on maps begin.")
    former_seats: tuple[FormerSeat, ...] = Field((), description="Where it was governed from before.")
    existed: Edtf | None = Field(None, description="From its foundation to its end, where that matters.")
    former_names: tuple[FormerName, ...] = Field((), description="Names that it had before.")
    continues: tuple[CountryCode, ...] = Field((), description="The states whose place it has taken.")

    def seat_at(self, date: Edtf | None) -> PlaceId | None:
        """Return the seat of its government at a date."""
        former = [seat.place for seat in self.former_seats if date and seat.date.overlaps(date)]
        return former[0] if former else self.seat


class Organisation(Record):
    """An organisation or body."""

    prefix: ClassVar[str] = "org"
    name: PlainText = Field(description="Full name in English.")
    reading: PlainText | None = READING
    abbreviation: PlainText | None = Field(None, description="Customary abbreviation.")


class Place(Record):
    """A city or a building."""

    prefix: ClassVar[str] = "place"
    name: PlainText = Field(description="Name used in the book.")
    reading: PlainText | None = READING
    country: CountryCode = Field(description="Country in which it lies today.")
    names: dict[Language, PlainText] = Field({}, description="Names in other languages, by language code.")
    language: Language | None = Field(None, description="Language of the name, where it is not an English name.")
    within: PlaceId | None = Field(None, description="The city in which a building or quarter lies.")
    position: Position | None = Field(None, description="Latitude and longitude in degrees, for maps.")


class Term(Dated):
    """One office held by a person."""

    office: PlainText = Field(description="Office as printed before the name, without 'acting'.")
    country: CountryCode | None = Field(None, description="Country whose office it is.")
    organisation: OrganisationId | None = Field(None, description="Body whose office it is.")
    date: Edtf | None = Field(None, description="Term of office; open ends as ../ and /..; left out where unknown.")
    acting: bool = Field(False, description="Whether the office was held in an acting capacity.")
    attested: bool = Field(False, description="True where only a date in office is known, not the term.")
    beside: bool = Field(False, description="True where the person is not named by it while holding another.")
    sources: tuple[Link, ...] = Field((), description="Sources of the term.")


class Person(Dated, Record):
    """A person with the offices held."""

    prefix: ClassVar[str] = "person"
    given: PlainText | None = Field(None, description="Given names or initials, where known.")
    family: PlainText | None = Field(None, description="Family names, by which the person is sorted.")
    patronymic: PlainText | None = Field(None, description="Patronymic or middle name, after the given names.")
    particle: PlainText | None = Field(None, description="What stands before the family name: de la, van.")
    suffix: PlainText | None = Field(None, description="What stands behind the name: Jr., III.")
    nobility: PlainText | None = Field(None, description="Title that belongs to the name, before it: Baron, Doña.")
    family_first: bool | None = Field(
        None, description="Whether the family name is said first; else as the language of the name has it."
    )
    reading: PlainText | None = READING
    native: PlainText | None = Field(None, description="The name in its own script.")
    lived: Edtf | None = Field(None, description="Years of birth and death: 1868/1934.")
    private: bool = Field(False, description="True for who acts without an office: a private person, a business.")
    variants: tuple[PlainText, ...] = Field((), description="Other spellings in the sources.")
    country: CountryCode | None = Field(
        None, description="Country of which the person is, where a source attests it; an office names its own."
    )
    language: Language | None = Field(None, description="Language of the name, where not that of the country.")
    about: PlainText | None = Field(None, description="One sentence on the person.")
    terms: tuple[Term, ...] = Field((), description="Offices held, in order of time.")

    @model_validator(mode="after")
    def _has_a_name(self) -> Self:
        if self.family is None and self.given is None:
            raise PydanticCustomError("nobody", "a person has a 'family' or a 'given' name; add one of them")
        return self

    @property
    def name(self) -> str:
        """The name in its natural order."""
        given = [self.given, self.patronymic]
        family = [with_particle(self.particle, self.family)]
        parts = [*family, *given] if self.family_first else [*given, *family]
        return " ".join(filter(None, [self.nobility, *parts, self.suffix]))

    @property
    def name_as_said(self) -> str:
        """The name in its order, as an index has it where no family name comes first in it."""
        family = with_particle(self.particle, self.family)
        said = " ".join(filter(None, [self.given, self.patronymic, family, self.suffix]))
        return ", ".join(filter(None, [said, self.nobility]))

    @property
    def sort_name(self) -> str:
        """The name as an index has it: ``Adamkus, Valdas``; without a comma where the family name comes first."""
        if self.family is None:
            return self.name_as_said
        if self.family_first:
            return " ".join(filter(None, [self.family, self.given, self.patronymic, self.suffix]))
        behind = " ".join(filter(None, [self.nobility, self.given, self.patronymic, self.particle]))
        return ", ".join(filter(None, [self.family, behind, self.suffix]))
