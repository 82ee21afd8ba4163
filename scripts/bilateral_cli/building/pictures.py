"""Start the library of pictures while Sphinx is loaded and a processor is idle: whoever shows one would wait for it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from bilateral.glyphs import FOLDER, font_files
from bilateral.pictures import keep_ready
from bilateral_cli.building import DATA_FILE, DOCTREES
from bilateral_cli.building.mtimes import mtime, sources

ENVIRONMENT = f"{DOCTREES}/environment.pickle"
"""Where, below the output, Sphinx keeps what it has read; it is as old as the last reading."""


def prepare(volume: Path, outputs: Iterable[Path], jobs: int) -> None:
    """Start the library where it is likely to be asked for by a build, and there is a processor for it."""
    if (jobs or os.cpu_count() or 1) > 1 and any(are_likely(volume, output) for output in outputs):
        keep_ready()


def are_likely(volume: Path, output: Path) -> bool:
    """Tell whether pictures are likely to be drawn: there are some, and the data are newer than the last reading.

    Where a volume brings fonts, another process draws, which knows them.
    """
    if mtime(volume / DATA_FILE) <= mtime(output / ENVIRONMENT) or font_files(volume / FOLDER):
        return False
    chapters = (Path(file) for file in sources(volume, output) if file.endswith(".md"))
    return any(b"{picture-" in chapter.read_bytes() for chapter in chapters if chapter.is_file())
