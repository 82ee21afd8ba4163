"""Show the web book while it is being written: save a chapter or a record, and the page in the browser is new."""

from __future__ import annotations

from pathlib import Path

import click

from bilateral_cli import options
from bilateral_cli.building.lock import exclusive
from bilateral_cli.building.mtimes import code, newest
from bilateral_cli.building.work import refresh


@click.command()
@options.volume()
@options.output()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port on this machine.")
@options.language()
def command(volume: Path, output: Path, port: int, language: str) -> int:
    """Show the web book while it is written.

    Each save is built at once, and the page in the browser is new. Ends with Ctrl+C.
    """
    options.begun_language(volume, language)
    output /= language
    with options.needs_extra("live"):
        from bilateral_cli.live import session  # late: see the docstring of the package

    with exclusive(output):
        refresh(output, newest(code()))
    return session.run(volume, output, port, language)
