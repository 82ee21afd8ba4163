"""Numbers of paragraphs hold: whatever is edited, each is known again by its words."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bilateral.likeness import digests
from bilateral.paragraphs import Numbering, Paragraph, PublishedParagraph, number, number_of

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


def insert(texts: list[Text], at: int, chance: random.Random, vocabulary: list[str]) -> None:
    texts.insert(at, Text(texts[at].place, tuple(chance.choices(vocabulary, k=chance.randint(8, 60)))))


def delete(texts: list[Text], at: int, _chance: random.Random, _vocabulary: list[str]) -> None:
    del texts[at]


def move(texts: list[Text], at: int, chance: random.Random, _vocabulary: list[str]) -> None:
    text = texts.pop(at)
    to = chance.randrange(len(texts))
    texts.insert(to, replace(text, place=texts[to].place))


def swap(texts: list[Text], at: int, _chance: random.Random, _vocabulary: list[str]) -> None:
    if at and texts[at - 1].place == texts[at].place:
        texts[at - 1 : at + 1] = [texts[at], texts[at - 1]]


def turn_section(texts: list[Text], at: int, _chance: random.Random, _vocabulary: list[str]) -> None:
    places = [index for index, text in enumerate(texts) if text.place == texts[at].place]
    for index, text in zip(places, [texts[index] for index in reversed(places)], strict=True):
        texts[index] = text


def repeat(texts: list[Text], at: int, _chance: random.Random, _vocabulary: list[str]) -> None:
    texts.insert(at, texts[at])


def divide(texts: list[Text], at: int, chance: random.Random, _vocabulary: list[str]) -> None:
    text = texts[at]
    if len(text.words) >= 16:
        half = chance.randint(6, len(text.words) - 6)
        texts[at : at + 1] = [replace(text, words=part) for part in (text.words[:half], text.words[half:])]


def divide_in_three(texts: list[Text], at: int, _chance: random.Random, _vocabulary: list[str]) -> None:
    text, third = texts[at], len(texts[at].words) // 3
    if third >= 6:
        parts = text.words[:third], text.words[third : 2 * third], text.words[2 * third :]
        texts[at : at + 1] = [replace(text, words=part) for part in parts]


def merge(texts: list[Text], at: int, _chance: random.Random, _vocabulary: list[str]) -> None:
    if at and texts[at - 1].place == texts[at].place:
        before, text = texts[at - 1], texts[at]
        texts[at - 1 : at + 1] = [replace(before, words=before.words + text.words, was=before.was + text.was)]


def reword(texts: list[Text], at: int, chance: random.Random, vocabulary: list[str], *, part: int = 10) -> None:
    words = list(texts[at].words)
    for place in chance.sample(range(len(words)), max(1, len(words) // part)):
        words[place] = chance.choice(vocabulary)
    texts[at] = replace(texts[at], words=tuple(words))


def reword_and_move(texts: list[Text], at: int, chance: random.Random, vocabulary: list[str]) -> None:
    if len(texts[at].words) >= 20:
        reword(texts, at, chance, vocabulary, part=20)
        move(texts, at, chance, vocabulary)


KINDS = (insert, delete, move, swap, turn_section, repeat, divide, divide_in_three, merge, reword, reword_and_move)


def edited(texts: list[Text], count: int, chance: random.Random) -> list[Text]:
    """Return the texts after random edits."""
    edited = list(texts)
    vocabulary = [word for text in texts for word in text.words]
    for _ in range(count):
        chance.choice(KINDS)(edited, chance.randrange(len(edited)), chance, vocabulary)
    return edited


def test_a_thousand_edits_leave_numbers_with_their_paragraphs(
    book: tuple[list[Text], list[PublishedParagraph]],
) -> None:
    texts, ledger = book
    originals = {text.was[0]: text.paragraph.words for text in texts}
    chance = random.Random(22)
    kept = lost = given_away = 0
    for _ in range(ROUNDS):
        now = edited(texts, EDITS // ROUNDS, chance)
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


REWORDED = {
    "Chinese": ("兩國於一九二一年建立外交關係並互派使節", "兩國於一九二二年建立外交關係並互派公使"),
    "Thai": ("ทั้งสองประเทศสถาปนาความสัมพันธ์ในปีนั้น", "ทั้งสองประเทศสถาปนาความสัมพันธ์ในปีต่อมา"),
    "soft hyphens": (
        "An extra\u00adordinary represent\u00adative arrived.",
        "An extraordinary representative arrived.",
    ),
    "combining accents": ("Šiauliai ir Žemaitija", "S\u030ciauliai ir Z\u030cemaitija"),
    "ligatures": ("The ﬁrst oﬃcial came", "The first official came"),
    "three words": ("Built in 1921.", "Built in 1922."),
}


@pytest.mark.parametrize(("was", "now"), REWORDED.values(), ids=REWORDED)
def test_a_text_is_known_again_in_any_script(was: str, now: str) -> None:
    ledger = [PublishedParagraph("s", 3, "1.0.0", digests(was))]
    assert number([Paragraph("s", digests(now))], ledger).ids == [["s.p3"]]


def test_another_text_is_not_known_again_in_a_script_without_spaces() -> None:
    ledger = [PublishedParagraph("s", 3, "1.0.0", digests(REWORDED["Chinese"][0]))]
    assert number([Paragraph("s", digests("貿易額在戰後迅速增長"))], ledger).ids == [["s.p4"]]
