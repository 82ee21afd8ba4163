"""Whom and what records name: countries, organisations, places and people.

They stand here and not with their kinds, because every kind speaks of them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from bilateral.dates import Edtf
from bilateral.model.base import (
    CountryCode,
    Language,
    Link,
    OrganisationId,
    PlaceId,
    PlainText,
    Record,
    Strict,
)

Position = tuple[
    Annotated[Decimal, Field(ge=-85, le=85, description="Latitude, north is positive.")],
    Annotated[Decimal, Field(ge=-180, le=180, description="Longitude, east is positive.")],
]
"""A place on the globe; maps reach 85 degrees to the north and to the south."""


class Country(Record):
    """A country that the book speaks of."""

    prefix: ClassVar[str] = "country"
    code: Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166 code, by which other records name it.")]
    name: PlainText = Field(description="Short name in English.")
    adjective: PlainText = Field(description="Adjective in English.")
    language: Language = Field(description="Language of its personal and place names (BCP 47).")
    colours: tuple[Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")], ...] = Field(
        (), description="Colours of the flag, as #rrggbb, for cover and pictures."
    )
    seat: PlaceId | None = Field(None, description="City of its government, from which lines on maps begin.")


class Organisation(Record):
    """An organisation or body."""

    prefix: ClassVar[str] = "org"
    name: PlainText = Field(description="Full name in English.")
    abbreviation: PlainText | None = Field(None, description="Customary abbreviation.")


class Place(Record):
    """A city or a building."""

    prefix: ClassVar[str] = "place"
    name: PlainText = Field(description="Name used in the book.")
    country: CountryCode = Field(description="Country in which it lies today.")
    names: dict[Language, PlainText] = Field({}, description="Names in other languages, by language code.")
    language: Language | None = Field(None, description="Language of the name, where it is not an English name.")
    within: PlaceId | None = Field(None, description="The city in which a building or quarter lies.")
    position: Position | None = Field(None, description="Latitude and longitude in degrees, for maps.")


class Term(Strict):
    """One office held by a person."""

    office: PlainText = Field(description="Office as printed before the name, without 'acting'.")
    country: CountryCode | None = Field(None, description="Country whose office it is.")
    organisation: OrganisationId | None = Field(None, description="Body whose office it is.")
    date: Edtf = Field(description="Term of office; open ends as ../ and /..")
    acting: bool = Field(False, description="Whether the office was held in an acting capacity.")
    attested: bool = Field(False, description="True where only a date in office is known, not the term.")
    sources: tuple[Link, ...] = Field((), description="Sources of the term.")


class Person(Record):
    """A person with the offices held."""

    prefix: ClassVar[str] = "person"
    given: PlainText | None = Field(None, description="Given names or initials, where known.")
    family: PlainText = Field(description="Family names, by which the person is sorted.")
    variants: tuple[PlainText, ...] = Field((), description="Other spellings in the sources.")
    country: CountryCode | None = Field(
        None, description="Country of which the person is, where a source attests it; an office names its own."
    )
    language: Language | None = Field(None, description="Language of the name, where not that of the country.")
    about: PlainText | None = Field(None, description="One sentence on the person.")
    terms: tuple[Term, ...] = Field((), description="Offices held, in order of time.")

    @property
    def name(self) -> str:
        """The name in its natural order."""
        return f"{self.given} {self.family}" if self.given else self.family

    @property
    def sort_name(self) -> str:
        """The name as an index has it: ``Adamkus, Valdas``."""
        return f"{self.family}, {self.given}" if self.given else self.family
