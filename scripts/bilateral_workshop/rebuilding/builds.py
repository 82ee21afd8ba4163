"""Build a folder in a copy of this process, as ``make live`` does, and compare what two builds have published."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from functools import _lru_cache_wrapper, partial
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from sphinx.cmd.build import main as sphinx_build

from bilateral_cli.building import publishing
from bilateral_cli.building.books import rebuild
from bilateral_cli.building.copies import in_copy

Build = Callable[[Path, Path, list[str]], int]
"""Builds formats of a volume into a folder; returns the exit status."""
BUILDERS = {"html": "html", "epub": "epub", "pdf": "typst", "latex": "latex"}


class Outcome(NamedTuple):
    """What a build came to: its exit status, and what it said."""

    status: int
    said: str


def with_sphinx(source: Path, output: Path, formats: list[str]) -> int:
    """Build each format with a bare ``sphinx-build``; none is beside another, to be offered as a download."""
    status = 0
    for name in formats:
        words = ["-q", "-W", "-n", "-b", BUILDERS[name]]
        status = sphinx_build([*words, str(source), str(output / name / "out")]) or status
    return status


def at_once(source: Path, output: Path, formats: list[str]) -> int:
    """Build as ``make`` does, whatever the age of the book."""
    return rebuild(source, output, formats)


def as_live(source: Path, output: Path, formats: list[str]) -> int:
    """Build as ``make live`` does, which shows pages before a format is whole, and one first."""
    show = publishing.Show(partial(publishing.show, output), frozenset({"index.html"}))
    return rebuild(source, output, formats, "", show)


WAYS: dict[str, Build] = {"bilateral": at_once, "make live": as_live, "sphinx-build": with_sphinx}
"""The ways to build."""


def built(build: Build, source: Path, output: Path, formats: list[str]) -> Outcome:
    """Build in a copy of this process, by the function that ``make live`` does it with."""
    os.environ["NO_COLOR"] = "1"
    output.mkdir(parents=True, exist_ok=True)
    return Outcome(*in_copy(lambda: build(source, output, formats)))


def forgetful(build: Build) -> Build:
    """Return a way to build that knows nothing of what this process has read before."""

    def cold(source: Path, output: Path, formats: list[str]) -> int:
        for kept in gc.get_objects():
            if isinstance(kept, _lru_cache_wrapper) and kept.cache_parameters()["maxsize"]:
                kept.cache_clear()
        return build(source, output, formats)

    return cold


def files_of(output: Path, formats: list[str]) -> dict[str, bytes]:
    """Return what was made, by path; members of an e-book one by one. What only a next build reads is none of it."""
    found: dict[str, bytes] = {}
    for name in formats:
        for path in sorted(path for path in (output / name).rglob("*") if path.is_file()):
            place = str(path.relative_to(output))
            if path.suffix == ".epub":
                with ZipFile(path) as archive:
                    found |= {f"{place}:{member}": archive.read(member) for member in archive.namelist()}
                found[f"{place} (order)"] = repr(archive.namelist()).encode()
            elif "/." not in place and not place.startswith(("epub/", "pdf/out/typst/")):
                found[place] = path.read_bytes()
    return found


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Return a line for each file that is in one alone, or is another in it, with the place where it differs."""
    lines = [f"only when edited: {path}" for path in sorted(one.keys() - other.keys())]
    lines += [f"only when new: {path}" for path in sorted(other.keys() - one.keys())]
    for path in sorted(one.keys() & other.keys()):
        edited, new = one[path], other[path]
        if edited != new:
            begins = next((at for at, (a, b) in enumerate(zip(edited, new, strict=False)) if a != b), 0)
            shown = [text[max(0, begins - 60) : begins + 60] for text in (edited, new)]
            lines.append(f"differs: {path} at {begins}\n    edited {shown[0]!r}\n    new    {shown[1]!r}")
    return lines
