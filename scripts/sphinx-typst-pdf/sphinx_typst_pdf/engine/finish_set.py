"""Finish a PDF that is set: ``python -m sphinx_typst_pdf.engine.finish_set RAW TARGET [CREATOR [METADATA]]``.

Its layout comes on standard input.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pikepdf

from sphinx_typst_pdf.engine.finishing import finish
from sphinx_typst_pdf.engine.job import encode, read_layout, reporting
from sphinx_typst_pdf.engine.reading_order import reading_order

KEPT: list[pikepdf.Pdf] = []
"""The book, until the process ends at once: to free its million small objects takes a tenth of the time."""


def main(argv: list[str] | None = None) -> int:
    """Finish ``RAW`` as ``TARGET``; nothing is left where nobody asks for it any more.

    The first answer is what stands on each page in reading order: others wait for it. The second one is warnings.
    """
    raw, target, creator, metadata = (*(sys.argv[1:] if argv is None else argv), "", "{}")[:4]
    line = sys.stdin.readline()
    try:
        if line:
            layout = read_layout(line)
            with pikepdf.open(raw) as book:
                KEPT.append(book)
                order = reading_order(book)
                sys.stdout.write(encode(order.contents))
                sys.stdout.flush()
                warnings = finish(book, order, layout, Path(target), creator=creator, metadata=json.loads(metadata))
            sys.stdout.write(encode(warnings))
            sys.stdout.flush()
    finally:
        Path(raw).unlink()
    return 0


if __name__ == "__main__":
    os._exit(reporting(main))
