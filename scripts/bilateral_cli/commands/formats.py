"""List the formats."""

from __future__ import annotations

import click

from bilateral.formats import FORMATS


@click.command()
def command() -> int:
    """List the formats: name, book, media type, what it is."""
    for kind in FORMATS.values():
        built = "" if kind.standard else ", when asked for"
        print(f"{kind.name:8} {kind.name + '/' + kind.book('NAME'):18} {kind.media_type:21} {kind.title}{built}")
    return 0
