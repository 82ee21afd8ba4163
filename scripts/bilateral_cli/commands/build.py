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
@click.option(
    "--standby",
    type=click.IntRange(0),
    default=0,
    metavar="MINUTES",
    help="Leave a process that makes the next builds faster, and ends after so many minutes without one.",
)
def command(  # noqa: PLR0917  (each is an option)
    volume: Path, names: tuple[str, ...], every: bool, output: Path, jobs: int, language: str, standby: int
) -> int:
    """Build what is out of date.

    All are made from one reading. A format with a fault leaves its last good book where it is, and does not keep the
    others from being published.
    """
    options.begun_language(volume, language)
    wanted = list(FORMATS) if every else list(dict.fromkeys(names or STANDARD))
    if standby:
        from bilateral_cli.standby import client  # late: see the docstring of the package

        return client.build(volume, output / language, wanted, jobs, language, standby)
    from bilateral_cli.building import books

    return books.build(volume, output / language, wanted, jobs, language)
