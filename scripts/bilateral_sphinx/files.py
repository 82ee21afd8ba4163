"""Write small generated files, touching only what differs."""

# ruff: noqa: PTH103, PTH106, PTH107, PTH108, PTH110, PTH118, PTH120, PTH123, PTH208  (paths as text take half of the time)

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def write_if_changed(path: str | Path, content: bytes) -> bool:
    """Write a file, unless it has this content already: make and Sphinx go by its time. Tell whether it was written.

    A file that changes is another: the one that was there may have a second name, under which it is published.
    """
    try:
        with open(path, "rb") as file:
            if file.read() == content:
                return False
        os.unlink(path)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)
    return True


def mirror(folder: Path, files: Mapping[str, str | bytes | None], *, whole: bool = True) -> None:
    """Write ``files``, by their path below ``folder``; where these are ``whole``, remove whatever else lies there.

    What is None lies there already and is current.
    """
    begun = not os.path.exists(folder)
    for name, content in files.items():
        if content is not None:
            write_if_changed(os.path.join(folder, name), content.encode() if isinstance(content, str) else content)
    if not whole or begun:  # nothing else lies there
        return
    # A large book has thousands of small files, each in a folder of its own.
    wanted = {os.path.join(folder, name) for name in files}
    for around, _, names in os.walk(folder, topdown=False):
        unwanted = [name for name in names if os.path.join(around, name) not in wanted]
        for name in unwanted:
            os.remove(os.path.join(around, name))
        if len(unwanted) == len(names) and around != str(folder) and not os.listdir(around):
            os.rmdir(around)
