"""Builders of Sphinx's own that make no book: ``linkcheck``, ``gettext``."""

from __future__ import annotations

import sys
from pathlib import Path

from sphinx.cmd.build import main as sphinx_build

from bilateral_cli.building.lock import exclusive
from bilateral_cli.building.mtimes import code, newest
from bilateral_cli.building.title_page import date_files
from bilateral_cli.building.work import refresh


def build_with(builder: str, volume: Path, output: Path, jobs: int, *more: str) -> int:
    """Run a builder strictly, into a folder of its name. Return the exit status."""
    date_files(volume)
    words = ["-W", "-n", "-j", str(jobs or "auto"), "-b", builder, "-d", str(output / "doctrees" / builder), *more]
    with exclusive(output):
        refresh(output, newest(code()))
        try:
            return sphinx_build([*words, str(volume), str(output / builder)])
        except SystemExit as end:  # faulty data end a build so, with all problems
            print(end.code, file=sys.stderr)
            return 1
