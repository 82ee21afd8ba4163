"""The order of the general index, in every format that Sphinx's index is written to, and its entries for the search.

Sphinx sorts by the codes of letters: Łódź stands after Zarasai, Šiauliai after Szeged. An entry may name the letter
that it stands under, and Sphinx sorts by the lower case of that; this is not documented. Without it, names with accents
and strokes stand where no reader looks for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

from sphinx.environment import BuildEnvironment

from bilateral.collation import fold

Entry = tuple[str, str, str, str, Any]
"""An entry as a node of the index has it: kind, words, target, "main" or nothing, and letter."""
SORTED = ("single", "see", "seealso")
"""The kinds of entries that stand under one word."""


class Letter(str):
    """The letter that an entry stands under; its lower case, by which Sphinx sorts, is the entry without accents."""

    __slots__ = ("_words",)
    _words: str

    def __new__(cls, words: str) -> Self:
        """Take the letter from the words of the entry."""
        letter = super().__new__(cls, fold(words)[:1].upper())
        letter._words = words
        return letter

    def lower(self) -> str:
        """Return what Sphinx sorts by."""
        return fold(self._words)

    def __reduce__(self) -> tuple[type[Letter], tuple[str]]:
        """Keep the words when the page is pickled."""
        return Letter, (self._words,)


def with_letter(entry: Entry) -> Entry:
    """Return an entry with the letter that a reader looks under, where it begins with one and names none."""
    kind, words, target, main, letter = entry
    word = words.partition(";")[0].strip()
    return (kind, words, target, main, Letter(word)) if kind in SORTED and not letter and word[:1].isalpha() else entry


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
