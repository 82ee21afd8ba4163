"""What an edition has corrected of what the one before printed, for a leaf in the printed book: for this, read that.

What is new, and what is gone, is no misprint. Paragraphs are known again as their numbers are, wherever they stand now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import count

from bilateral.changes.comparison import CORRECTED, RETITLED, Change, compare
from bilateral.chapters import plain
from bilateral.editions import FrozenEdition, Section, WrittenTable
from bilateral.folding import spaceless
from bilateral.likeness import SAME, Likeness, digests
from bilateral.paragraphs import Matching, Paragraph, PublishedParagraph, number_of, place_of
from bilateral.text import letters

Row = tuple[str, ...]
LENGTHS = (40, 24, 12)
"""Letters by which the beginning of a page is known."""
NEAR = 2
"""Words between two corrections that are told as one."""
DIGITS = "0123456789"
NO_PRINT = ("sources", "id")
"""Fields of records of which print shows nothing, or numbers alone."""


@dataclass(frozen=True)
class Erratum:
    """What stood in print, and what is to be read.

    ``page`` is where in the earlier edition, ``number`` that of the paragraph in its section; both "" where that is not
    known. ``anchor`` is that of the section, the table, the record or the source, ``field`` the field of a record.
    ``row`` counts the rows of a table below its head, from 1.
    """

    page: str
    number: str
    anchor: str
    title: str
    field: str
    was: str
    now: str
    row: int = 0


def errata(old: FrozenEdition, new: FrozenEdition, shown: Callable[[str, str], str]) -> list[Erratum]:
    """Return the corrections by the pages of the old edition; ``shown`` says what stands for a role in a text."""
    places = {label: place for place, label in enumerate(old.printed.begins)}
    fields = map(_of_field, filter(_is_misprint, compare(old, new)))
    found = [*fields, *_of_paragraphs(old, new, shown), *_of_tables(old, new, shown)]
    return sorted(found, key=lambda one: places.get(one.page.partition("–")[0], len(places)))


def _is_misprint(change: Change) -> bool:
    printed = change.how == RETITLED or (change.how == CORRECTED and bool(change.old))
    return printed and not change.field.startswith(NO_PRINT)


def _of_field(change: Change) -> Erratum:
    field = "" if change.part == "section" else change.field
    return Erratum(change.page, "", change.own_anchor, change.title, field, change.old, change.new)


def _of_paragraphs(old: FrozenEdition, new: FrozenEdition, shown: Callable[[str, str], str]) -> Iterator[Erratum]:
    was = [
        (label, number, text)
        for label, section in old.sections.items()
        for number, text in enumerate(section.paragraphs)
    ]
    now = [(label, text) for label, section in new.sections.items() for text in section.paragraphs]
    published = [PublishedParagraph(label, number, old.version, digests(text)) for label, number, text in was]
    matching = Matching([Paragraph(label, digests(text)) for label, text in now], published)
    become = {(one.place, one.number): now[index][1] for index, one in matching.of.items()}
    printed: dict[str, _Printed] = {}
    numbers = {(place_of(name), words): number_of(name) for name, words in old.paragraphs.items()}
    for label, number, text in was:
        read = become.get((label, number), text)
        if read == text:
            continue
        before = _words(plain(text, shown))
        for gone, come, at in _differences(before, _words(plain(read, shown))):
            if label not in printed:
                texts = [letters(plain(one, shown)) for one in old.sections[label].paragraphs]
                printed[label] = _Printed(old, label, texts)
            page = printed[label].page(number, letters("".join(before[:at])))
            told = numbers.get((label, digests(text)), "" if numbers else str(number + 1))
            yield Erratum(page, told, label, old.sections[label].title, "", gone, come)


def _of_tables(old: FrozenEdition, new: FrozenEdition, shown: Callable[[str, str], str]) -> Iterator[Erratum]:
    """Yield the cells that have been corrected. A table without a label is known by its place in its section."""
    now = {key: table for label, section in new.sections.items() for key, table in _tables_in(label, section)}
    for label, section in old.sections.items():
        for key, table in _tables_in(label, section):
            rows = now[key].rows if key in now else ()
            page, title = old.printed.anchors.get(table.name, ""), plain(table.caption, shown) or section.title
            for number, before, after in _corrected_rows(table.rows, rows):
                for was, read in zip(before, after, strict=True):
                    cells = plain(was, shown), plain(read, shown)
                    if cells[0] != cells[1]:
                        row = max(0, number + 1 - table.head)
                        yield Erratum(page, "", table.name or label, title, "", *cells, row)


def _tables_in(label: str, section: Section) -> Iterator[tuple[str, WrittenTable]]:
    nameless = count(1)
    return ((table.name or f"{label}#{next(nameless)}", table) for table in section.tables)


def _corrected_rows(old: Sequence[Row], new: Sequence[Row]) -> Iterator[tuple[int, Row, Row]]:
    """Yield the rows of which a part is the same, each with its place: what else differs is new or gone."""
    words = {row: digests(" ".join(row)) for row in (*old, *new)}
    likeness = Likeness(words.values())
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left = list(new[new_start:new_end]) if kind == "replace" else []
        for number in range(start, end):
            was = old[number]
            alike = [
                (max(_same_cells(was, row), likeness.of(words[was], words[row])), -place)
                for place, row in enumerate(left)
                if len(row) == len(was)
            ]
            share, place = max(alike, default=(0.0, 0))
            if share >= SAME:
                yield number, was, left.pop(-place)


def _same_cells(one: Row, other: Row) -> float:
    return sum(was == now for was, now in zip(one, other, strict=True)) / len(one)


def _words(text: str) -> list[str]:
    """Return the words of a text, each with the space after it; of a script without spaces its characters."""
    return _word().findall(f"{text} ")


@cache
def _word() -> re.Pattern[str]:
    return re.compile(rf"[{spaceless()}]\s*|(?:(?![{spaceless()}])\S)+\s*")


def _differences(old: list[str], new: list[str]) -> Iterator[tuple[str, str, int]]:
    """Yield what differs, with a word around it where nothing stood or stands, and how many words come before it."""
    found: list[tuple[int, int, int, int]] = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if found and start - found[-1][1] <= NEAR:
            joined = found.pop()
            found.append((joined[0], end, joined[2], new_end))
        else:
            found.append((start, end, new_start, new_end))
    for start, end, new_start, new_end in found:
        before = min(1, start) if start == end or new_start == new_end else 0
        after = int(end < len(old)) if start == end or new_start == new_end else 0
        gone, come = old[start - before : end + after], new[new_start - before : new_end + after]
        yield "".join(gone).strip(), "".join(come).strip(), start - before


class _Printed:
    """Where the pages of an edition turn in the text of a section."""

    def __init__(self, edition: FrozenEdition, label: str, texts: list[str]) -> None:
        self.labels = list(edition.printed.begins)
        self.starts = [sum(map(len, texts[:number])) for number in range(len(texts))]
        pages, page = edition.printed.anchors, edition.sections[label].page
        self.turns: list[tuple[int, int]] = []
        if pages.get(label) not in self.labels:
            return
        self.turns = [(0, self.labels.index(pages[label]))]
        following = list(edition.sections)[list(edition.sections).index(label) + 1 :]
        last = next((one for one in following if edition.sections[one].page == page and pages.get(one)), None)
        self.end = self.labels.index(pages[last]) if last else len(self.labels) - 1
        text = "".join(texts)
        for number in range(self.turns[0][1] + 1, self.end + 1):
            begins = edition.printed.begins[self.labels[number]]
            title = letters(edition.sections[last].title)[: LENGTHS[1]] if last else ""
            at = next((at for length in LENGTHS if (at := text.find(begins[:length], self.turns[-1][0])) >= 0), -1)
            if at >= 0 and begins:
                self.turns.append((at, number))
            elif last is None or begins.lstrip(DIGITS).startswith(title):
                self.end = number - 1
                break

    def page(self, number: int, before: str) -> str:
        """Return the page of a place by its paragraph, from 0, and the letters before it there.

        Where print has begun a page with something else, such as a table, both pages that come into question.
        """
        at = self.starts[number] + len(before)
        first = max((page for turn, page in self.turns if turn <= at), default=None)
        if first is None:
            return ""
        last = min((page - 1 for turn, page in self.turns if turn > at), default=max(first, self.end))
        return self.labels[first] if first == last else f"{self.labels[first]}–{self.labels[last]}"
