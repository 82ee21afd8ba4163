"""Bring the catalogues of translators up to date."""

from __future__ import annotations

from pathlib import Path

import click

from bilateral_cli import options


@click.command()
@options.volume()
@options.output()
@options.jobs()
@click.option("-l", "--language", "languages", multiple=True, callback=options.known_languages, help="Begin one more.")
def command(volume: Path, output: Path, jobs: int, languages: tuple[str, ...]) -> int:
    """Bring the catalogues of translators up to date.

    They lie in the folder 'locale' of the volume, in one folder for each language. What is new in chapters and data
    waits in them for a translator; what has changed is marked as fuzzy, and is left in the original until somebody has
    looked.
    """
    from bilateral_cli.building import catalogues  # late: see the docstring of the package

    return catalogues.update(volume, output, jobs, languages)
