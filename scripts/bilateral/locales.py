"""The locale that belongs to a language: how its dates and numbers are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import icu
from babel import Locale
from babel.core import UnknownLocaleError, get_global

from bilateral.text import characters_of


def locale_of(language: str) -> str:
    """Return the locale of a language tag, such as ``lt_LT`` for ``lt``.

    A language without a region has the one where most of its speakers live; English without one puts the day first.

    Raises:
        UnknownLocaleError: where the patterns of CLDR do not have the language.

    """
    if language == "en":
        return "en_GB"
    tag = icu.Locale.forLanguageTag(language)  # what varies or extends a language changes no pattern
    if not tag.getLanguage():
        raise UnknownLocaleError(language)
    locale = Locale.parse("_".join(filter(None, (tag.getLanguage(), tag.getScript(), tag.getCountry()))))
    region = locale.territory or get_global("likely_subtags").get(locale.language, "").rpartition("_")[2]
    try:
        return str(Locale.parse("_".join(filter(None, (locale.language, locale.script, region)))))
    except UnknownLocaleError:  # CLDR has no Norwegian of Norway, but one of its two languages
        return str(locale)


@lru_cache(maxsize=256)
def language_name(code: str, locale: str) -> str:
    """Write the name of a language; the code itself where the locale data has no name."""
    try:
        return Locale.parse(code, sep="-").get_language_name(locale) or code
    except (UnknownLocaleError, ValueError):  # of a language without data of its own, others may know the name
        return str(Locale.parse(locale).languages.get(code.replace("-", "_"), code))


FAMILY_FIRST = frozenset({"ja", "ko", "vi", "yue", "zh"})
"""Languages whose names have the family name first in a book in English too, by CLDR; ICU has this for Java alone."""
AT_HOME = frozenset({"hu"})
"""Languages that write their names so, which books in another language turn round: Nagy Imre."""
SORTED_AS_SAID = frozenset({"am", "bo", "dz", "is", "lo", "ms", "my", "so", "th", "ti"})
"""Languages in which people are looked up by the first of their names: what follows is a father's, or seldom said."""
_SCRIPTS = re.compile(rf"[{characters_of('[[:sc=Hani:][:sc=Hira:][:sc=Kana:][:sc=Hang:]]')}]")


def is_family_first(family: str, language: str | None, of_book: str) -> bool:
    """Tell whether a family name is said before the given name in a book: by its script, or its language."""
    spoken = (language or "").partition("-")[0]
    at_home = spoken in AT_HOME and spoken == of_book.partition("-")[0]
    return at_home or spoken in FAMILY_FIRST or bool(_SCRIPTS.match(family))


def is_sorted_as_said(language: str | None) -> bool:
    """Tell whether people with names in a language are looked up by their given names."""
    return (language or "").partition("-")[0] in SORTED_AS_SAID


def listing(texts: Sequence[str], locale: str) -> str:
    """Write texts in a row: ``Nörd, Süd and West``; ``España e Italia``, which Babel does not know."""
    return str(_lister(locale, icu.UListFormatterType.AND).format(list(texts)))


def alternatives(texts: Sequence[str], locale: str) -> str:
    """Write texts of which one holds: ``1899, 1900 or 1901``."""
    return str(_lister(locale, icu.UListFormatterType.OR).format(list(texts)))


@lru_cache(maxsize=16)
def _lister(locale: str, kind: int) -> icu.ListFormatter:
    return icu.ListFormatter.createInstance(icu.Locale(locale), kind, icu.UListFormatterWidth.WIDE)


@lru_cache(maxsize=256)
def is_registered(tag: str) -> bool:
    """Tell whether a tag is well formed, and its parts are in the registry of BCP 47."""
    if "_" in tag or tag == "root":
        return False  # so locales are written, and langcodes takes them
    if tag.isalpha() and tag in Locale.parse("en").languages:  # CLDR names none that is not registered
        return True
    from langcodes import tag_is_valid  # late: it reads the registry, and few books need it

    return bool(tag_is_valid(tag))


def meant(tag: str) -> str:
    """Return the tag to write in the place of one that is refused: ``en-GB`` for ``en_GB``, ``tlh`` for ``i-klingon``.

    Returns "" where nobody knows.
    """
    from langcodes import standardize_tag, tag_is_valid  # late: as above

    names = {name.lower(): code for code, name in Locale.parse("en").languages.items()}
    if code := names.get(tag.lower()):
        return str(code).replace("_", "-")
    if not tag.isascii() or not tag_is_valid(tag):
        return ""
    found = str(standardize_tag(tag))
    return "" if found == "und" or "x" in found.split("-") else found


def own_name(language: str) -> str:
    """Write the name of a language in the language itself."""
    return language_name(language, language.replace("-", "_"))
