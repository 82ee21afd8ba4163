"""Extract the text for translators."""

from __future__ import annotations

from pathlib import Path

import click

from bilateral_cli import options


@click.command()
@options.volume()
@options.output()
@options.jobs()
def command(volume: Path, output: Path, jobs: int) -> int:
    """Extract the text for translators.

    It comes into gettext/*.pot of the output: a file for each chapter, and relations.pot for the data.
    """
    from bilateral_cli.building import catalogues  # late: see the docstring of the package

    return catalogues.extract(volume, output, jobs)
