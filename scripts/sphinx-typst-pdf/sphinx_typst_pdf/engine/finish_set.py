"""Finish a PDF that is set: ``python -m sphinx_typst_pdf.engine.finish_set RAW TARGET [CREATOR [METADATA]]``.

Its layout comes on standard input.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sphinx_typst_pdf.engine.finishing import finish
from sphinx_typst_pdf.engine.job import encode, read_layout, reporting


def main(argv: list[str] | None = None) -> int:
    """Finish ``RAW`` as ``TARGET``, and answer with warnings; nothing is left where nobody asks for it any more."""
    raw, target, creator, metadata = (*(sys.argv[1:] if argv is None else argv), "", "{}")[:4]
    line = sys.stdin.readline()
    try:
        if line:
            sys.stdout.write(encode(finish(Path(raw), read_layout(line), Path(target), creator, json.loads(metadata))))
    finally:
        Path(raw).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(reporting(main))
