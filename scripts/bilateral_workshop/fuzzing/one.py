"""Try one target under atheris: ``python -m bilateral_workshop.fuzzing.one NAME FOLDER…`` and libFuzzer's options."""

from __future__ import annotations

import sys

import atheris

if __name__ == "__main__":
    name = sys.argv.pop(1)
    with atheris.instrument_imports(
        include=["bilateral", "bilateral_sphinx.records.directives", "sphinx_typst_pdf.syntax", "pybtex"]
    ):
        from bilateral_workshop.fuzzing.targets import TARGETS
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()
