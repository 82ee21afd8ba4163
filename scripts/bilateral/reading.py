"""Read a volume from its folder: data, bibliography and ledger; then judge them, and the chapters by them."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bilateral.bibliography import Source, read_bibliography
from bilateral.changes import compare, state_of
from bilateral.chapters import judge_directives, read_chapters, sentences_of
from bilateral.document import Document, read_document
from bilateral.editions import read_editions
from bilateral.files import judge_files
from bilateral.flags import read_flags
from bilateral.kinds import KINDS
from bilateral.kinds.countries import COUNTRIES
from bilateral.kinds.own import FOLDER, KindError, own_kinds, try_out
from bilateral.ledger import LEDGER, PAGES, PARAGRAPHS, REDIRECTS, Ledger, read_ledger
from bilateral.problems import Problem, shown_path
from bilateral.quantities import stating
from bilateral.rules import judge, judge_prose
from bilateral.validation import validate
from bilateral.volume import Volume

DATA_FILE = "data/relations.yaml"
SCHEMA_FILE = "data/relations.schema.json"
BIBLIOGRAPHY = "references.bib"

FILES = {
    **dict.fromkeys((DATA_FILE, SCHEMA_FILE), "DAT001"),
    BIBLIOGRAPHY: "BIB001",
    **dict.fromkeys((LEDGER, REDIRECTS, PAGES, PARAGRAPHS), "ANC001"),
}
"""What a volume is read from or publishes beside its chapters, and the code of a problem with the file as such."""

COARSE = 20_000_000
"""Nanoseconds by which the clock of a file system may lag."""
_ahead: dict[object, Volume] = {}
"""The volume that has been read ahead, by the state of its folder."""


class FaultyVolumeError(Exception):
    """The input is wrong; ``problems`` says what and where, in the order of the files."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_volume(source: Path) -> Volume:
    """Read and judge the volume in the folder ``source``.

    Raises:
        FaultyVolumeError: with every problem of the first stage that found any: judging files, reading, validating,
            judging data, judging chapters.

    """
    if _ahead and (known := _ahead.get(_state(source))):
        return known
    collecting = gc.isenabled()
    gc.disable()  # the records live as long as the program: to collect while they are made only walks them again
    try:
        return _read(source)
    finally:
        if collecting:
            gc.enable()


def read_ahead(source: Path) -> None:
    """Read a volume for those who come after: while its files stay the same, they need not be read again.

    Nothing is told, and code that a volume brings does not run.
    """
    _ahead.clear()
    if (source / FOLDER).exists():
        return
    state = _state(source)  # as it was before: what is saved from now on is not in it
    with suppress(FaultyVolumeError):
        volume = read_volume(source)
        if state:
            _ahead[state] = volume


def _state(source: Path) -> tuple[object, ...] | None:
    """Return the state of a folder: how its files are called in messages, and what lies there, as it was last changed.

    There is none where something has changed just now: what changes next may have the same time.
    """
    found: list[tuple[object, ...]] = [(source.resolve(), shown_path(source))]
    last = 0
    try:
        for around, folders, names in os.walk(source):
            for name in (*folders, *names):
                path = os.path.join(around, name)  # noqa: PTH118  (there are hundreds)
                there = os.lstat(path)
                found.append((path, there.st_mode, there.st_ino, there.st_size, there.st_ctime_ns))
                last = max(last, there.st_ctime_ns)  # nobody sets it, as some do the time of the text
    except OSError:
        return None
    return tuple(found) if last < time.time_ns() - COARSE else None


def judge_document(source: Path, document: Document) -> Volume:
    """Judge a document as if it were the data file of the volume in the folder ``source``.

    Raises:
        FaultyVolumeError: as ``read_volume`` does.

    """
    sources, problems = read_bibliography(source / BIBLIOGRAPHY)
    ledger, more = read_ledger(source)
    return _judged(source, document, sources, ledger, [*problems, *more])


def _read(source: Path) -> Volume:
    problems = [problem for name, code in FILES.items() for problem in _linked(source, name, code)]
    problems += judge_files(source)
    if problems:
        raise FaultyVolumeError(problems)
    sources, problems = read_bibliography(source / BIBLIOGRAPHY)
    ledger, more = read_ledger(source)
    problems += more
    document, more = read_document(source / DATA_FILE)
    problems += more
    if document is None:
        raise FaultyVolumeError(sorted(problems))
    return _judged(source, document, sources, ledger, problems)


def _judged(
    source: Path, document: Document, sources: dict[str, Source], ledger: Ledger, problems: list[Problem]
) -> Volume:
    editions, faulty = read_editions(source)
    own, more = own_kinds(source)
    problems = [*problems, *faulty, *more]
    if more:  # without its kind, a collection would be told as a key that is not known
        raise FaultyVolumeError(sorted(problems))
    kinds = (*KINDS, *own) if own else KINDS
    data, more = validate(document, kinds)
    problems += more
    if data is None or problems:
        raise FaultyVolumeError(sorted(problems))
    flags, more = read_flags(source, getattr(data, COUNTRIES.name), document)
    chapters = read_chapters(source)
    volume = Volume(data, sources, document, ledger, kinds, tuple(editions), chapters, flags=flags)
    try:
        problems = sorted([*more, *judge(volume), *_unlike(volume)])
        if not problems:
            try_out(own, volume)
            found = sentences_of(chapters, source, stating(volume.edition.language))
            problems = sorted([*judge_directives(chapters, source), *judge_prose(volume, found)])
    except KindError as error:
        problems = [*more, error.problem]
    if problems:
        raise FaultyVolumeError(problems)
    return volume


def _unlike(volume: Volume) -> Iterator[Problem]:
    """EDI004: what has been published under a version is not changed under it."""
    frozen = next((one for one in volume.editions if one.version == volume.edition.version), None)
    if frozen and (changes := compare(frozen, state_of(volume))):
        first = " ".join(filter(None, (f"'{changes[0].key}'", changes[0].field)))
        message = f"the edition {frozen.version} is published, and differs in {len(changes)} places, first in {first}"
        problem = f"{message}; raise the version, or undo the changes"
        yield volume.document.problem(("volume", "version"), "EDI004", problem)


def _linked(source: Path, name: str, code: str) -> Iterator[Problem]:
    """Refuse a file that is a link out of the volume: nothing else of the machine is to be read."""
    path = source / name
    if path.exists() and not path.resolve().is_relative_to(source.resolve()):
        shown = (shown_path(source) + "/" + name).removeprefix("./")
        yield Problem(shown, 0, 0, code, "the file is a link out of the volume; put the file itself here")
