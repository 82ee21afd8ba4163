"""Stand by for builds; ``bilateral build --standby`` leaves it."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(hidden=True)
@click.argument("volume", type=click.Path(path_type=Path))
@click.argument("output", type=click.Path(path_type=Path))
@click.argument("minutes", type=int)
@click.argument("since", type=int)
def command(volume: Path, output: Path, minutes: int, since: int) -> int:
    """Stand by for builds of a volume until there has been none for so many minutes."""
    from bilateral_cli.standby import server  # late: see the docstring of the package

    return server.run(volume, output, minutes, since)
