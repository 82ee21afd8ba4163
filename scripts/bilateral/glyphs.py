"""Which characters the fonts of a book have: those of the press, which are Typst's, and those in its folder ``fonts``.

Where a volume brings none, web book and e-book take what is lacking from the machine of the reader; what is printed or
drawn cannot.
"""

from __future__ import annotations

import contextlib
import struct
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import icu

from bilateral.problems import Problem, shown_path

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FOLDER = "fonts"
SUFFIXES = (".otf", ".ttf", ".ttc")
OWN = Path(__file__).with_name("glyphs.txt")
"""Ranges of the characters in Typst's fonts for text, and of signs in the others.

``python -m bilateral_workshop.glyphs`` writes them.
"""
SHOWN = 8
"""How many of the characters that no font has a message shows."""
TEXTS = ("data/relations.yaml", "references.bib", "**/*.md")
COMMENT = {".yaml": "#", ".md": "%"}
"""What a line begins with that is not printed."""
CJK = "Noto Serif CJK", "fonts-noto-cjk"
NOTO = "fonts-noto-core"
FONTS = {
    **dict.fromkeys(("Hani", "Hira", "Kana", "Hang", "Bopo"), CJK),
    **dict.fromkeys(("Latn", "Grek", "Cyrl"), ("Noto Serif", NOTO)),
    "Arab": ("Amiri", "fonts-hosny-amiri"),
    "Hebr": ("Frank Ruehl CLM", "culmus"),
    "Nkoo": ("Noto Sans NKo", NOTO),
    "Phag": ("Noto Sans PhagsPa", NOTO),
    "Zyyy": ("Symbola", "fonts-symbola"),
}
"""A free font for a script, and Debian's package of it; Noto's core has the others."""
WITH_SERIFS = frozenset(
    {
        *(
            "Ahom",
            "Armn",
            "Bali",
            "Beng",
            "Deva",
            "Dogr",
            "Ethi",
            "Geor",
            "Gran",
            "Gujr",
            "Guru",
            "Khmr",
            "Khoj",
            "Knda",
        ),
        *("Laoo", "Mlym", "Mymr", "Sinh", "Taml", "Tang", "Telu", "Thai", "Tibt", "Yezi"),
    }
)
"""The scripts for which Noto has a font with serifs."""
UNSEEN = icu.UnicodeSet("[[:Zs:][:Cc:][:Default_Ignorable_Code_Point:]]")
"""What has no glyph of its own."""


def judge_glyphs(source: Path, folders: Iterable[Path] = ()) -> list[Problem]:
    """FNT001: a font has each character of the texts of a volume. Return a problem for each script without one.

    ``folders`` have fonts beside those in the folder of the volume.
    """
    has = covered([source / FOLDER, *folders])
    lacking: dict[tuple[str, str], dict[str, tuple[str, int, int]]] = {}
    scripts: dict[tuple[str, str], dict[str, None]] = {}
    for character, place in _characters(source):
        if ord(character) not in has and character not in UNSEEN:
            script = _script(character)
            font = FONTS.get(script) or (f"Noto {'Serif' if script in WITH_SERIFS else 'Sans'} {_name(script)}", NOTO)
            lacking.setdefault(font, {}).setdefault(character, place)
            scripts.setdefault(font, {})[script] = None
    return sorted(_problem(font, list(scripts[font]), found) for font, found in lacking.items())


def letters_of(source: Path) -> set[str]:
    """Return the characters beyond ASCII of the texts of a volume."""
    return {character for character, _ in _characters(source)}


def lacking_in(text: str, folders: Iterable[Path]) -> str:
    """Return the characters of a text that neither the fonts of the press nor those in folders have."""
    has = covered(folders)
    return "".join(dict.fromkeys(sign for sign in text if ord(sign) not in has and sign not in UNSEEN))


def font_files(folder: Path) -> list[Path]:
    """Return the fonts in a folder."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)


def covered(folders: Iterable[Path]) -> frozenset[int]:
    """Return the characters of the fonts of the press and of those in folders."""
    files = {path: path.stat().st_mtime_ns for folder in folders for path in font_files(folder)}
    return _own().union(*(_of_file(path, age) for path, age in files.items()))


@cache
def _own() -> frozenset[int]:
    found: set[int] = set(range(0x80))
    for line in OWN.read_text("ascii").splitlines():
        first, _, last = line.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


@cache
def _of_file(path: Path, _age: int) -> frozenset[int]:
    with path.open("rb") as file:
        return frozenset[int]().union(*(held for _, held in faces(file, lazy=True)))


def scripts_of(path: Path) -> frozenset[str]:
    """Return the scripts for which a font has rules, by their tags in OpenType; of a collection, its first face."""
    with path.open("rb") as file:
        for font, _ in faces(file, lazy=True):
            with contextlib.suppress(*_faults()):
                tables = [font[name].table.ScriptList for name in ("GSUB", "GPOS") if name in font]
                return frozenset(record.ScriptTag.strip() for one in tables if one for record in one.ScriptRecord)
    return frozenset()


def faces(file: BinaryIO, **options: Any) -> Iterator[tuple[TTFont, frozenset[int]]]:
    """Yield the faces of a font, of which a collection has several, with their characters; none of what is no font."""
    from fontTools.ttLib import TTFont  # late: most volumes bring no fonts

    number, count = 0, 1
    while number < count:
        try:
            font = TTFont(file, fontNumber=number, **options)
            characters = frozenset(font.getBestCmap() or ())
        except _faults():
            return
        yield font, characters
        number, count = number + 1, getattr(font.reader, "numFonts", 1)


def _faults() -> tuple[type[Exception], ...]:
    """Return what a file that is no whole font raises."""
    from fontTools.ttLib import TTLibError

    return (TTLibError, AssertionError, IndexError, KeyError, ValueError, struct.error)


def _characters(source: Path) -> Iterator[tuple[str, tuple[str, int, int]]]:
    """Yield each character beyond ASCII of the texts of a volume, with file, line and column."""
    root = shown_path(source)
    for path in (path for pattern in TEXTS for path in sorted(source.glob(pattern))):
        below = path.relative_to(source)
        if not path.is_file() or any(part[0] in "._" for part in below.parts):
            continue
        text = path.read_text("utf-8-sig", errors="replace")
        if text.isascii():
            continue
        name = f"{root}/{below.as_posix()}".removeprefix("./")
        for number, line in enumerate(text.splitlines(), 1):
            if not line.isascii() and not line.lstrip().startswith(COMMENT.get(path.suffix, "\0")):
                yield from (
                    (character, (name, number, column))
                    for column, character in enumerate(unicodedata.normalize("NFC", line), 1)
                    if not character.isascii()
                )


def _script(character: str) -> str:
    """Return the script of a character; of one that several have, the first of them."""
    return str(icu.Script(icu.Script.getScriptExtensions(character)[0]).getShortName())


def _name(script: str) -> str:
    return str(icu.Script(icu.Script.getCode(script)[0]).getName()).replace("_", " ")


def _problem(font: tuple[str, str], scripts: list[str], found: dict[str, tuple[str, int, int]]) -> Problem:
    signs = "".join(list(found)[:SHOWN])
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    what = "symbols" if scripts == ["Zyyy"] else f"characters of {', '.join(map(_name, scripts))}"
    message = (
        f"no font has these {what}: {signs}{more}; put one that has them into the folder '{FOLDER}' of the volume, such"
        f" as {font[0]} (Debian: {font[1]}); web book and e-book are built without"
    )
    return Problem(*next(iter(found.values())), "FNT001", message)
