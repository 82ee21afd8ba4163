"""Read the ledger of published anchors, pages and paragraphs, and the redirects that keep retired anchors alive.

They are texts beside the book, a line for each entry; what follows ``#`` after a space is a remark. ``anchors.txt``,
``pages.txt`` and ``paragraphs.txt`` are written by a program, ``redirects.txt`` by editors::

    visits-2002   section   chapters/visits   1.0.0

    1.0.0   34   visits-2002

    visits-2002.p3   1.0.0   sZ8kQ1             # the words, as digests
    visits-2002.p4   1.0.0   mWx0aH-3   ->  visits-2002.p3    # merged into that
    visits-2002.p9   2.0.0   Q1c2       <-  visits-2002.p3    # divided from that

    visits-january-2002                  ->  visits-2002          # the section has another name now
    chapters/visits#consultations-2002   ->  consultations-2002   # it has moved to another page
    chapters/dialogue#                   ->  political-dialogue   # the page has gone
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import Any, Generic, TypeVar

from bilateral.editions import order_of
from bilateral.likeness import WIDTH
from bilateral.paragraphs import PublishedParagraph
from bilateral.problems import Problem, did_you_mean, shown_path

K = TypeVar("K")
V = TypeVar("V")

LEDGER, REDIRECTS, PAGES, PARAGRAPHS = "anchors.txt", "redirects.txt", "pages.txt", "paragraphs.txt"
NEXT = "next"
"""Stands for the edition of an anchor that none has published yet."""
NAME = r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*"
"""The pattern of an anchor."""
_HEAD = """\
# Every anchor that an edition has published: anchor, kind, page, edition. What the next edition adds is marked so.
# Written by `bilateral anchors`; frozen by `bilateral anchors --freeze`. What is published is never removed.
"""
_PAGES_HEAD = """\
# The pages of the PDF of each edition: edition, page, and the anchor that it begins with, or the last one before it.
# Written by `bilateral anchors --freeze`.
"""
_PARAGRAPHS_HEAD = """\
# Every paragraph that an edition has published: its name, the edition, and its words, as digests. After `<-` stands the
# one that it was a part of, after `->` what has taken its place.
# Written by `bilateral anchors --freeze`; `bilateral anchors` brings the words up to date.
"""
_PART = r"[A-Za-z0-9_-][A-Za-z0-9_.-]*"  # none begins with a dot: `..` would lead out of the book
_PAGE = rf"{_PART}(?:/{_PART})*"
_COUNT = r"[1-9]\d{0,8}"
_VERSION = r"\d{1,9}(?:\.\d{1,9}){2}"
_ENTRY = re.compile(rf"(?P<anchor>{NAME})\s+(?P<kind>[a-z]+)\s+(?P<page>{_PAGE})\s+(?P<since>next|{_VERSION})")
_TURN = re.compile(rf"(?P<edition>{_VERSION})\s+(?P<number>\S+)\s+(?P<anchor>{NAME})")
_PARAGRAPH = re.compile(
    rf"(?P<place>{NAME})\.p(?P<number>{_COUNT})\s+(?P<since>{_VERSION})\s+(?P<words>(?:[\w-]{{{WIDTH}}})+)"
    rf"(?:\s+<-\s+(?P<whole>{NAME}\.p{_COUNT}))?(?:\s+->\s+(?P<successor>{NAME}(?:\.p{_COUNT})?))?",
    re.ASCII,
)
_REDIRECT = re.compile(rf"(?P<old>{NAME}|{_PAGE}#(?:{NAME})?)\s+->\s+(?P<new>{NAME})")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_REMARK = re.compile(r"(^|\s)#(\s.*)?$")
_SHOWN = 60
"""Characters of a line that is not understood: those of a paragraph may be thousands."""
_NUMERAL = re.compile(_COUNT, re.ASCII)


@dataclass(frozen=True)
class Entry:
    """A published address: an anchor, what it names, the page where it stood, and the edition that published it."""

    anchor: str
    kind: str
    page: str
    since: str
    line: int = 0

    @property
    def address(self) -> str:
        """The address inside the book."""
        return f"{self.page}#{self.anchor}"

    def __str__(self) -> str:
        """Write the entry as a line of the ledger."""
        return f"{self.anchor:<44} {self.kind:<14} {self.page:<26} {self.since}"


@dataclass(frozen=True)
class Redirect:
    """What is old, and the anchor that it leads to; ``old`` is an anchor, an address, or a page that ends in ``#``."""

    old: str
    new: str
    line: int = 0


@dataclass(frozen=True)
class PrintedPage:
    """A page of the PDF of an edition, and the anchor with which it begins, or the last one before it."""

    edition: str
    number: str
    anchor: str
    line: int = 0

    def __str__(self) -> str:
        """Write the page as a line of the file."""
        return f"{self.edition:<10} {self.number:<8} {self.anchor}"


@dataclass(frozen=True)
class Ledger:
    """All published addresses, redirects, pages and paragraphs, by what they are about, in the order of the files."""

    entries: dict[str, Entry] = field(default_factory=dict)
    redirects: dict[str, Redirect] = field(default_factory=dict)
    printed: dict[tuple[str, str], PrintedPage] = field(default_factory=dict)
    paragraphs: dict[str, PublishedParagraph] = field(default_factory=dict)
    file: str = LEDGER
    redirects_file: str = REDIRECTS
    printed_file: str = PAGES
    paragraphs_file: str = PARAGRAPHS

    @cached_property
    def kinds(self) -> dict[str, str]:
        """What each published anchor names."""
        return {entry.anchor: entry.kind for entry in self.entries.values()}

    @cached_property
    def first(self) -> dict[str, str]:
        """The edition that has first published each anchor."""
        found: dict[str, str] = {}
        for entry in self.entries.values():
            found[entry.anchor] = min(found.get(entry.anchor, entry.since), entry.since, key=_order)
        return found

    @cached_property
    def pages(self) -> dict[str, list[Entry]]:
        """The published addresses on each page."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            found.setdefault(entry.page, []).append(entry)
        return found

    def redirect_of(self, entry: Entry) -> Redirect | None:
        """Return the redirect that a published address comes under."""
        declared = (self.redirects.get(old) for old in (entry.address, entry.anchor, f"{entry.page}#"))
        return next(filter(None, declared), None)

    def follow(self, anchor: str) -> str:
        """Return the anchor that a retired one leads to at last; one that is not retired is itself."""
        while anchor in self.redirects:
            anchor = self.redirects[anchor].new
        return anchor

    @cached_property
    def aliases(self) -> dict[str, tuple[str, ...]]:
        """The retired anchors by the anchor that each leads to at last."""
        found: dict[str, tuple[str, ...]] = {}
        for old in self.redirects:
            if "#" not in old:
                target = self.follow(old)
                found[target] = (*found.get(target, ()), old)
        return found


def ledger_text(entries: Iterable[Entry]) -> str:
    """Return the ledger of these entries, in its order."""
    ordered = sorted(entries, key=lambda entry: (entry.anchor, entry.line, entry.page))
    return _HEAD + "".join(f"{entry}\n" for entry in ordered)


def pages_text(pages: Iterable[PrintedPage]) -> str:
    """Return the file of these pages, in their order."""
    return _PAGES_HEAD + "".join(f"{page}\n" for page in pages)


def paragraphs_text(paragraphs: Iterable[PublishedParagraph]) -> str:
    """Return the file of these paragraphs, in their order."""
    return _PARAGRAPHS_HEAD + "".join(f"{one}\n" for one in paragraphs)


def read_ledger(source: Path) -> tuple[Ledger, list[Problem]]:
    """Read the files in the folder ``source``; a book that has published nothing has none."""
    problems: list[Problem] = []
    files = [shown_path(source / name) for name in (LEDGER, REDIRECTS, PAGES, PARAGRAPHS)]
    ledger = Ledger(
        _entries_in(source / LEDGER, files[0], _ANCHOR_LINES, problems),
        _entries_in(source / REDIRECTS, files[1], _REDIRECT_LINES, problems),
        _entries_in(source / PAGES, files[2], _PAGE_LINES, problems),
        _entries_in(source / PARAGRAPHS, files[3], _PARAGRAPH_LINES, problems),
        *files,
    )
    if not problems and not ledger.entries and (names := _without_anchors(ledger)):
        message = f"there are no anchors, and {' and '.join(names)} speak of them; bring back the last good file"
        return ledger, [Problem(files[0], 0, 0, "ANC001", message)]
    unread = {problem.file for problem in problems if problem.code == "ANC001"}
    rules = [_loops, _in_order]
    if files[0] not in unread:  # otherwise nobody knows what is published
        rules += [_published, _printed, _since, *([] if files[3] in unread else [_followed])]
    problems += [problem for rule in rules for problem in rule(ledger)]
    return ledger, problems


def _without_anchors(ledger: Ledger) -> list[str]:
    """Return the files that speak of anchors."""
    entries = (
        (ledger.redirects, ledger.redirects_file),
        (ledger.printed, ledger.printed_file),
        (ledger.paragraphs, ledger.paragraphs_file),
    )
    return [file for found, file in entries if found]


@dataclass(frozen=True)
class _Lines(Generic[K, V]):
    """The lines of a file: their pattern, also in words; what is made of one, its key, and what is said of a second."""

    pattern: re.Pattern[str]
    written: str
    make: Callable[..., V]
    key: Callable[[V], K]
    twice: str = "'{}' already stands"


def _paragraph(number: str, **parts: Any) -> PublishedParagraph:
    return PublishedParagraph(number=int(number), **parts)


_ANCHOR_LINES = _Lines[str, Entry](
    _ENTRY, "'anchor kind page edition'; let 'bilateral anchors' write this file", Entry, attrgetter("address")
)
_REDIRECT_LINES = _Lines[str, Redirect](
    _REDIRECT,
    "'old -> anchor'; old is an anchor, page#anchor, or page#",
    Redirect,
    attrgetter("old"),
    "'{}' is already redirected",
)
_PAGE_LINES = _Lines[tuple[str, str], PrintedPage](
    _TURN,
    "'edition page anchor'; let 'bilateral anchors --freeze' write this file",
    PrintedPage,
    attrgetter("edition", "number"),
    "page {0[1]} of {0[0]} already stands",
)
_PARAGRAPH_LINES = _Lines[str, PublishedParagraph](
    _PARAGRAPH,
    "'paragraph edition words'; let 'bilateral anchors --freeze' write this file",
    _paragraph,
    attrgetter("id"),
)


def _entries_in(path: Path, file: str, lines: _Lines[K, V], problems: list[Problem]) -> dict[K, V]:
    """Return what the lines of a file say, by their keys."""
    found: dict[K, V] = {}
    stands: dict[K, int] = {}
    for line, text in _lines(path, file, problems):
        match = lines.pattern.fullmatch(text)
        if match is None:
            problems.append(Problem(file, line, 1, "ANC001", f"'{text[:_SHOWN]}' is not {lines.written}"))
            continue
        entry = lines.make(**match.groupdict(default=""), line=line)
        key = lines.key(entry)
        if key in found:
            message = f"{lines.twice.format(key)} at line {stands[key]}; remove one"
            problems.append(Problem(file, line, 1, "ANC002", message))
        found.setdefault(key, entry)
        stands.setdefault(key, line)
    return found


def _lines(path: Path, file: str, problems: list[Problem]) -> Iterator[tuple[int, str]]:
    """Yield each line that says something, with its number."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        problems.append(Problem(file, 0, 0, "ANC001", f"cannot read the file: {reason}; bring back the last good one"))
        return
    for number, line in enumerate(text.splitlines(), 1):
        text = _REMARK.sub("", line).strip()
        if text:
            yield number, text


def _loops(ledger: Ledger) -> Iterator[Problem]:
    """ANC003: no redirect leads back to itself. Each circle is reported once, at its first line."""
    redirects = {old: (redirect.new, redirect.line) for old, redirect in ledger.redirects.items()}
    remedy = "let one of them lead to an anchor of the book"
    yield from _circles(redirects, ledger.redirects_file, "redirects go", remedy)
    retired = {one.id: (one.successor, one.line) for one in ledger.paragraphs.values() if one.successor}
    remedy = "let one of them lead to a paragraph or a section of the book"
    yield from _circles(retired, ledger.paragraphs_file, "paragraphs lead on", remedy)
    divided = {one.id: (one.whole, one.line) for one in ledger.paragraphs.values() if one.whole}
    yield from _circles(divided, ledger.paragraphs_file, "paragraphs are divided", "bring back the last good lines")


def _circles(leading: Mapping[str, tuple[str, int]], file: str, what: str, remedy: str) -> Iterator[Problem]:
    reported: set[str] = set()
    for old in leading:
        way = [old]
        while way[-1] in leading and leading[way[-1]][0] not in way:
            way.append(leading[way[-1]][0])
        if way[-1] in leading and old not in reported:
            circle = way[way.index(leading[way[-1]][0]) :]
            if reported.isdisjoint(circle):
                line = min(leading[part][1] for part in circle)
                shown = " -> ".join([*circle, circle[0]])
                yield Problem(file, line, 1, "ANC003", f"{what} in a circle: {shown}; {remedy}")
            reported |= {*way}


def _published(ledger: Ledger) -> Iterator[Problem]:
    """ANC004: only what an edition has published can be redirected."""
    for old, redirect in ledger.redirects.items():
        page, sign, anchor = old.partition("#")
        known: Iterable[str] = ledger.entries if anchor else ledger.pages if sign else ledger.kinds
        wanted = old if anchor else page
        if wanted not in known:
            what = "address" if anchor else "page" if sign else "anchor"
            hint = did_you_mean(wanted, known) or f"; remove the line, or name one of {ledger.file}"
            message = f"no edition has published the {what} '{wanted}'{hint}"
            yield Problem(ledger.redirects_file, redirect.line, 1, "ANC004", message)


def _printed(ledger: Ledger) -> Iterator[Problem]:
    """ANC006: a printed page begins with an anchor that an edition has published."""
    for page in ledger.printed.values():
        if page.anchor not in ledger.kinds:
            hint = did_you_mean(page.anchor, ledger.kinds) or "; bring back the last good line"
            message = f"no edition has published the anchor '{page.anchor}'{hint}"
            yield Problem(ledger.printed_file, page.line, 1, "ANC006", message)


def _followed(ledger: Ledger) -> Iterator[Problem]:
    """ANC007: a published paragraph is in, comes from and leads to what an edition has published."""
    for one in ledger.paragraphs.values():
        wanted = ((one.place, "is numbered in"), (one.whole, "is divided from"), (one.successor, "leads to"))
        for name, what in wanted:
            known: Iterable[str] = ledger.paragraphs if "." in name else ledger.kinds
            if name and name not in known:
                hint = did_you_mean(name, known) or "; bring back the last good line"
                message = f"'{one.id}' {what} '{name}', which no edition has published{hint}"
                yield Problem(ledger.paragraphs_file, one.line, 1, "ANC007", message)


def _since(ledger: Ledger) -> Iterator[Problem]:
    """ANC008: no page and no paragraph is older than the anchor or the paragraph that it depends on."""
    pages = ((page.edition, f"page {page.number}", page.anchor, page.line) for page in ledger.printed.values())
    paragraphs = (
        (one.since, f"'{one.id}'", needed, one.line)
        for one in ledger.paragraphs.values()
        for needed in (one.place, one.whole)
    )
    for file, found in ((ledger.printed_file, pages), (ledger.paragraphs_file, paragraphs)):
        for edition, what, needed, line in found:
            first = (
                ledger.paragraphs[needed].since if needed in ledger.paragraphs else ledger.first.get(needed, edition)
            )
            if _order(first) > _order(edition):
                began = "has not been published yet" if first == NEXT else f"was first published in {first}"
                message = f"{what} is of {edition}, and '{needed}' {began}; bring back the last good line"
                yield Problem(file, line, 1, "ANC008", message)


def _order(edition: str) -> tuple[float, ...]:
    return (math.inf,) if edition == NEXT else order_of(edition)


def _in_order(ledger: Ledger) -> Iterator[Problem]:
    """ANC009: the pages of an edition stand in their order, Roman ones and others apart."""
    last: dict[tuple[str, bool], tuple[int, str]] = {}
    for page in ledger.printed.values():
        roman = not _NUMERAL.fullmatch(page.number)
        count = _roman(page.number) if roman else int(page.number)
        if count is None:
            continue
        before = last.get((page.edition, roman), (0, ""))
        if count < before[0]:
            message = (
                f"page {page.number} of {page.edition} stands after page {before[1]}; bring back the last good file"
            )
            yield Problem(ledger.printed_file, page.line, 1, "ANC009", message)
        else:
            last[page.edition, roman] = count, page.number


def _roman(number: str) -> int | None:
    """Return a Roman number, or None where it is none."""
    values = [_ROMAN.get(sign, 0) for sign in number.casefold()]
    if not all(values):
        return None
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
