"""Build a volume."""

from __future__ import annotations

from pathlib import Path

import click

from bilateral.formats import FORMATS, STANDARD
from bilateral_cli import options


@click.command()
@options.volume()
@click.option(
    "-f",
    "--format",
    "names",
    type=click.Choice(list(FORMATS)),
    multiple=True,
    help=f"What to build; may be repeated. [default: {', '.join(STANDARD)}]",
)
@click.option("--all", "every", is_flag=True, help="Build every format.")
@options.output()
@options.jobs()
@options.language()
def command(  # noqa: PLR0917  (each is an option)
    volume: Path, names: tuple[str, ...], every: bool, output: Path, jobs: int, language: str
) -> int:
    """Build what is out of date.

    All are made from one reading. A format with a fault leaves its last good book where it is, and does not keep the
    others from being published.
    """
    options.begun_language(volume, language)
    from bilateral_cli.building import books  # late: see the docstring of the package

    wanted = list(FORMATS) if every else list(dict.fromkeys(names or STANDARD))
    return books.build(volume, output / language, wanted, jobs, language)
