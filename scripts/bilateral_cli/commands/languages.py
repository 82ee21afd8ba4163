"""Build a volume in all its languages."""

from __future__ import annotations

from pathlib import Path

import click

from bilateral_cli import options


@click.command()
@options.volume()
@options.output()
@options.jobs()
def command(volume: Path, output: Path, jobs: int) -> int:
    """Build the book in all its languages.

    The original and each translation in the folder 'locale' are built side by side, in the formats that 'build' makes
    where none is named; each translation has a folder of its own.
    """
    from bilateral_cli.building import languages  # late: it loads the model of the data

    return languages.build(volume, output, jobs)
