"""The LaTeX that Sphinx has written, set by XeLaTeX."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bilateral_cli.building.archival import make_archival
from bilateral_cli.building.environment import without_make
from bilateral_sphinx.latex.characters import LIST, lacking

CAUTION = {"openin_any": "p", "openout_any": "p", "shell_escape": "f"}
"""TeX reads and writes in its own folder and below it, and starts no program."""


def typeset(source: Path, build: Path, name: str) -> int:
    """Set the book in ``work/latex`` and make it archival. Return the exit status."""
    folder, log = build / "work/latex", build / "latex.log"
    status = run_make(folder, log)
    if status:
        said = folder / f"{name}.log"
        listed = folder / LIST
        lost = lacking(_text(said), _text(listed), source)
        print("\n".join(lost or _text(log).splitlines()[-40:]), file=sys.stderr)
        return status
    make_archival(source, folder / f"{name}.pdf")
    return 0


def _text(file: Path) -> str:
    return file.read_text("utf-8", errors="replace") if file.exists() else ""


def run_make(folder: Path, log: Path) -> int:
    """Run all passes of TeX and xindy in the folder of Sphinx's LaTeX; what they say goes into ``log``."""
    # Sphinx's style makes ranges of pages and does not say what stands in them; ours does.
    words = {"XINDYOPTS": "-L general -C utf8 -M index-ranges.xdy -M sphinx.xdy"}
    words["LATEXMKOPTS"] = "-quiet -halt-on-error -interaction=nonstopmode -no-shell-escape"
    run = ["make", "--silent", "-C", str(folder), "all-pdf", *(f"{key}={value}" for key, value in words.items())]
    with log.open("w", encoding="utf-8") as output:
        environment = {**without_make(), **CAUTION, "FORCE_SOURCE_DATE": "1", "max_print_line": "1000"}
        done = subprocess.run(
            run, check=False, stdout=output, stderr=subprocess.STDOUT, env=environment, close_fds=False
        )
    return done.returncode
