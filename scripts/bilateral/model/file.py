"""What stands in the data file before the records: the edition and the registers of facts."""

from __future__ import annotations

import re
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from bilateral.dates import Edtf
from bilateral.model.base import CountryCode, Language, PlainText, Strict
from bilateral.model.styles import style_file, style_names
from bilateral.problems import did_you_mean
from bilateral.text import LONGEST, LONGEST_NAME, with_particle


def _one_day(date: Edtf) -> Edtf:
    if date.end is not None or date.precision != "day":
        raise ValueError(f"'{date}' is not one day; write 2002-06-15")
    return date


def _orcid(text: str) -> str:
    """Refuse an ORCID whose last sign does not check the others (ISO 7064, MOD 11-2)."""
    digits, check = text[:-1].replace("-", ""), text[-1]
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    if "0123456789X"[-(total - 1) % 11] != check:
        raise PydanticCustomError("value", f"'{text}' is not an ORCID: a digit is wrong")
    return text


class Contributor(Strict):
    """A person or a body that has made the book: a person has a family name, a body has a name."""

    name: PlainText | None = Field(None, description="The name of a body, as printed.")
    family: PlainText | None = Field(None, description="Family name of a person, by which the person is sorted.")
    given: PlainText | None = Field(None, description="Given names of a person.")
    particle: PlainText | None = Field(None, description="What stands before the family name: de la, van.")
    suffix: PlainText | None = Field(None, description="What stands behind the name: Jr., III.")
    orcid: Annotated[str, Field(pattern=r"^(\d{4}-){3}\d{3}[\dX]$"), AfterValidator(_orcid)] | None = Field(
        None, description="ORCID of a person, without the address."
    )

    @model_validator(mode="before")
    @classmethod
    def _told_apart(cls, value: Any) -> Any:
        if isinstance(value, str):
            wanted = f"write {{name: {value}}} for a body, {{family: …, given: …}} for a person"
            raise PydanticCustomError("contributor", f"'{value}' may be a person or a body; {wanted}")
        return value

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if self.family is None and self.name is None:
            raise PydanticCustomError("contributor", "a person has a 'family' name, a body a 'name'; add one of them")
        if self.name is not None and self.model_fields_set != {"name"}:
            kept = ", ".join(sorted(self.model_fields_set - {"name"}))
            raise PydanticCustomError("contributor", f"a body has a 'name' and nothing else; remove 'name', or {kept}")
        return self

    @property
    def printed(self) -> str:
        """The name as it is read: ``María de la Vega Jr.``."""
        return self.name or " ".join(filter(None, (self.given, with_particle(self.particle, self.family), self.suffix)))

    @property
    def file_as(self) -> str:
        """The name as lists have it: ``de la Vega, María, Jr.``."""
        family = with_particle(self.particle, self.family)
        return self.name or ", ".join(filter(None, (family, self.given, self.suffix)))


CITATION_STYLE = "modern-language-association"
"""The style of the bibliography where a volume sets none. It leaves out no kind of source, number or date."""


def _is_style(name: str) -> str:
    if not style_file(name).exists():
        hint = did_you_mean(name, style_names()) or "; write apa, or another of theirs"
        raise PydanticCustomError("value", f"'{name}' is no official style of the Citation Style Language{hint}")
    return name


def _with_places(address: str) -> str:
    unknown = sorted(set(re.findall(r"[{][^{}]*[}]?|[}]", address)) - {"{anchor}", "{version}", "{address}"})
    if unknown:
        known = "{anchor}, {version} and {address} are put in"
        raise PydanticCustomError("value", f"'{unknown[0]}' stands for nothing; {known}")
    return address


class Edition(Strict):
    """What stands on the title page."""

    name: Annotated[
        str,
        Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=LONGEST_NAME, description="File name of PDF and EPUB."),
    ]
    title: PlainText = Field(description="Title of the book.")
    subtitle: PlainText = Field(description="Subtitle.")
    authors: tuple[Contributor, ...] = Field((), description="Authors, as persons or bodies; or there are editors.")
    editors: tuple[Contributor, ...] = Field((), description="Editors, as persons or bodies.")
    translators: tuple[Contributor, ...] = Field((), description="Translators, as persons or bodies.")
    edition: PlainText = Field(description="The edition in words.")
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$", description="Version: edition.revision.correction.")]
    published: Annotated[Edtf, AfterValidator(_one_day)] = Field(description="Date of the edition, a day.")
    language: Language = Field(description="Language of the book (BCP 47).")
    licence: PlainText = Field(description="Licence of text and data.")
    identifier: Annotated[
        str, Field(pattern=r"^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", description="Permanent identifier.")
    ]
    address: Annotated[
        str,
        Field(
            pattern=r"^https?://[a-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~-]+)*/$",
            description="Where the web book is published; ends in a slash. All permanent addresses begin with it.",
        ),
    ]
    description: PlainText = Field(description="The book in a sentence or two.")
    keywords: tuple[PlainText, ...] = Field((), description="Subjects.")
    citation_style: Annotated[
        str,
        Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=LONGEST_NAME),
        AfterValidator(_is_style),
        Field(description="Style of the printed bibliography, by its name at the Citation Style Language."),
    ] = CITATION_STYLE
    corrections: Annotated[
        str,
        Field(pattern=r"^((https?://|mailto:)[^\s<>\"]+)?$", max_length=LONGEST),
        AfterValidator(_with_places),
        Field(description="Where readers report mistakes: an address with {anchor}, {version} and {address} in it."),
    ] = ""
    parties: Annotated[
        tuple[CountryCode, ...], Field(min_length=2, max_length=2, description="The two countries of the volume.")
    ]

    @model_validator(mode="after")
    def _has_makers(self) -> Self:
        if not self.authors and not self.editors:
            raise PydanticCustomError("nobody", "the book has neither authors nor editors; add 'authors' or 'editors'")
        return self

    @property
    def makers(self) -> str:
        """Those whom the book is by, as printed: its authors, or else its editors."""
        return ", ".join(one.printed for one in self.authors or self.editors)


class Register(Strict):
    """A numbered series of facts: each number from 1 to ``count`` is covered by exactly one record."""

    letter: Annotated[str, Field(pattern=r"^[A-Z]$", description="Letter before the number.")]
    title: PlainText = Field(description="What the register holds.")
    count: int = Field(ge=1, le=999, description="How many facts it has.")
    source: Annotated[str, Field(min_length=1)] | None = Field(
        None, description="Key of the base source that all its facts come from, and that cannot confirm them."
    )


class Import(Strict):
    """A spreadsheet that records were taken from."""

    file: PlainText = Field(description="Its name.")
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] = Field(description="The SHA-256 of its bytes.")
    kind: PlainText = Field(description="The collection of its records.")
    source: Annotated[str, Field(min_length=1)] = Field(description="Key of the source that it is from.")
    retrieved: Annotated[Edtf, AfterValidator(_one_day)] = Field(description="The day on which it was fetched.")
    licence: PlainText = Field(description="Its licence.")


class File(Strict):
    """Everything in the data file but the records, whose kinds the registry adds."""

    volume: Edition = Field(description="What stands on the title page.")
    registers: tuple[Register, ...] = Field((), description="The numbered series of facts.")
    imports: tuple[Import, ...] = Field((), description="The spreadsheets that records were taken from.")
