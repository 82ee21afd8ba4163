"""Places of countries in organisations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from bilateral.dates import Edtf
from bilateral.kinds.kind import (
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
from bilateral.messages import say
from bilateral.model import Record, vocabulary
from bilateral.model.base import CountryCode, Dated, OrganisationId
from bilateral.query import Query

STATUSES = vocabulary(
    "membership-statuses",
    "As what a country is in an organisation.",
    "member",
    "observer",
    "permanent observer",
    "observer state",
    "founding member",
    "associate member",
    "candidate",
    "suspended member",
)


class Membership(Dated, Record):
    """A country's place in an organisation."""

    prefix: ClassVar[str] = "membership"
    country: CountryCode = Field(description="The country.")
    organisation: OrganisationId = Field(description="The organisation.")
    status: Annotated[str, STATUSES] = Field(description="As what.")
    date: Edtf = Field(description="Since when, as an interval.")
    attested: bool = Field(False, description="True where only a date in it is known, not its beginning.")


def _mention(membership: Membership, volume: Data) -> str:
    """Write a membership: country, ``in``, organisation."""
    country, organisation = volume.countries[membership.country].name, volume.mention(membership.organisation)
    return say(volume.locale, "{country} in {organisation}", country=country, organisation=organisation)


def _rows(cells: Cells, query: Query) -> Found:
    """One row a membership."""
    for membership in select(cells, Membership, Query(ids=query.ids)):
        if (query.from_ and membership.country != query.from_) or (
            query.parent and membership.organisation != query.parent
        ):
            continue
        yield (
            membership.id,
            {
                "organisation": cells.mentions([membership.organisation]),
                "country": cells.party(membership.country),
                "status": cells.word(STATUSES, membership.status),
                "period": cells.dated(membership.date, membership, attested=membership.attested),
                **cells.rests(membership),
            },
        )


def _moments(membership: Membership, cells: Cells) -> Iterator[Moment]:
    yield Moment(membership.date, membership, suffix=f" ({cells.volume.word(STATUSES, membership.status)})")


MEMBERSHIPS = Kind(
    name="memberships",
    model=Membership,
    about="Places in organisations.",
    word="Membership",
    thing="OrganizationRole",
    example="""
- id: membership-xn-post
  country: XN
  organisation: org-post
  status: member
  date: 1903-01-01/..
  sources: [{source: gazette, stance: supports, locator: p. 7}]
""",
    mention=_mention,
    facet=STATUSES,
    facet_field="status",
    vocabularies=(STATUSES,),
    tables={
        "memberships": TableKind(
            summary="Places of countries in organisations.",
            columns=columns(
                ("organisation", "Organisation"),
                ("country", "Country"),
                ("status", "As"),
                ("period", "Period"),
                STANDING,
                SOURCES,
            ),
            empty="No membership is recorded.",
            rows=_rows,
            filters=filters("from_", "parent", "ids"),
            parent="organisations",
        )
    },
    moments=_moments,
    timeline=True,
)
