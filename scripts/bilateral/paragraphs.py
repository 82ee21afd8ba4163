"""Numbers of paragraphs that hold: each is known again by its words, however it is edited or moved.

Whatever can be quoted counts as one: a paragraph, an item of a list, a quotation, a row of a table. Its *place* is the
label of the section or table around it, its id the place, a dot, ``p`` and a number: ``visits-2002.p3``. The numbers of
a first edition follow the text. What is published keeps its number for ever, and what is new gets the next free one.
The ledger has the words of each published paragraph as digests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple, TypeVar

from bilateral.likeness import SAME, Likeness, length

K = TypeVar("K")
V = TypeVar("V")
MOVED = 0.7
"""How much of two texts must be the same for the one to be the other after an edit, in two places."""
WHOLE = 0.75
"""How much of a text must be in another for it to have been merged into it, or divided from it."""
TELLING = 5
"""Words without which a text tells nothing outside its place: "see above" may stand anywhere."""


class Paragraph(NamedTuple):
    """A paragraph of the book as it is now: its place, and the digests of its words."""

    place: str
    words: str


@dataclass(frozen=True)
class PublishedParagraph:
    """A paragraph as the ledger has it.

    ``whole`` is the id of the one that it was a part of, ``successor`` that of the one that it has become or has been
    merged into, or, where nothing is left of it, the label of its section.
    """

    place: str
    number: int
    since: str
    words: str
    whole: str = ""
    successor: str = ""
    line: int = 0

    @property
    def id(self) -> str:
        """The id by which it was published."""
        return paragraph_id(self.place, self.number)

    def __str__(self) -> str:
        """Write the paragraph as a line of the ledger."""
        whole = f" <- {self.whole}" if self.whole else ""
        successor = f" -> {self.successor}" if self.successor else ""
        return f"{self.id:<44} {self.since:<7} {self.words}{whole}{successor}"


@dataclass(frozen=True)
class Numbering:
    """The ids of the paragraphs of a book, and what has become of those that are published.

    ``ids`` has those of each paragraph: its own, then published ones that lead to it. ``at`` has the published ones of
    which nothing is left, by the label of the section or table that they lead to. ``divided`` says what new ones were
    parts of.
    """

    ids: list[list[str]] = field(default_factory=list)
    at: dict[str, list[str]] = field(default_factory=dict)
    divided: dict[str, str] = field(default_factory=dict)

    @cached_property
    def targets(self) -> dict[str, str]:
        """What each id leads to: the id of a paragraph, or the label of a section or table."""
        found = {name: names[0] for names in self.ids for name in names}
        return found | {name: label for label, names in self.at.items() for name in names}


def paragraph_id(place: str, number: int) -> str:
    """Return the id of a paragraph."""
    return f"{place}.p{number}"


def place_of(name: str) -> str:
    """Return the label of the section or table in which the paragraph of an id is numbered."""
    return name.rpartition(".p")[0]


def number_of(name: str) -> str:
    """Return the number in the id of a paragraph, as readers see it."""
    return name.rpartition(".p")[2]


def number(paragraphs: Sequence[Paragraph], published: Iterable[PublishedParagraph]) -> Numbering:
    """Give every paragraph its ids: each of those published goes to the paragraph that it has become."""
    listed = list(published)
    matching = Matching(paragraphs, [one for one in listed if not one.successor])
    taken: dict[str, set[int]] = {}
    for one in listed:
        taken.setdefault(one.place, set()).add(one.number)
    found = Numbering([[] for _ in paragraphs])
    for index, match in sorted(matching.of.items()):
        place = paragraphs[index].place
        if match.place != place:
            numbers = taken.setdefault(place, set())
            # A section that has another name now keeps the numbers in it.
            free = match.number if match.number not in numbers else max(numbers) + 1
            numbers.add(free)
            found.ids[index].append(paragraph_id(place, free))
        found.ids[index].append(match.id)
    for index, paragraph in enumerate(paragraphs):
        if index not in matching.of:
            numbers = taken.setdefault(paragraph.place, set())
            numbers.add(max(numbers, default=0) + 1)
            found.ids[index].append(paragraph_id(paragraph.place, max(numbers)))
            if whole := matching.divided_from(paragraph):
                found.divided[found.ids[index][0]] = whole.id
    successors = {one.id: one.successor for one in listed if one.successor}
    for one in matching.left:
        into = matching.merged_into(one)
        successors[one.id] = one.place if into is None else found.ids[into][0]
    own = {name: names for names in found.ids for name in names}
    for old in successors:
        target = old
        while target in successors:
            target = successors[target]
        (own[target] if target in own else found.at.setdefault(target, [])).append(old)
    return found


def entered(
    paragraphs: Sequence[Paragraph], published: Sequence[PublishedParagraph], edition: str = ""
) -> list[PublishedParagraph]:
    """Return the ledger with the words of now, so that what is rewritten step by step is known again after each.

    With an ``edition`` it also has what that has added, and says what has become of those that are no more.
    """
    numbering = number(paragraphs, published)
    now = {names[0]: paragraph for paragraph, names in zip(paragraphs, numbering.ids, strict=True)}
    entries = []
    for one in published:
        paragraph = now.pop(one.id, None)
        if paragraph is not None:
            entries.append(replace(one, words=paragraph.words))
        elif edition and not one.successor:
            entries.append(replace(one, successor=numbering.targets[one.id]))
        else:
            entries.append(one)
    if edition:
        for name, paragraph in now.items():
            whole = numbering.divided.get(name, "")
            entries.append(PublishedParagraph(place_of(name), int(number_of(name)), edition, paragraph.words, whole))
    return sorted(entries, key=lambda one: (one.place, one.number))


class Matching:
    """Which paragraph each published one has become: ``of`` by the index of the paragraph; ``left`` has become none."""

    def __init__(self, paragraphs: Sequence[Paragraph], published: Sequence[PublishedParagraph]) -> None:
        self.paragraphs = paragraphs
        self.of: dict[int, PublishedParagraph] = {}
        self.published = published
        self.left = list(published)
        self._places = _grouped((paragraph.place, index) for index, paragraph in enumerate(paragraphs))
        self._by_place = _grouped((one.place, one) for one in published)
        self._likeness = Likeness(one.words for texts in (paragraphs, published) for one in texts)
        self._equal(by_place=True)
        self._equal(by_place=False)
        for place, ones in _grouped((one.place, one) for one in self.left).items():
            self._alike(ones, self._free(self._places.get(place, ())), SAME)
        self._alike(
            [one for one in self.left if length(one.words) >= TELLING],
            [index for index in self._free(range(len(paragraphs))) if length(paragraphs[index].words) >= TELLING],
            MOVED,
        )

    def _free(self, indexes: Iterable[int]) -> list[int]:
        return [index for index in indexes if index not in self.of]

    def _equal(self, *, by_place: bool) -> None:
        """Match those whose words are the same, in the order of the text."""
        open_ones: dict[tuple[str, str], list[PublishedParagraph]] = {}
        for one in self.left:
            if by_place or length(one.words) >= TELLING:
                open_ones.setdefault((one.place if by_place else "", one.words), []).append(one)
        for index in self._free(range(len(self.paragraphs))):
            paragraph = self.paragraphs[index]
            if same := open_ones.get((paragraph.place if by_place else "", paragraph.words)):
                self.of[index] = same.pop(0)
        self._forget_matched()

    def _alike(self, ones: Sequence[PublishedParagraph], indexes: Sequence[int], least: float) -> None:
        """Match those that are alike, the most alike first; of two that are equally so, the nearer in order."""
        pairs = []
        for order, one in enumerate(ones):
            for position, index in enumerate(indexes):
                likeness = self._likeness.of(one.words, self.paragraphs[index].words, least)
                if likeness >= least:
                    pairs.append((-likeness, abs(order - position), order, index))
        matched: set[int] = set()
        for _, _, order, index in sorted(pairs):
            if order not in matched and index not in self.of:
                matched.add(order)
                self.of[index] = ones[order]
        self._forget_matched()

    def _forget_matched(self) -> None:
        matched = {one.id for one in self.of.values()}
        self.left = [one for one in self.left if one.id not in matched]

    def merged_into(self, one: PublishedParagraph) -> int | None:
        """Return the index of the paragraph of the same place that a published one is now a part of."""
        parts = [
            (self._likeness.part(one.words, self.paragraphs[index].words), -index)
            for index in self._places.get(one.place, ())
        ]
        part, index = max(parts, default=(0.0, 0))
        return -index if part >= WHOLE and length(one.words) >= TELLING else None

    def divided_from(self, paragraph: Paragraph) -> PublishedParagraph | None:
        """Return the published paragraph of the same place that a new one was a part of."""
        ones = self._by_place.get(paragraph.place, ())
        whole = max(ones, key=lambda one: self._likeness.part(paragraph.words, one.words), default=None)
        if (
            whole is None
            or length(paragraph.words) < TELLING
            or self._likeness.part(paragraph.words, whole.words) < WHOLE
        ):
            return None
        return whole


def _grouped(pairs: Iterable[tuple[K, V]]) -> Mapping[K, list[V]]:
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups
