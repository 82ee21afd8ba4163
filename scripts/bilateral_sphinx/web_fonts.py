"""The fonts of a volume in web book and e-book: the letters that its texts have, for readers whose machines lack them.

Each font becomes a subset beside the doctrees, made again when the font or the letters change. It keeps the notes on
copyright and licence, which the style sheet repeats; a font whose licence forbids it stays at home.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import icu
from babel import Locale

from bilateral.glyphs import font_files, letters_of

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FAMILY = "Letters of the volume"
SHEET = "fonts.css"
COMMON = icu.UnicodeSet("[[:sc=Latn:][:sc=Grek:][:sc=Cyrl:][:sc=Zyyy:][:sc=Zinh:]]")
"""What any machine has, and what belongs to the letters before it."""
ACCENTS = icu.UnicodeSet("[[:M:]&[:sc=Zinh:]]")
"""Marks that belong to the letters of any script."""
RESTRICTED, WHOLE = 0x0002, 0x0100
"""Licences that allow no embedding, and no subset, as fonts note them."""
COPYRIGHT, LICENCE, LICENCE_ADDRESS = 0, 13, 14
BOLD = 600
RULES = f"""
:root {{ --book-own: "{FAMILY}", ; }}
body {{ font-family: var(--pst-font-family-base, "{FAMILY}", serif); }}
svg.picture text {{ font-family: "{FAMILY}", "Liberation Sans", Arial, Helvetica, sans-serif; }}
"""


def write_fonts(source: Path, folders: Iterable[Path], locale: str, target: Path) -> bool:
    """Write the subsets of the fonts in folders and their style sheet into a folder. Return whether there are any."""
    letters = {sign for sign in letters_of(source) | _of_dates(locale) if sign not in COMMON}
    rules = target.with_name(f"{target.name}-rules")
    faces, kept = [], {SHEET}
    files = [path for each in folders for path in font_files(each)] if letters else []
    for path in files:
        seed = path.read_bytes() + "".join(sorted(letters)).encode()
        name = f"{hashlib.sha256(seed).hexdigest()[:16]}.woff"
        note = rules / f"{name}.css"
        if not note.exists():
            for folder in (target, rules):
                folder.mkdir(parents=True, exist_ok=True)
            content, face = _subset(path, letters, name)
            if content:
                (target / name).write_bytes(content)
            note.write_text(face, "utf-8")
        faces.append(note.read_text("utf-8"))
        kept |= {name, note.name}
    if any(faces):
        (target / SHEET).write_text("".join(faces) + RULES, "utf-8")
    else:
        kept.clear()
    for left in (*target.glob("*"), *rules.glob("*")):
        if left.name not in kept:
            left.unlink()
    return any(faces)


def _of_dates(locale: str) -> set[str]:
    """Return the letters of dates, which the press writes."""
    known = Locale.parse(locale)
    months = (name for of in known.months.values() for names in of.values() for name in names.values())
    return set("".join([*months, *map(str, known.date_formats.values()), *map(str, known.datetime_skeletons.values())]))


def _subset(path: Path, letters: set[str], name: str) -> tuple[bytes, str]:
    """Return a font with some letters alone, and the rule that names it; nothing of one that has or may give none."""
    from fontTools.subset import Options, Subsetter  # late: most volumes bring no fonts
    from fontTools.ttLib import TTFont, TTLibError

    try:
        font = TTFont(path, fontNumber=0, recalcTimestamp=False)
        held = sorted({ord(sign) for sign in letters} & {*(font.getBestCmap() or ())})
    except (TTLibError, AssertionError, KeyError, ValueError):
        return b"", ""
    if not held or ("OS/2" in font and font["OS/2"].fsType & (RESTRICTED | WHOLE)):
        return b"", ""
    options = Options(layout_features=["*"], name_IDs=[COPYRIGHT, 1, 2, LICENCE, LICENCE_ADDRESS], notdef_outline=True)
    options.drop_tables += ["DSIG", "meta"]
    marks = [code for code in font.getBestCmap() if chr(code) in ACCENTS]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*held, *marks, 0x20, 0x200C, 0x200D])
    subsetter.subset(font)
    font.flavor = "woff"
    content = io.BytesIO()
    font.save(content)
    return content.getvalue(), _face(font, name, held)


def _face(font: TTFont, name: str, held: list[int]) -> str:
    weight = "bold" if "OS/2" in font and font["OS/2"].usWeightClass >= BOLD else "normal"
    style = "italic" if "post" in font and font["post"].italicAngle else "normal"
    said = (font["name"].getDebugName(number) for number in (1, COPYRIGHT, LICENCE, LICENCE_ADDRESS))
    note = " ".join(" ".join(filter(None, said)).replace("*/", "").split())
    ranges = ", ".join(f"U+{code:04X}" for code in held)
    return (
        f"/* {note} */\n"
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; font-style: {style};'
        f' src: url("{name}") format("woff"); unicode-range: {ranges}; }}\n'
    )
