"""Set one book: ``python -m sphinx_typst_pdf.engine`` reads a job from standard input, and answers on standard output.

When the book is set, the process becomes that of ``sphinx_typst_pdf.engine.finish_set``: Typst keeps its caches until
its process ends, and to finish a large PDF takes hundreds of megabytes more.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from sphinx_typst_pdf.engine.interruption import end_at_once, interrupted_later
from sphinx_typst_pdf.engine.job import Job, encode, finishing, reporting, set_beside
from sphinx_typst_pdf.engine.typesetting import compiler_of, set_book


def main() -> int:
    """Set a book, tell where its anchors are, and go on to finish the PDF."""
    end_at_once()
    job = Job(**json.loads(sys.stdin.readline()))
    setting, pdf = set_book(job, compiler_of(job))
    if setting.whole:
        raw = set_beside(Path(job.target))
        raw.parent.mkdir(parents=True, exist_ok=True)
        raw.unlink(missing_ok=True)  # it may still be written for one who has gone
        raw.write_bytes(pdf)
    sys.stdout.write(encode(setting))
    sys.stdout.flush()
    if setting.whole:
        with interrupted_later():
            os.execv(sys.executable, finishing(job))  # noqa: S606  (our own)
    return 0


if __name__ == "__main__":
    sys.exit(reporting(main))
