"""Write ``CITATION.cff``, which tells hosts of repositories and reference managers how to cite the book.

Source: https://github.com/citation-file-format/citation-file-format, version 1.2.0.
"""

from __future__ import annotations

from typing import Any

import yaml

from bilateral.citation.record import Item, item_of
from bilateral.model import Edition

_CODE_LICENCE = "MIT"
"""The licence of the programs, whatever that of text and data is."""


def cff_text(edition: Edition) -> str:
    """Return the text of the file for the book, its data and the programs that make it."""
    item = item_of(edition)
    year, month, day = item["issued"]["date-parts"][0]
    book = {
        "type": "book",
        "title": item["title"],
        "authors": _authors(item),
        "edition": item["edition"],
        "version": item["version"],
        "year": year,
        "month": month,
        "date-published": f"{year:04}-{month:02}-{day:02}",
        "url": item["URL"],
    }
    abstract = (
        f"{edition.description} Text and data are under {edition.licence}, the programs that make the book under the"
        f" {_CODE_LICENCE} licence."
    )
    whole: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use the book or its data, please cite it. Give the edition and the anchor of what you cite.",
        "type": "dataset",
        "title": edition.title,
        "authors": _authors(item),
        "version": edition.version,
        "date-released": book["date-published"],
        "license": [_CODE_LICENCE, edition.licence.replace(" ", "-")],
        "url": item["URL"],
        "identifiers": [
            {
                "type": "other",
                "value": edition.identifier,
                "description": "Permanent identifier of the book, the same in every format",
            }
        ],
        "abstract": abstract,
        **({"keywords": list(edition.keywords)} if edition.keywords else {}),
        "preferred-citation": book,
    }
    text = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=118)
    return f"# Made from the title page in the data file; run: make citation\n{text}"


def _authors(item: Item) -> list[dict[str, str]]:
    return [{"name": author["literal"]} for author in item["author"]]
