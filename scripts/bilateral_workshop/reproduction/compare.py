"""Name the first byte in which two builds differ."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

AROUND = 24
"""Bytes shown on either side of a difference."""


def files(folder: Path) -> dict[str, Path]:
    """Return the files of a folder by their path below it."""
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def differences(one: Path, other: Path, formats: Iterable[str]) -> Iterator[str]:
    """Yield a line for each file of two builds that differs, or that only one of them has."""
    for kind in formats:
        here, there = files(one / kind), files(other / kind)
        if not here or not there:
            yield f"{kind}: nothing was built"
        for name in sorted(here.keys() | there.keys()):
            if name not in here or name not in there:
                yield f"{kind}/{name}: only in the {'first' if name in here else 'second'}"
            elif (found := difference(here[name].read_bytes(), there[name].read_bytes())) is not None:
                yield f"{kind}/{name}: {found}"


def difference(one: bytes, other: bytes) -> str | None:
    """Say where two files differ first, in an archive by the file inside it; None where they are equal."""
    if one == other:
        return None
    if zipfile.is_zipfile(BytesIO(one)) and zipfile.is_zipfile(BytesIO(other)):
        return _in_archives(one, other)
    at = next((index for index, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    at = min(len(one), len(other)) if at is None else at
    start = max(0, at - AROUND)
    return f"byte {at:,}: {one[start : at + AROUND]!r} and {other[start : at + AROUND]!r}"


def _in_archives(one: bytes, other: bytes) -> str:
    with zipfile.ZipFile(BytesIO(one)) as here, zipfile.ZipFile(BytesIO(other)) as there:
        if here.namelist() != there.namelist():
            return f"other files or another order: {here.namelist()} and {there.namelist()}"
        for name in here.namelist():
            found = difference(here.read(name), there.read(name))
            if found is not None:
                return f"{name}: {found}"
            if here.getinfo(name).date_time != there.getinfo(name).date_time:
                return f"{name}: the times in the archive"
    return "the archives hold the same, packed in other ways"
