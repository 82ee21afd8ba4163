"""How much of two texts is the same, whatever has been done to them between two editions.

Texts are compared by digests of two characters for each word, in their order: they tell as much, and what is kept of a
published text takes a third of the room.
"""

from __future__ import annotations

import math
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from hashlib import blake2b

from bilateral.folding import words_in

SOFT_HYPHEN = "\u00ad"
WIDTH = 2
"""Characters of the digest of a word: 4,096 are enough to tell the words of one text from those of another."""
SAME = 0.5
"""How much of two texts must be the same for the one to be the other after an edit in its place."""


def digests(text: str) -> str:
    """Return the digests of the words of a text, in their order; without spaces, those of each two characters."""
    return "".join(map(_digest, words_in(text.replace(SOFT_HYPHEN, "").casefold())))


def length(words: str) -> int:
    """Return how many words a text has, by its digests."""
    return len(words) // WIDTH


@lru_cache(maxsize=1 << 15)
def _digest(word: str) -> str:
    return urlsafe_b64encode(blake2b(word.encode(), digest_size=3).digest())[:WIDTH].decode()


class Likeness:
    """Compares texts, given by their digests: a word that few of them have tells more than one that many have."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = texts
        self._bags: dict[str, Counter[str]] = {}
        self._weights: dict[str, float] = {}

    def of(self, one: str, other: str, least: float = SAME) -> float:
        """Return how much of both texts is the same, from 0 to 1; 0 where that cannot be as much as the least."""
        mine, theirs = self._weight(one), self._weight(other)
        both = mine + theirs
        if not both or 2 * min(mine, theirs) < least * both:
            return 0.0
        return 2 * self._common(one, other) / both

    def part(self, one: str, whole: str) -> float:
        """Return how much of the one is in the other."""
        weight = self._weight(one)
        return self._common(one, whole) / weight if weight else 0.0

    @cached_property
    def _frequencies(self) -> Counter[str]:
        return Counter(word for words in set(self._texts) for word in set(_split(words)))

    def _bag(self, words: str) -> Counter[str]:
        if words not in self._bags:
            self._bags[words] = Counter(_split(words))
        return self._bags[words]

    def _value(self, word: str) -> float:
        return 1 / (1 + math.log(self._frequencies[word]))

    def _weight(self, words: str) -> float:
        if words not in self._weights:
            self._weights[words] = sum(count * self._value(word) for word, count in self._bag(words).items())
        return self._weights[words]

    def _common(self, one: str, other: str) -> float:
        mine, theirs = self._bag(one), self._bag(other)
        return sum(min(mine[word], theirs[word]) * self._value(word) for word in mine.keys() & theirs.keys())


def _split(words: str) -> Iterator[str]:
    return (words[start : start + WIDTH] for start in range(0, len(words), WIDTH))
