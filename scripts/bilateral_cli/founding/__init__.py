"""Write a new volume on two countries: text and data that build and pass at once, for editors to fill."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from babel import Locale
from babel.languages import get_official_languages

from bilateral.folding import fold
from bilateral.schema import schema_text

NAMES = "en"
"""The language of the names, which is that of the book."""
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Codes of CLDR for what is no country."""


class UnknownCountryError(ValueError):
    """A code that is none of a country, or two that are the same."""


def write_volume(one: str, two: str, folder: Path, published: dt.date) -> None:
    """Write a volume on the countries of two ISO codes into a folder.

    Raises:
        UnknownCountryError: where a code is none of a country, or both are the same.

    """
    if one == two:
        raise UnknownCountryError(f"'{one}' stands twice; name two countries")
    words = _words(one, two, published)
    _write(files(__name__) / "template", folder, words)
    (folder / "data/relations.schema.json").write_text(schema_text(), "utf-8")


def _write(template: Traversable, folder: Path, words: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for part in template.iterdir():
        if part.is_dir():
            _write(part, folder / part.name, words)
        else:
            (folder / part.name.removesuffix(".template")).write_text(
                Template(part.read_text("utf-8")).substitute(words), "utf-8"
            )


def _words(one: str, two: str, published: dt.date) -> dict[str, str]:
    first, second = _name(one), _name(two)
    name = f"{_slug(first)}-{_slug(second)}-relations"
    texts = {
        "title": f"{first}–{second} Relations",
        "subtitle": "A reference book",
        "first": first,
        "second": second,
        "description": f"The relations of {first} and {second}: every record with its sources.",
    }
    return {
        **texts,
        **{f"{key}_yaml": json.dumps(text, ensure_ascii=False) for key, text in texts.items()},
        "name": name,
        "one": one,
        "two": two,
        "one_lower": one.lower(),
        "two_lower": two.lower(),
        "first_language": _language(one),
        "second_language": _language(two),
        "published": published.isoformat(),
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.example")),
    }


def countries() -> dict[str, str]:
    """Return the name of each country by its ISO code, as CLDR has it."""
    named = Locale.parse(NAMES).territories.items()
    return {
        str(code): str(name)
        for code, name in named
        if re.fullmatch("[A-Z]{2}", str(code)) and code not in _NO_COUNTRIES
    }


def _name(code: str) -> str:
    known = countries()
    if code not in known:
        raise UnknownCountryError(f"'{code}' is the code of no country; take the ISO 3166 code, such as GE")
    return known[code]


def _language(code: str) -> str:
    """Return the official language that most people of a country speak; English where CLDR knows none."""
    official = get_official_languages(code, de_facto=True)
    return str(official[0]).replace("_", "-") if official else NAMES


def _slug(name: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", fold(name)))
