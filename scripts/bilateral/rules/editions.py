"""Editions follow each other in time, and the ledger has all that they have published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from bilateral.editions import FrozenEdition, order_of
from bilateral.ledger import NEXT
from bilateral.problems import Problem
from bilateral.volume import Volume


def in_time(volume: Volume) -> Iterator[Problem]:
    """EDI005: a later edition has a higher version, and is not published before an earlier one."""
    edition = volume.edition
    now = order_of(edition.version)
    for frozen in volume.editions:
        if frozen.order > now:
            message = f"the version is {edition.version}, and {frozen.version} is published; raise it above that"
            yield volume.document.problem(("volume", "version"), "EDI005", message)
    known = [(one.version, one.published) for one in volume.editions if one.order < now]
    for (version, day), (later, published) in pairwise([*known, (edition.version, str(edition.published))]):
        if published < day:
            message = f"{later} is published on {published}, and {version} before it on {day}; correct the date"
            yield volume.document.problem(("volume", "published"), "EDI005", message)


def in_ledger(volume: Volume) -> Iterator[Problem]:
    """ANC008: nothing in the ledger is of an edition that is still to come; each such edition is told once."""
    ledger, now = volume.ledger, volume.edition.version
    files: tuple[tuple[str, Iterable[tuple[str, int]]], ...] = (
        (ledger.file, ((one.since, one.line) for one in ledger.entries.values() if one.since != NEXT)),
        (ledger.printed_file, ((one.edition, one.line) for one in ledger.printed.values())),
        (ledger.paragraphs_file, ((one.since, one.line) for one in ledger.paragraphs.values())),
    )
    for file, found in files:
        for version, line in dict(reversed(list(found))).items():
            if order_of(version) > order_of(now):
                message = f"{version} is still to come, for the version of the volume is {now}; correct one of them"
                yield Problem(file, line, 1, "ANC008", message)


def still_listed(volume: Volume) -> Iterator[Problem]:
    """ANC010: what an edition has published has a line in the ledger. Of a file without any, that is said once."""
    ledger = volume.ledger
    for frozen in volume.editions:
        pages = {page for edition, page in ledger.printed if edition == frozen.version}
        yield from _missing(frozen, frozen.anchors, ledger.kinds, ledger.file, "anchor")
        yield from _missing(frozen, frozen.paragraphs, ledger.paragraphs, ledger.paragraphs_file, "paragraph")
        if frozen.printed.begins and not pages:
            yield _lost(frozen, "none of its pages has a line", ledger.printed_file)


def _missing(
    frozen: FrozenEdition, published: Iterable[str], known: Iterable[str], file: str, what: str
) -> Iterator[Problem]:
    names, listed = list(published), set(known)
    missing = [name for name in names if name not in listed]
    if missing and len(missing) == len(names):
        yield _lost(frozen, f"none of its {what}s has a line", file)
        return
    for name in missing:
        yield _lost(frozen, f"its {what} '{name}' has no line", file)


def _lost(frozen: FrozenEdition, what: str, file: str) -> Problem:
    message = f"{frozen.version} is published, and {what}; bring back the last good file, for nothing of it is removed"
    return Problem(file, 0, 0, "ANC010", message)
