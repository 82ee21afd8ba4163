"""Try one target under atheris: ``python -m fuzzing.one NAME FOLDER…`` with the options of libFuzzer."""

from __future__ import annotations

import sys

import atheris

if __name__ == "__main__":
    name = sys.argv.pop(1)
    with atheris.instrument_imports(include=["bilateral", "records.directives", "typst_builder.syntax", "pybtex"]):
        from fuzzing.targets import TARGETS
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()
