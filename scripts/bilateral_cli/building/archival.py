"""Make the PDF that TeX has set an archival one; what it says of itself is the description of the book."""

from __future__ import annotations

import re
from pathlib import Path

from bilateral.citation import describe
from bilateral.citation.xmp import xmp_of
from bilateral.reading import read_volume
from bilateral_sphinx.latex.archival import START, archive, read_places


def make_archival(volume: Path, pdf: Path) -> None:
    """Make a PDF archival in place, with the help of the ``.aux`` file beside it."""
    edition = read_volume(volume).edition
    places = read_places(pdf.with_suffix(".aux"))
    # The text of the home page is not printed: its labels lead to the title page.
    for label in re.findall(r"^\(([^()]+)\)=$", (volume / "index.md").read_text("utf-8"), re.MULTILINE):
        places[label] = START
    beside = pdf.with_suffix(".archival.pdf")
    archive(pdf, beside, metadata=xmp_of(describe(edition)), places=places)
    beside.replace(pdf)
