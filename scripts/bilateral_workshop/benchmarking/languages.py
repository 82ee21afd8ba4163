"""What more languages cost: the real book alone, and with two translations of every message."""

from __future__ import annotations

import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po, write_po

from bilateral_workshop.benchmarking.commands import ROOT, make
from bilateral_workshop.benchmarking.rounds import timed

LANGUAGES = ("lt", "es")
ONE, THREE = "make, one language, clean", "make languages, three of them, clean"


def measure(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Measure on a copy of the real book, in ``folder``. Returns seconds by what was done."""
    source = folder / "source"
    shutil.copytree(ROOT / "source", source)
    translate(source, folder / "gettext")
    found: dict[str, list[float]] = {ONE: [], THREE: []}
    for number in range(rounds):
        for what, target in ((ONE, "all"), (THREE, "languages")):
            found[what].append(timed(make(source, folder / f"{target}-{number}", target), folder)[0])
    return found


def translate(source: Path, output: Path) -> None:
    """Begin translations, and let each message be its own: translated words are set as the others are."""
    begin = [sys.executable, "-m", "bilateral_cli", "translate", str(source), "--output", str(output)]
    subprocess.run([*begin, *(f"--language={one}" for one in LANGUAGES)], check=True, stdout=subprocess.DEVNULL)
    for path in source.glob("locale/*/LC_MESSAGES/**/*.po"):
        catalogue = read_po(BytesIO(path.read_bytes()))
        for message in catalogue:
            message.string = message.string or message.id
        made = BytesIO()
        write_po(made, catalogue, width=0)
        path.write_bytes(made.getvalue())
