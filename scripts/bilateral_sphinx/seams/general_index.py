"""The order of the general index, in every format that Sphinx's index is written to, and its entries for the search.

Sphinx sorts by the codes of letters: Łódź stands after Zarasai, Šiauliai after Szeged. An entry may name the heading
that it stands under, and Sphinx sorts by the lower case of that; this is not documented. Without it, names with accents
and strokes stand where no reader looks for them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, Self

from sphinx.environment import BuildEnvironment

from bilateral.collation import collation_key, index_letter
from bilateral.translation import PartlyTranslated, language_left, made_of

Entry = tuple[str, str, str, str, Any]
"""An entry as a node of the index has it: kind, words, target, "main" or nothing, and heading."""
SORTED = ("single", "see", "seealso")
"""The kinds of entries that stand under one word."""
FIRST = 0x4E00
"""The first of many characters that Sphinx takes for letters and that have no case: one for each byte of a key."""


class Heading(str):
    """The heading that an entry stands under, a letter; its lower case, by which Sphinx sorts, is the entry's key."""

    __slots__ = ("_key",)
    _key: str

    def __new__(cls, heading: str, key: str) -> Self:
        """Keep the key of the entry with its heading."""
        made = super().__new__(cls, heading)
        made._key = key
        return made

    def lower(self) -> str:
        """Return what Sphinx sorts by."""
        return self._key

    def __reduce__(self) -> tuple[type[Heading], tuple[str, str]]:
        """Keep both when the page is pickled."""
        return Heading, (str(self), self._key)


def with_heading(entry: Entry, locale: str) -> Entry:
    """Return an entry with the heading that a reader looks under, where it begins with a letter.

    What an entry names for its heading already, such as the reading of a name, is what it is sorted by. What begins
    with no letter stands among the symbols, as Sphinx has it.
    """
    kind, words, target, main, reading = entry
    word = reading or words.partition(";")[0].strip()
    if kind not in SORTED:
        return entry
    if not word or not index_letter(word, locale).isalpha():
        return kind, words, target, main, None
    key = "".join(chr(FIRST + byte) for byte in collation_key(word, locale)[0])
    return kind, words, target, main, Heading(index_letter(word, locale), key)


def single_entries(entry: Entry) -> list[Entry]:
    """Return the entries under one word for which a pair or a triple stands."""
    kind, words, *rest = entry
    parts = [part.strip() for part in words.split(";")]
    match kind, parts:
        case "pair", [one, other]:
            found = [f"{one}; {other}", f"{other}; {one}"]
        case "triple", [one, two, three]:
            found = [f"{one}; {two} {three}", f"{two}; {three}, {one}", f"{three}; {one} {two}"]
        case _:
            return [entry]
    return [("single", made_of(words, single), *rest) for single in found]


def index_parts(entry: Entry) -> list[str]:
    """Return the words of an entry, level by level; of one that refers to another, its words and those of the other."""
    return [part.strip() for part in entry[1].split(";", 1)]


def languages_of(env: BuildEnvironment) -> dict[str, str]:
    """Return the language of each word of the index that a translation leaves in that of the original.

    Sphinx takes entries apart into words that know none.
    """
    found: dict[str, str] = {}
    for entry in itertools.chain.from_iterable(env.domains.index_domain.entries.values()):
        words = entry[1]
        if language := language_left(words):
            found |= {part.strip(): language for part in [words, *words.split(";")]}
        elif isinstance(words, PartlyTranslated):
            found |= words.left
    return found


def places_of(env: BuildEnvironment) -> Iterator[tuple[str, str, str]]:
    """Yield page, anchor and words of each entry that leads to a place: of those in one section the first.

    Sphinx's own search index takes an entry and the one below it apart, and loses those of pages that are not written.
    """
    for docname, entries in env.domains.index_domain.entries.items():
        found: dict[tuple[str, str], str] = {}
        for kind, words, target, _main, _letter in entries:
            if kind not in {"see", "seealso"}:
                found.setdefault((target.partition(".")[0], words.replace(";", ",")), target)
        yield from ((docname, target, words) for (_section, words), target in found.items())
