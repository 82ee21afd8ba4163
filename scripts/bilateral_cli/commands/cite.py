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
    help="The file, in place of CITATION.cff in the folder of the volume, or beside it where that is called source.",
)
def command(volume: Path, check: bool, file: Path | None) -> int:
    """Write CITATION.cff from the title page of VOLUME.

    The file of another volume is left alone.
    """
    from bilateral.citation.cff import book_of, cff_text  # late: see the docstring of the package
    from bilateral.reading import FaultyVolumeError, read_volume

    file = file or _own_file(volume)
    try:
        edition = read_volume(volume).edition
    except FaultyVolumeError as error:
        print(error, file=sys.stderr)
        return 1
    text = cff_text(edition)
    there = file.read_text("utf-8") if file.exists() else ""
    if there and edition.identifier != book_of(there):
        print(f"{file} is not that of {edition.title}; name another file with --file", file=sys.stderr)
        return 1
    current = there == text
    if check:
        if not current:
            print(f"{file} is out of date; run: make citation, or bilateral cite", file=sys.stderr)
        return 0 if current else 1
    if not current:
        file.write_text(text, "utf-8")
    return 0


def _own_file(volume: Path) -> Path:
    """Return the file of a volume: programs look for it at the top of a project, whose only volume is ``source``."""
    return (volume.parent if volume.name == "source" else volume) / "CITATION.cff"
