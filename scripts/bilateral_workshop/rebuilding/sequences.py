"""One sequence: a book is built, edited and built again some times, and at last held against the same built anew."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from bilateral.reading import read_ahead
from bilateral_cli.building.loading import load
from bilateral_workshop.rebuilding.book import Book
from bilateral_workshop.rebuilding.builds import WAYS, built, differences, files_of, forgetful
from bilateral_workshop.rebuilding.edits import EDITS, begin

VOLUME = Path(__file__).parents[3] / "tests/volume"
"""The small volume, whose data the books take over."""
BETWEEN = 3
"""At most so many edits between two builds."""


class Outcome(NamedTuple):
    """What was edited, and what is wrong then."""

    edits: list[str]
    faults: list[str]


def try_sequence(
    seed: int,
    folder: Path,
    formats: Sequence[str],
    *,
    builds: int,
    way: str = "",
    kinds: Sequence[str] | None = None,
) -> Outcome:
    """Try the sequence that belongs to a seed; ``kinds`` are the edits that may come, ``way`` how it is built."""
    chance = random.Random(seed)  # noqa: S311  (chance that can be had again)
    way = way or sorted(WAYS)[seed % len(WAYS)]
    wanted = list(formats)
    book = begin(VOLUME, chance)
    source, edited, new = folder / "source", folder / "edited", folder / "new"
    done = [way]
    said = ""
    write(book, source)
    edited.mkdir()
    load(source)
    for number in range(builds + 1):
        outcome = built(WAYS[way], source, edited, wanted)
        read_ahead(source)  # as `make live` does, whose next copy finds it
        if outcome.status:
            said = outcome.said
            break
        if number < builds:
            done.append("then " + ", ".join(_edit(book, chance, kinds)))
            write(book, source)
    anew = built(forgetful(WAYS[way]), source, new, wanted)
    if anew.status:
        return Outcome(done, [f"the book itself is faulty: {anew.said}"])
    if said:
        return Outcome(done, [f"fails when edited, not when new: {said}"])
    return Outcome(done, differences(files_of(edited, wanted), files_of(new, wanted)))


def _edit(book: Book, chance: random.Random, kinds: Sequence[str] | None) -> list[str]:
    done: list[str] = []
    while len(done) < 1 + chance.randrange(BETWEEN):
        name = chance.choice(sorted(kinds or EDITS))
        with suppress(IndexError):  # nothing there that it could change
            EDITS[name](book, chance)
            done.append(name)
    return done


def write(book: Book, source: Path) -> None:
    """Write the files that are new, and remove those that have gone."""
    wanted = book.written()
    for path in [path for path in source.rglob("*") if path.is_file()]:
        if path.relative_to(source).as_posix() not in wanted:
            path.unlink()
    for name, text in wanted.items():
        path, content = source / name, text.encode() if isinstance(text, str) else text
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
