"""The fonts of a volume in web book and e-book: the letters that its texts have, for readers whose machines lack them.

Each font becomes a subset beside the doctrees, made again when the font or the letters change. It keeps the notes on
copyright and licence, which the style sheet repeats; a font whose licence forbids it stays at home.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import icu
from babel import Locale

from bilateral.glyphs import faces, font_files, letters_of

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
    notes: list[str] = []
    kept: set[str] = set()
    files = [path for each in folders for path in font_files(each)] if letters else []
    for path in files:
        content = path.read_bytes()
        name = hashlib.sha256(content + "".join(sorted(letters)).encode()).hexdigest()[:16]
        note = rules / f"{name}.css"
        if not note.exists():
            for folder in (target, rules):
                folder.mkdir(parents=True, exist_ok=True)
            made = list(_subsets(content, letters, name))
            for file, subset, _ in made:
                (target / file).write_bytes(subset)
            note.write_text("".join(rule for *_, rule in made), "utf-8")
        notes.append(note.read_text("utf-8"))
        kept.add(name)
    if any(notes):
        (target / SHEET).write_text("".join(notes) + RULES, "utf-8")
        kept.add(Path(SHEET).stem)
    else:
        kept.clear()
    for left in (*target.glob("*"), *rules.glob("*")):
        if left.stem.partition("_")[0] not in kept:
            left.unlink()
    return any(notes)


def _of_dates(locale: str) -> set[str]:
    """Return the letters of dates, which the press writes."""
    known = Locale.parse(locale)
    months = (name for of in known.months.values() for names in of.values() for name in names.values())
    return set("".join([*months, *map(str, known.date_formats.values()), *map(str, known.datetime_skeletons.values())]))


def _subsets(content: bytes, letters: set[str], name: str) -> Iterator[tuple[str, bytes, str]]:
    """Yield the faces of a font with some letters alone: file, content and the rule that names it.

    There is none of a face that has, or may give, no more letters than those before it of its weight and style.
    """
    from fontTools.subset import Options, Subsetter  # late: most volumes bring no fonts

    wanted = {ord(sign) for sign in letters}
    given: dict[tuple[str, str], set[int]] = {}
    for number, (font, characters) in enumerate(faces(io.BytesIO(content), recalcTimestamp=False)):
        before = given.setdefault(_style(font), set())
        held = sorted(wanted & characters - before)
        if not held or ("OS/2" in font and font["OS/2"].fsType & (RESTRICTED | WHOLE)):
            continue
        before.update(held)
        options = Options(
            layout_features=["*"], name_IDs=[COPYRIGHT, 1, 2, LICENCE, LICENCE_ADDRESS], notdef_outline=True
        )
        options.drop_tables += ["DSIG", "meta"]
        marks = [code for code in characters if chr(code) in ACCENTS]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=[*held, *marks, 0x20, 0x200C, 0x200D])
        subsetter.subset(font)
        font.flavor = "woff"
        subset = io.BytesIO()
        font.save(subset)
        file = f"{name}_{number}.woff" if number else f"{name}.woff"
        yield file, subset.getvalue(), _face(font, file, held)


def _style(font: TTFont) -> tuple[str, str]:
    """Return the weight and the style of a font, as style sheets have them."""
    weight = "bold" if "OS/2" in font and font["OS/2"].usWeightClass >= BOLD else "normal"
    return weight, "italic" if "post" in font and font["post"].italicAngle else "normal"


def _face(font: TTFont, name: str, held: list[int]) -> str:
    weight, style = _style(font)
    said = (font["name"].getDebugName(number) for number in (1, COPYRIGHT, LICENCE, LICENCE_ADDRESS))
    note = " ".join(" ".join(filter(None, said)).replace("*/", "").split())
    ranges = ", ".join(f"U+{code:04X}" for code in held)
    return (
        f"/* {note} */\n"
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; font-style: {style};'
        f' src: url("{name}") format("woff"); unicode-range: {ranges}; }}\n'
    )
