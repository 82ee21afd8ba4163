"""The parts that all records share: texts, ids, references, source links and facts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from bilateral.dates import Edtf
from bilateral.locales import is_registered, meant
from bilateral.text import LONGEST_NAME, first_hidden, named

Stance = Literal["supports", "contradicts", "context"]
Standing = Literal["confirmed", "partly", "disputed", "contradicted", "reported"]
"""How well a statement stands, computed from the sources linked to it."""
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
"""The units of a series that multiply its values."""


def _clean(text: str) -> str:
    """Fold white space to single spaces and compose accents; refuse what cannot be printed."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if not text:
        raise PydanticCustomError("text", "the text is empty; write something or remove the key")
    bad = first_hidden(text)
    if bad is not None:
        raise PydanticCustomError("text", f"the text has the character {named(bad)}, which cannot be seen; remove it")
    return text


PlainText = Annotated[str, AfterValidator(_clean)]
"""Plain text: no markup of any format has power in it. White space is folded to single spaces."""


def _registered(tag: object) -> object:
    """Refuse a tag with a language or a script that is not in the registry of BCP 47, or that is written otherwise."""
    if not isinstance(tag, str) or (re.fullmatch(LANGUAGE_PATTERN, tag) and is_registered(tag)):
        return tag
    if tag.lower().startswith("x-"):
        private = "a private tag, which no program knows; write that of the language, or mis if it has none"
        raise PydanticCustomError("value", f"'{tag}' is {private}")
    wanted = meant(tag) or "lt, en-GB or ja-Latn"
    raise PydanticCustomError("value", f"'{tag}' is not the tag of a language (BCP 47); write {wanted}")


Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=LONGEST_NAME)]
"""A permanent id: lower-case ASCII words joined by hyphens. It is the record's anchor in every format."""

Label = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=LONGEST_NAME)]
"""The label of a section of the book."""

LANGUAGE_PATTERN = r"[a-z]{2,3}(-[A-Za-z0-9]+)*"
Language = Annotated[str, Field(pattern=rf"^{LANGUAGE_PATTERN}$"), BeforeValidator(_registered)]
"""The code of a language (BCP 47)."""

FactNumber = Annotated[str, Field(pattern=r"^[A-Z][0-9]{2,3}$")]
"""The number of a fact in one of the volume's registers, such as F25."""


@dataclass(frozen=True)
class Ref:
    """Marks a text as a reference to a record of one of these collections."""

    collections: tuple[str, ...]

    def __init__(self, *collections: str) -> None:
        object.__setattr__(self, "collections", collections)


CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}([A-Z]{2})?$"), Ref("countries")]
"""The ISO 3166 code of a country of the file."""

Party = Annotated[str, Ref("countries", "organisations")]
"""The code of a country or the id of an organisation."""

PersonId = Annotated[str, Ref("people")]
PlaceId = Annotated[str, Ref("places")]
OrganisationId = Annotated[str, Ref("organisations")]
AgreementId = Annotated[str, Ref("agreements")]
EventId = Annotated[str, Ref("events")]
MembershipId = Annotated[str, Ref("memberships")]
SeriesId = Annotated[str, Ref("series")]


class Strict(BaseModel):
    """A frozen model that knows every key it takes.

    Its validator is made when it is asked for: a data file is judged by that of the whole file alone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Link(Strict):
    """How one source bears on what it is linked to."""

    source: str = Field(description="Key of an entry in references.bib.")
    stance: Stance = Field(description="What the source does: bears it out, denies it, or only gives the setting.")
    locator: PlainText = Field(description="Where in the source: page, row, paragraph, or the part that was seen.")
    part: PlainText | None = Field(
        None, description="Which part the stance holds for, where it does not hold for the whole."
    )


class Fact(Strict):
    """One numbered statement, its sources, and the section that tells it."""

    fact: FactNumber = Field(description="Number in a register of the volume; each number stands once.")
    statement: PlainText = Field(description="The statement in our own words, as a sentence.")
    finding: PlainText | None = Field(None, description="What the book says instead or adds, where the statement errs.")
    section: Label = Field(description="Label of the section that tells the fact.")
    counts: bool = Field(
        True, description="False where the statement errs and the record follows the sources: it leaves the mark alone."
    )
    sources: tuple[Link, ...] = Field((), description="Sources beside the register's own.")


class Record(Strict):
    """What every record has."""

    prefix: ClassVar[str]

    id: Id = Field(description="Permanent id and anchor; starts with the prefix of its collection.")
    facts: tuple[Fact, ...] = Field((), description="The numbered facts that the record covers.")
    sources: tuple[Link, ...] = Field((), description="Sources of the record beside those of its facts.")
    note: PlainText | None = Field(None, description="A remark for the reader.")
    same_as: tuple[Annotated[str, Field(pattern=r"^Q[1-9][0-9]*$")], ...] = Field(
        (), description="Numbers of the same thing in Wikidata, such as Q37."
    )

    def amounts(self) -> Iterable[tuple[str, Decimal, Decimal, str | None]]:
        """Return each value as it is written, as the number in it, as a plain number, and its currency."""
        return ()


AsWritten = Annotated[
    PlainText | None,
    Field(description="The date as the source writes it, by another calendar: 26 October 1917, Old Style."),
]


class AlsoDated(Strict):
    """Another dated reading of the same event."""

    date: Edtf = Field(description="The date that these sources give.")
    as_written: AsWritten = None
    sources: tuple[Link, ...] = Field(min_length=1, description="The sources that give this date.")


class Dated(Strict):
    """What stands beside a date, wherever there is one."""

    also_dated: tuple[AlsoDated, ...] = Field((), description="Other dates that sources give.")
    as_written: AsWritten = None
