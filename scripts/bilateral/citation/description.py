"""What the book or a part of it is: the one description that all citations and all metadata are made from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bilateral.anchors import permanent_address
from bilateral.formats import Format
from bilateral.model import Contributor, Edition
from bilateral.translation import language_left, made_of

_WRITTEN = ("chapter", "section", "table", "figure")
_CREATIVE_COMMONS = re.compile(r"CC (?P<terms>BY(?:-(?:SA|NC|ND|NC-SA|NC-ND))?) (?P<version>\d\.\d)")


@dataclass(frozen=True)
class Part:
    """A part of the book that has an anchor.

    ``kind`` is "chapter", "section", "table", "figure" or "source"; for a record it is the name of its collection, such
    as "visits". ``number`` is that of the section, or of the section that holds the table or the record; it is "" where
    there is none. ``title`` is plain text. ``drawn`` tells a figure that is drawn from the data.
    """

    anchor: str
    kind: str
    title: str
    number: str
    drawn: bool = False

    @property
    def is_written(self) -> bool:
        """Whether it is text of the book, and not an entry that is made from a record."""
        return self.kind in _WRITTEN


@dataclass(frozen=True)
class Description:
    """The description of the book, or of a part: then ``book`` is that of the book, and ``part`` says which part."""

    name: str
    """What it is called in a list of references: the name of the book, the anchor of a part."""
    title: str
    subtitle: str
    address: str
    """The permanent address."""
    authors: tuple[Contributor, ...]
    editors: tuple[Contributor, ...]
    translators: tuple[Contributor, ...]
    edition: str
    version: str
    published: dt.date
    language: str
    identifier: str
    """The permanent identifier: that of the book is a URN, that of a part its address."""
    licence: str
    summary: str = ""
    keywords: tuple[str, ...] = ()
    part: Part | None = None
    book: Description | None = None

    @property
    def locale(self) -> str:
        """The locale of the words that are said beside those of the book."""
        return self.language.replace("-", "_")

    @property
    def full_title(self) -> str:
        """The title, with the subtitle where there is one."""
        return made_of(self.title, f"{self.title}: {self.subtitle}") if self.subtitle else self.title

    @property
    def contributors(self) -> Iterator[tuple[str, Contributor]]:
        """All who have made it, each with the role: "author", "editor" or "translator"."""
        yield from (("author", one) for one in self.authors)
        yield from (("editor", one) for one in self.editors)
        yield from (("translator", one) for one in self.translators)

    @property
    def makers(self) -> str:
        """Those whom it is by, as printed: its authors, or else its editors."""
        return ", ".join(one.printed for one in self.authors or self.editors)

    @property
    def licence_address(self) -> str:
        """The address of the licence, where it is one of Creative Commons; else ""."""
        match = _CREATIVE_COMMONS.fullmatch(self.licence)
        if match:
            return f"https://creativecommons.org/licenses/{match['terms'].lower()}/{match['version']}/"
        return "https://creativecommons.org/publicdomain/zero/1.0/" if self.licence == "CC0 1.0" else ""

    @property
    def licence_code(self) -> str:
        """The code of the licence by SPDX, as far as its name has the form of one."""
        return self.licence.replace(" ", "-")


@dataclass(frozen=True)
class Download:
    """A file that is the book in another format than the web book."""

    format: Format
    address: str


def describe(edition: Edition, part: Part | None = None) -> Description:
    """Return the description of ``part``, or of the whole book."""
    book = Description(
        edition.name,
        edition.title,
        edition.subtitle,
        edition.address,
        edition.authors,
        edition.editors,
        edition.translators,
        edition.edition,
        edition.version,
        edition.published.earliest,
        edition.language,
        edition.identifier,
        edition.licence,
        edition.description,
        edition.keywords,
    )
    if part is None:
        return book
    address = permanent_address(edition, part.anchor)
    return replace(
        book,
        name=part.anchor,
        title=part.title,
        subtitle="",
        address=address,
        language=language_left(part.title) or edition.language,
        identifier=address,
        summary="",
        keywords=(),
        part=part,
        book=book,
    )
