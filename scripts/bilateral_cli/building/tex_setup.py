"""Make sure that XeLaTeX, latexmk and the fonts of the book are here; install them through apt where that may be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PACKAGES = (
    "texlive-xetex",
    "texlive-latex-recommended",
    "texlive-latex-extra",
    "texlive-fonts-recommended",
    "texlive-lang-european",
    "texlive-lang-spanish",
    "latexmk",
    "xindy",
    "fonts-texgyre",
    "fonts-dejavu-core",
)
PROGRAMS = ("xelatex", "latexmk", "xindy", "kpsewhich")
FILES = (
    "polyglossia.sty",
    "xurl.sty",
    "texgyrepagella-regular.otf",
    "loadhyph-lt.tex",
    "loadhyph-es.tex",
)


def missing() -> list[str]:
    """Return the programs and files that are not here."""
    lost = [program for program in PROGRAMS if shutil.which(program) is None]
    if "kpsewhich" in lost:
        return lost
    return lost + [file for file in FILES if _fails(["kpsewhich", file])]


def _fails(command: list[str]) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode != 0


def install() -> int:
    """Install what is missing, or say how. Return 1 where it cannot be installed."""
    lost = missing()
    if not lost:
        return 0
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES]
    print(f"TeX is not complete: {', '.join(lost)} not found.", flush=True)
    prefix: list[str] | None = None
    if shutil.which("apt-get"):
        if os.geteuid() == 0:
            prefix = []
        elif shutil.which("sudo") and not _fails(["sudo", "-n", "true"]):
            prefix = ["sudo", "-n"]
    if prefix is None:
        command = " ".join(["sudo", *install]) if shutil.which("apt-get") else "TeX Live with XeLaTeX and latexmk"
        print(f"It cannot be installed from here. Install it and run make again:\n  {command}", file=sys.stderr)
        return 1
    print("Installing it through apt (about two minutes, 700 MB):", " ".join([*prefix, *install]), flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in ([*prefix, "apt-get", "update", "-qq"], [*prefix, *install, "-qq"]):
        code = subprocess.run(step, check=False, env=environment, stdout=subprocess.DEVNULL).returncode
        if code:
            print(f"{' '.join(step[:3])} failed with status {code}.", file=sys.stderr)
            return 1
    lost = missing()
    if lost:
        print(f"Still not found after the installation: {', '.join(lost)}.", file=sys.stderr)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(install())
