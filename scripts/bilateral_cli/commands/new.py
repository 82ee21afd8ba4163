"""Write a new volume on two countries."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click


@click.command()
@click.argument("one")
@click.argument("two")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="Date of the edition; today without it.")
def command(one: str, two: str, folder: Path, published: dt.datetime | None) -> int:
    """Write a new volume on two countries.

    ONE and TWO are their ISO codes, such as GE and JP; the volume is written into FOLDER.

    It builds and passes every check at once: chapters with their tables, a data file with the two countries, and a
    bibliography with an example of each type of source.
    """
    from bilateral_cli.founding import UnknownCountryError, write_volume  # late: see the docstring of the package

    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty; name a new folder.")
    try:
        write_volume(one, two, folder, (published or dt.datetime.now(dt.UTC)).date())
    except UnknownCountryError as error:
        raise click.UsageError(f"{error}.") from None
    print(
        f"{folder}: a volume on {one} and {two}. Next: bilateral build {folder}; records go into data/relations.yaml."
    )
    return 0
