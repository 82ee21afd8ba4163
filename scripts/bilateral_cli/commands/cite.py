"""Write CITATION.cff from the title page of a volume, or check that the one there is current."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bilateral_cli import options


@click.command()
@options.volume()
@click.option("--check", is_flag=True, help="Only tell whether the file is current.")
@click.option(
    "--file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("CITATION.cff"),
    show_default=True,
    help="The file.",
)
def command(volume: Path, check: bool, file: Path) -> int:
    """Write CITATION.cff from the title page of VOLUME."""
    from bilateral.citation.cff import cff_text  # late: see the docstring of the package
    from bilateral.reading import FaultyVolumeError, read_volume

    try:
        text = cff_text(read_volume(volume).edition)
    except FaultyVolumeError as error:
        print(error, file=sys.stderr)
        return 1
    current = file.exists() and file.read_text("utf-8") == text
    if check:
        if not current:
            print(f"{file} is out of date; run: make citation, or bilateral cite", file=sys.stderr)
        return 0 if current else 1
    if not current:
        file.write_text(text, "utf-8")
    return 0
