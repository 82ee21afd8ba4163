"""What is known of countries before a volume is written: names and languages by CLDR, capitals and adjectives.

Countryinfo has capitals, their positions and the words for their people; it is what people keep by hand, so an editor
looks over it once. Where that word is no adjective of this country alone, the name stands in its place.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.languages import get_official_languages

from bilateral.folding import fold

NAMES = "en"
"""The language of the names, which is that of the book."""
_NO_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
"""Codes of CLDR for what is no country, or has none in ISO 3166."""
_EITHER = "country or territory"
"""No package tells the two apart, and a book may not call one of them a state before an editor does."""
_AXES = 2
_IN_BOOKS = [(r" & ", " and "), (r" - ", "-"), (r" SAR China$| \(Burma\)$", "")]
_IN_BOOKS += [(r" and (Grenadines|South Sandwich)", r" and the \1")]
"""What CLDR writes for lists of choices, and a book otherwise: Congo - Kinshasa, Hong Kong SAR China."""
_WITH_ARTICLE = re.compile(
    r"(?:Bahamas|Comoros|Emirates|Gambia|Islands|Isle of Man|Kingdom|Maldives|Netherlands|Philippines"
    r"|Republic|States|Territory|Territories)$"
)
"""Names that English sentences give an article, by their last word."""
_NO_ADJECTIVE = re.compile(r",|\band\b|(?:land|stein|bourg|rinam)er$")
"""Words for people that are no adjective: several of them, or a noun such as Icelander."""
_ADJECTIVES = {
    "AG": "Antiguan and Barbudan",
    "AR": "Argentine",
    "BA": "Bosnian",
    "BW": "Botswanan",
    "CV": "Cape Verdean",
    "DJ": "Djiboutian",
    "GI": "Gibraltarian",
    "GW": "Bissau-Guinean",
    "IS": "Icelandic",
    "KG": "Kyrgyz",
    "KN": "Kittitian and Nevisian",
    "LS": "Basotho",
    "MV": "Maldivian",
    "PH": "Philippine",
    "PS": "Palestinian",
    "SR": "Surinamese",
    "ST": "São Toméan",
    "TJ": "Tajik",
    "TT": "Trinidad and Tobago",
    "VC": "Vincentian",
    "XK": "Kosovar",
}
"""Adjectives that the words for people do not tell: one Motswana, two Batswana; or that countryinfo has otherwise."""


class UnknownCountryError(ValueError):
    """A code that is none of a country, or two that are the same."""


@dataclass(frozen=True)
class Capital:
    """A capital and where it lies, north and east."""

    name: str
    position: tuple[float, float]


def countries() -> dict[str, str]:
    """Return the name of each country by its ISO code, as CLDR has it."""
    named = Locale.parse(NAMES).territories.items()
    return {
        str(code): _in_books(str(name))
        for code, name in named
        if re.fullmatch("[A-Z]{2}", str(code)) and code not in _NO_COUNTRIES
    }


def name_of(code: str) -> str:
    """Return the name of a country.

    Raises:
        UnknownCountryError: where the code is of none.

    """
    known = countries()
    if code not in known:
        raise UnknownCountryError(f"'{code}' is the code of no country; take the ISO 3166 code, such as GE")
    return known[code]


def _in_books(name: str) -> str:
    for found, written in _IN_BOOKS:
        name = re.sub(found, written, name)
    return name


def in_a_sentence(name: str) -> str:
    """Return the name of a country as a sentence has it: the Bahamas."""
    return f"the {name}" if _WITH_ARTICLE.search(name) and " and the " not in name else name


def language_of(code: str) -> str:
    """Return the official language that most people of a country speak; English where CLDR knows none."""
    official = get_official_languages(code, de_facto=True)
    return str(official[0]).replace("_", "-") if official else NAMES


def known_of(code: str) -> tuple[str | None, Capital | None]:
    """Return the adjective of a country, and its capital; None where none is known, or several are."""
    from countryinfo import CountryInfo  # here, for only the command that writes a volume needs it
    from countryinfo.exceptions import CountryNotFoundError

    try:
        found = CountryInfo(code)
        demonym, name, position = found.demonym(), found.capital(), found.capital_latlng()
    except CountryNotFoundError:
        return _ADJECTIVES.get(code), None
    adjective = _ADJECTIVES.get(code)
    if not adjective and demonym and not _NO_ADJECTIVE.search(demonym) and code == _bearers()[demonym]:
        adjective = demonym
    if not name or len(position or ()) != _AXES:
        return adjective, None
    north, east = (float(part) for part in position)
    return adjective, Capital(name, (north, east))


@cache
def _bearers() -> dict[str, str]:
    """Return for each word for people the country with most of them: those of Mayotte are called French, too."""
    from countryinfo import all_countries

    by_size = sorted(all_countries(), key=lambda country: country.population() or 0)
    return {str(country.demonym()): str(country.iso(2)) for country in by_size}


def slug(name: str) -> str:
    """Return a name as part of an id."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(name)))


def entries(*codes: str) -> str:
    """Return the countries and their capitals as they stand in a data file."""
    lines: list[str] = []
    places: list[str] = []
    for code in codes:
        demonym, capital = known_of(code)
        name = name_of(code)
        key = f"place-{slug(capital.name)}" if capital else ""
        key += f"-{code.lower()}" if any(f"id: {key}," in line for line in places) else ""
        texts = [
            f"id: country-{code.lower()}",
            f"code: {code}",
            f"kind: {_EITHER}",
            f"name: {_quoted(name)}",
            f"adjective: {_quoted(demonym or name)}",
            f"language: {language_of(code)}",
        ]
        if capital:
            north, east = (f"{round(part, 2):g}" for part in capital.position)
            texts.append(f"seat: {key}")
            places.append(
                f"- {{id: {key}, name: {_quoted(capital.name)}, country: {code}, position: [{north}, {east}]}}"
            )
        lines += [
            f"- {texts[0]}",
            *(f"  {text}" for text in texts[1:]),
            '  # colours: ["#rrggbb", "#rrggbb"]  # of its flag',
            f"  # flag: flags/{code.lower()}.svg  # its file; or bands: horizontal, where it is nothing but bands",
        ]
    return "\n".join([*lines, *(["places:", *places] if places else [])])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
