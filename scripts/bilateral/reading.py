"""Read a volume from its folder: data file, bibliography and ledger of anchors, parsed, validated and judged."""

from __future__ import annotations

import gc
from pathlib import Path

from bilateral.bibliography import read_bibliography
from bilateral.document import read_document
from bilateral.ledger import read_ledger
from bilateral.problems import Problem
from bilateral.rules import judge
from bilateral.validation import validate
from bilateral.volume import Volume

DATA_FILE = "data/relations.yaml"
BIBLIOGRAPHY = "references.bib"


class FaultyVolumeError(Exception):
    """The input is wrong; ``problems`` says what and where, in the order of the files."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_volume(source: Path) -> Volume:
    """Read and judge the volume in the folder ``source``.

    Raises:
        FaultyVolumeError: with every problem of the first stage that found any (reading, validating, judging).

    """
    collecting = gc.isenabled()
    gc.disable()  # the records live as long as the program: to collect while they are made only walks them again
    try:
        return _read(source)
    finally:
        if collecting:
            gc.enable()


def _read(source: Path) -> Volume:
    sources, problems = read_bibliography(source / BIBLIOGRAPHY)
    ledger, more = read_ledger(source)
    problems += more
    document, more = read_document(source / DATA_FILE)
    problems += more
    if document is None:
        raise FaultyVolumeError(sorted(problems))
    data, more = validate(document)
    problems += more
    if data is None or problems:
        raise FaultyVolumeError(sorted(problems))
    volume = Volume(data, sources, document, ledger)
    problems = sorted(judge(volume))
    if problems:
        raise FaultyVolumeError(problems)
    return volume
