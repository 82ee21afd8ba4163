"""Write small generated files, touching only what differs."""

# ruff: noqa: PTH107, PTH106, PTH118, PTH208  (paths as text take half of the time)

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def write_if_changed(path: Path, content: bytes) -> None:
    """Write a file, unless it has this content already: make and Sphinx go by its time."""
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def mirror(folder: Path, files: Mapping[str, str | bytes | None], *, whole: bool = True) -> None:
    """Write ``files``, by their path below ``folder``; where these are ``whole``, remove whatever else lies there.

    What is None lies there already and is current.
    """
    for name, content in files.items():
        if content is not None:
            write_if_changed(folder / name, content.encode() if isinstance(content, str) else content)
    if not whole:
        return
    # A large book has thousands of small files, each in a folder of its own.
    wanted = {os.path.join(folder, name) for name in files}
    for around, _, names in os.walk(folder, topdown=False):
        unwanted = [name for name in names if os.path.join(around, name) not in wanted]
        for name in unwanted:
            os.remove(os.path.join(around, name))
        if len(unwanted) == len(names) and around != str(folder) and not os.listdir(around):
            os.rmdir(around)
