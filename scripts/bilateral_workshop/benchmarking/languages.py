"""What more languages cost: the real book alone, and with two translations of every message."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

from babel.dates import get_month_names
from babel.messages.pofile import read_po, write_po

from bilateral_workshop.benchmarking.commands import COLD, ROOT, make
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
            found[what].append(timed(make(source, folder / f"{target}-{number}", target, COLD), folder)[0])
    return found


def translate(source: Path, output: Path) -> None:
    """Begin translations, and let each message be its own but for its months, which are held to the language."""
    begin = [sys.executable, "-m", "bilateral_cli", "translate", str(source), "--output", str(output)]
    subprocess.run([*begin, *(f"--language={one}" for one in LANGUAGES)], check=True, stdout=subprocess.DEVNULL)
    for language in LANGUAGES:
        months = get_month_names("wide", locale=language)
        named = {name: months[number] for number, name in get_month_names("wide", locale="en").items()}
        for path in source.glob(f"locale/{language}/LC_MESSAGES/**/*.po"):
            catalogue = read_po(BytesIO(path.read_bytes()))
            for message in catalogue:
                if isinstance(message.id, str):
                    message.string = message.string or _with_months(message.id, named)
            made = BytesIO()
            write_po(made, catalogue, width=0)
            path.write_bytes(made.getvalue())


def _with_months(text: str, named: dict[str, str]) -> str:
    return re.sub(rf"\b({'|'.join(named)})\b", lambda name: named[name[1]], text)
