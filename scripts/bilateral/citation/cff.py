"""Write ``CITATION.cff``, which tells hosts of repositories and reference managers how to cite the book.

Source: https://github.com/citation-file-format/citation-file-format, version 1.2.0.
"""

from __future__ import annotations

from typing import Any

import yaml

from bilateral.citation.description import Description, describe
from bilateral.locales import locale_of
from bilateral.messages import say
from bilateral.model import Contributor, Edition

_CODE_LICENCE = "MIT"
"""The licence of the programs, whatever that of text and data is."""


def cff_text(edition: Edition) -> str:
    """Return the text of the file for the book, its data and the programs that make it."""
    described = describe(edition)
    day = described.published
    book = {
        "type": "book",
        "title": described.full_title,
        **_contributors(described),
        "edition": described.edition,
        "version": described.version,
        "year": day.year,
        "month": day.month,
        "date-published": day.isoformat(),
        "languages": [described.language.partition("-")[0]],
        "url": described.address,
    }
    locale = locale_of(edition.language)
    licences = say(
        locale,
        "Text and data are under {licence}, the programs that make the book under the {code_licence} licence.",
        licence=edition.licence,
        code_licence=_CODE_LICENCE,
    )
    whole: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": say(
            locale, "If you use the book or its data, please cite it. Give the edition and the anchor of what you cite."
        ),
        "type": "dataset",
        "title": edition.title,
        "authors": _contributors(described)["authors"],
        "version": described.version,
        "date-released": book["date-published"],
        "license": [_CODE_LICENCE, described.licence_code],
        "url": described.address,
        "identifiers": [
            {
                "type": "other",
                "value": edition.identifier,
                "description": say(locale, "Permanent identifier of the book, the same in every format"),
            }
        ],
        "abstract": f"{edition.description} {licences}",
        **({"keywords": list(edition.keywords)} if edition.keywords else {}),
        "preferred-citation": book,
    }
    text = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=118)
    return f"# Made from the title page in the data file; run: make citation\n{text}"


def book_of(text: str) -> str:
    """Return the identifier of the book that the text of a file is about; "" where it is about none."""
    try:
        told = yaml.safe_load(text)
        return str(told["identifiers"][0]["value"])
    except (yaml.YAMLError, LookupError, TypeError):
        return ""


def _contributors(described: Description) -> dict[str, list[dict[str, str]]]:
    """Return who has made the book; the format asks for authors, and editors stand for them where there are none."""
    authors = described.authors or described.editors
    roles = {"authors": authors, "editors": described.editors, "translators": described.translators}
    return {role: list(map(_name, contributors)) for role, contributors in roles.items() if contributors}


def _name(contributor: Contributor) -> dict[str, str]:
    if contributor.name:
        return {"name": contributor.name}
    parts = {
        "family-names": contributor.family,
        "given-names": contributor.given,
        "name-particle": contributor.particle,
        "name-suffix": contributor.suffix,
        "orcid": contributor.orcid and f"https://orcid.org/{contributor.orcid}",
    }
    return {key: text for key, text in parts.items() if text}
