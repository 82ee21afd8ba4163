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

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bilateral.paragraphs import WIDTH, PublishedParagraph
from bilateral.problems import Problem, did_you_mean, shown_path

LEDGER, REDIRECTS, PAGES, PARAGRAPHS = "anchors.txt", "redirects.txt", "pages.txt", "paragraphs.txt"
NEXT = "next"
"""Stands for the edition of an anchor that none has published yet."""
NAME = r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*"
"""The pattern of an anchor."""
_HEAD = """\
# Every anchor that an edition has published: anchor, kind, page, edition. What the next edition adds is marked so.
# Written by `bilateral anchors`; frozen by `bilateral anchors --freeze`. What is published is never removed.
"""
_PART = r"[A-Za-z0-9_-][A-Za-z0-9_.-]*"  # none begins with a dot: `..` would lead out of the book
_PAGE = rf"{_PART}(?:/{_PART})*"
_ENTRY = re.compile(rf"(?P<anchor>{NAME})\s+(?P<kind>[a-z]+)\s+(?P<page>{_PAGE})\s+(?P<since>next|\d+\.\d+\.\d+)")
_TURN = re.compile(rf"(?P<edition>\d+\.\d+\.\d+)\s+(?P<number>\S+)\s+(?P<anchor>{NAME})")
_PARAGRAPH = re.compile(
    rf"(?P<place>{NAME})\.p(?P<number>[1-9]\d*)\s+(?P<since>\d+\.\d+\.\d+)\s+(?P<words>(?:[\w-]{{{WIDTH}}})+)"
    rf"(?:\s+<-\s+(?P<whole>{NAME}\.p[1-9]\d*))?(?:\s+->\s+(?P<successor>{NAME}(?:\.p[1-9]\d*)?))?",
    re.ASCII,
)
_REDIRECT = re.compile(rf"(?P<old>{NAME}|{_PAGE}#(?:{NAME})?)\s+->\s+(?P<new>{NAME})")
_REMARK = re.compile(r"(^|\s)#(\s.*)?$")


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


def read_ledger(source: Path) -> tuple[Ledger, list[Problem]]:
    """Read the files in the folder ``source``; a book that has published nothing has none."""
    problems: list[Problem] = []
    files = [shown_path(source / name) for name in (LEDGER, REDIRECTS, PAGES, PARAGRAPHS)]
    entries: dict[str, Entry] = {}
    for line, text in _lines(source / LEDGER, files[0], problems):
        found = _ENTRY.fullmatch(text)
        if found is None:
            message = f"'{text}' is not 'anchor kind page edition'; let 'bilateral anchors' write this file"
            problems.append(Problem(files[0], line, 1, "ANC001", message))
            continue
        entry = Entry(**found.groupdict(), line=line)
        if entry.address in entries:
            message = f"'{entry.address}' already stands at line {entries[entry.address].line}; remove one"
            problems.append(Problem(files[0], line, 1, "ANC002", message))
        entries.setdefault(entry.address, entry)
    redirects: dict[str, Redirect] = {}
    for line, text in _lines(source / REDIRECTS, files[1], problems):
        arrow = _REDIRECT.fullmatch(text)
        if arrow is None:
            message = f"'{text}' is not 'old -> anchor'; old is an anchor, page#anchor, or page#"
            problems.append(Problem(files[1], line, 1, "ANC001", message))
        elif arrow["old"] in redirects:
            message = f"'{arrow['old']}' is already redirected at line {redirects[arrow['old']].line}; remove one"
            problems.append(Problem(files[1], line, 1, "ANC002", message))
        else:
            redirects[arrow["old"]] = Redirect(**arrow.groupdict(), line=line)
    printed: dict[tuple[str, str], PrintedPage] = {}
    for line, text in _lines(source / PAGES, files[2], problems):
        turn = _TURN.fullmatch(text)
        if turn is None:
            message = f"'{text}' is not 'edition page anchor'; let 'bilateral anchors --freeze' write this file"
            problems.append(Problem(files[2], line, 1, "ANC001", message))
        elif (key := (turn["edition"], turn["number"])) in printed:
            message = f"page {key[1]} of {key[0]} already stands at line {printed[key].line}; remove one"
            problems.append(Problem(files[2], line, 1, "ANC002", message))
        else:
            printed[key] = PrintedPage(**turn.groupdict(), line=line)
    paragraphs = _paragraphs(source / PARAGRAPHS, files[3], problems)
    ledger = Ledger(entries, redirects, printed, paragraphs, *files)
    judge: tuple[Callable[[Ledger], Iterator[Problem]], ...] = (_loops, _published, _printed, _followed)
    if any(problem.file == files[0] for problem in problems):
        judge = (_loops,)  # what is published is not known
    problems += [problem for rule in judge for problem in rule(ledger)]
    return ledger, problems


def _paragraphs(path: Path, file: str, problems: list[Problem]) -> dict[str, PublishedParagraph]:
    """Read the published paragraphs, by their ids."""
    found: dict[str, PublishedParagraph] = {}
    for line, text in _lines(path, file, problems):
        known = _PARAGRAPH.fullmatch(text)
        if known is None:
            message = (
                f"'{text[:60]}' is not 'paragraph edition words'; let 'bilateral anchors --freeze' write this file"
            )
            problems.append(Problem(file, line, 1, "ANC001", message))
            continue
        place, count, since, words, whole, successor = known.groups(default="")
        one = PublishedParagraph(place, int(count), since, words, whole, successor, line)
        if one.id in found:
            message = f"'{one.id}' already stands at line {found[one.id].line}; remove one"
            problems.append(Problem(file, line, 1, "ANC002", message))
        found.setdefault(one.id, one)
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
    yield from _circles(redirects, ledger.redirects_file, "redirects go", "an anchor of the book")
    retired = {one.id: (one.successor, one.line) for one in ledger.paragraphs.values() if one.successor}
    yield from _circles(retired, ledger.paragraphs_file, "paragraphs lead on", "a paragraph or a section of the book")


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
                yield Problem(file, line, 1, "ANC003", f"{what} in a circle: {shown}; let one of them lead to {remedy}")
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
