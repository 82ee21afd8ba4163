"""Make the PDF that TeX has set an archival one, in place; its title and language are those of the volume."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from bilateral.reading import read_volume
from bilateral_sphinx.latex.archival import START, archive, read_places


def main(argv: list[str] | None = None) -> int:
    """Make a PDF archival, with the help of the ``.aux`` file beside it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="folder of the volume")
    parser.add_argument("pdf", type=Path, help="the PDF")
    arguments = parser.parse_args(argv)
    source, pdf = arguments.source, arguments.pdf
    edition = read_volume(source).edition
    places = read_places(pdf.with_suffix(".aux"))
    # The text of the home page is not printed: its labels lead to the title page.
    for label in re.findall(r"^\(([^()]+)\)=$", (source / "index.md").read_text("utf-8"), re.MULTILINE):
        places[label] = START
    beside = pdf.with_suffix(".archival.pdf")
    archive(pdf, beside, title=edition.title, language=edition.language, places=places)
    beside.replace(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
