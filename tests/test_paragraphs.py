"""Numbers of paragraphs hold: whatever is edited, each is known again by its words."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bilateral.paragraphs import Numbering, Paragraph, PublishedParagraph, digests, number, number_of

CHAPTERS = Path(__file__).parent.parent / "source/chapters"
LABEL = re.compile(r"\(([a-z0-9-]+)\)=")
EDITS = 1000
ROUNDS = 20


@dataclass(frozen=True)
class Text:
    """A paragraph in an edition to come: ``was`` are the ids of those it was made of."""

    place: str
    words: tuple[str, ...]
    was: tuple[str, ...] = ()

    @property
    def paragraph(self) -> Paragraph:
        return Paragraph(self.place, digests(" ".join(self.words)))


def chapters() -> Iterator[Text]:
    """Yield the paragraphs of the real chapters, as their files have them."""
    for file in sorted(CHAPTERS.glob("*.md")):
        place = ""
        for block in re.split(
            r"\n\s*\n", re.sub(r"^(`{3,}).*?^\1`*$", "", file.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
        ):
            if label := LABEL.search(block):
                place = label[1]
            elif place and not block.lstrip().startswith(("#", "---")):
                for item in re.split(r"^- ", block, flags=re.MULTILINE):
                    if digests(item):
                        yield Text(place, tuple(item.split()))


def published(texts: list[Text], numbering: Numbering) -> list[PublishedParagraph]:
    return [
        PublishedParagraph(text.place, int(number_of(ids[0])), "1.0.0", text.paragraph.words)
        for text, ids in zip(texts, numbering.ids, strict=True)
    ]


@pytest.fixture(scope="module")
def book() -> tuple[list[Text], list[PublishedParagraph]]:
    """Return the paragraphs of the book, and the ledger in which its first edition has them."""
    texts = list(chapters())
    numbering = number([text.paragraph for text in texts], ())
    named = [replace(text, was=(ids[0],)) for text, ids in zip(texts, numbering.ids, strict=True)]
    return named, published(texts, numbering)


def edited(texts: list[Text], count: int, chance: random.Random) -> tuple[list[Text], set[str]]:
    """Return the texts after random edits, and the ids of those that were taken out."""
    edited, deleted = list(texts), set[str]()
    vocabulary = [word for text in texts for word in text.words]
    for _ in range(count):
        at = chance.randrange(len(edited))
        text = edited[at]
        kind = chance.choice(("insert", "delete", "move", "split", "reword"))
        if kind == "insert":
            edited.insert(at, Text(text.place, tuple(chance.choices(vocabulary, k=chance.randint(8, 60)))))
        elif kind == "delete":
            deleted.update(edited.pop(at).was)
        elif kind == "move":
            del edited[at]
            to = chance.randrange(len(edited))
            edited.insert(to, replace(text, place=edited[to].place))
        elif kind == "split" and len(text.words) >= 16:
            half = chance.randint(6, len(text.words) - 6)
            edited[at : at + 1] = [replace(text, words=part) for part in (text.words[:half], text.words[half:])]
        elif kind == "reword":
            words = list(text.words)
            for place in chance.sample(range(len(words)), max(1, len(words) // 10)):
                words[place] = chance.choice(vocabulary)
            edited[at] = replace(text, words=tuple(words))
    return edited, deleted


def test_a_thousand_edits_leave_numbers_with_their_paragraphs(
    book: tuple[list[Text], list[PublishedParagraph]],
) -> None:
    texts, ledger = book
    originals = {text.was[0]: text.paragraph.words for text in texts}
    chance = random.Random(22)
    kept = lost = given_away = 0
    for _ in range(ROUNDS):
        now, _deleted = edited(texts, EDITS // ROUNDS, chance)
        numbering = number([text.paragraph for text in now], ledger)
        assert len({ids[0] for ids in numbering.ids}) == len(now)
        holders = {name: text for text, ids in zip(now, numbering.ids, strict=True) for name in ids}
        parts: dict[str, int] = {}
        for text in now:
            for name in text.was:
                parts[name] = parts.get(name, 0) + 1
        for name, words in originals.items():
            holder = holders.get(name)
            if holder is not None and name not in holder.was and holder.paragraph.words != words:
                given_away += 1
            elif parts.get(name) == 1:
                kept, lost = (kept + 1, lost) if holder is not None else (kept, lost + 1)
    assert given_away == 0
    assert lost / (kept + lost) <= 0.01, f"{lost} of {kept + lost}"
