"""The characters of the book set by LaTeX, listed for TeX: it looks whether its fonts have them before the first page.

TeX leaves out what its font has not, and says so in its log alone. Which fonts it has is known when it runs, so the
list is a file beside the book, ``characters.def``, and the package of the book (``book.sty``) reads it.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from bilateral.direction import END, ISOLATE
from bilateral.glyphs import font_files, scripts_of
from bilateral.problems import shown_path
from bilateral.reading import DATA_FILE
from bilateral_sphinx.fonts import font_folders
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.records.nodes import standing_mark
from bilateral_sphinx.records.pictures import picture_description

LIST = "characters.def"
BEYOND_ASCII = re.compile(rf"[^\x00-\x7f{ISOLATE}{END}]")
"""What fonts may lack; the signs of directions are commands in TeX."""
FIXED = (nodes.literal, nodes.literal_block, addnodes.literal_emphasis, addnodes.literal_strong)
"""What is set in letters of a fixed width."""
OTHERWISE: tuple[type[nodes.Node], ...] = (
    nodes.comment,
    nodes.math,
    nodes.math_block,
    nodes.raw,
    nodes.substitution_definition,
    picture_description,
    standing_mark,
)
"""What is not set, or in fonts of its own."""
OUTLINES = {b"glyf", b"CFF ", b"CFF2"}
"""The tables in which a font has its letters as lines."""
SHAPED = {"arab": "Arabic", "syrc": "Syriac", "hebr": "Hebrew", "deva": "Devanagari", "thai": "Thai"}
"""Scripts that XeTeX has to be told of, by their tags in fonts."""
LISTED = re.compile(r"^\\bookcharacter\{\w*\}\{([0-9A-F]+)\}\{(.*)\}$", re.MULTILINE)
LACKED = re.compile(r"^(?P<place>\S+:\d+): no font has (?P<character>.) \(U\+[0-9A-F]+\)$", re.MULTILINE)
LOST = re.compile(r"Missing character: There is no (?P<character>.) ")
SOURCES = ("*.yaml", "*.bib", "*.md")
REMEDY = "put a font that has it into the folder 'fonts', or write it otherwise"


class Wanted(NamedTuple):
    """A character, and whether it is set in letters of a fixed width."""

    fixed: bool
    character: str


def list_characters(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Write the list of a book: each character beyond ASCII with the place where it stands first, and the fonts."""
    if app.builder.format != "latex":
        return
    out, root = Path(app.outdir), Path(app.srcdir)
    title_page = BEYOND_ASCII.findall(app.config.latex_elements["preamble"])
    found = {Wanted(fixed=False, character=character): f"{DATA_FILE}:1" for character in title_page}
    for wanted, node in characters(document):
        if wanted not in found:
            found[wanted] = _place(node, root)
    fonts = [
        f"\\sparefont{{{name.parent}/}}{{{name.name}}}{{{script_of(path)}}}"
        for folder in font_folders(app.config, Path(app.confdir))
        for path in _fonts(folder)
        for name in [PurePosixPath(os.path.relpath(path, out).replace(os.sep, "/"))]
    ]
    rows = [
        f"\\bookcharacter{{{'ttfamily' if fixed else 'rmfamily'}}}{{{ord(character):04X}}}{{{place}}}"
        for (fixed, character), place in sorted(found.items())
    ]
    (out / LIST).write_text("\n".join([*fonts, *rows, ""]), "utf-8")


def characters(document: nodes.document) -> Iterator[tuple[Wanted, nodes.Node]]:
    """Yield the characters beyond ASCII that a document sets, each with its node."""
    for text in document.findall(nodes.Text):
        found = set(BEYOND_ASCII.findall(text.astext()))
        if found:
            around = list(_around(text))
            if not any(isinstance(node, OTHERWISE) for node in around):
                fixed = any(isinstance(node, FIXED) for node in around)
                yield from ((Wanted(fixed, character), text) for character in sorted(found))


def _around(node: nodes.Node) -> Iterator[nodes.Element]:
    while node.parent is not None:
        node = node.parent
        yield node


def _place(node: nodes.Node, root: Path) -> str:
    """Return the file below the volume, and the line."""
    for around in _around(node):
        if around.line and around.source:
            return f"{os.path.relpath(around.source, root)}:{around.line}"
        if isinstance(around, addnodes.start_of_file):
            return f"{around['docname']}.md:1"
    return "index.md:1"


def _fonts(folder: Path) -> list[Path]:
    """Return the fonts in a folder, upright ones of ordinary weight first."""
    found = filter(_has_outlines, font_files(folder))
    return sorted(found, key=lambda path: ("regular" not in path.stem.lower(), _is_variant(path.stem), path.name))


def script_of(path: Path) -> str:
    """Return the option of fontspec by which XeTeX is told the script of a font, where it has to be told."""
    return next((f", Script={name}" for tag, name in SHAPED.items() if tag in scripts_of(path)), "")


def _has_outlines(path: Path) -> bool:
    """Tell whether a font draws its letters; of one that has pictures alone, such as CBDT, TeX would print nothing."""
    with path.open("rb") as font:
        begin = int.from_bytes(font.read(12)[8:], "big") if font.read(4) == b"ttcf" else 0  # the first of a collection
        font.seek(begin + 4)
        count = int.from_bytes(font.read(2), "big")
        font.seek(begin + 12)
        tables = {font.read(16)[:4] for _ in range(count)}
    return bool(tables & OUTLINES)


def _is_variant(name: str) -> bool:
    return any(word in name.lower() for word in ("bold", "italic", "oblique", "light", "black"))


def lacking(log: str, listed: str, volume: Path) -> list[str]:
    """Return messages on the characters that no font has, one for each place, from TeX's log and the list."""
    told = {found["character"]: found["place"] for found in LACKED.finditer(log)}
    places = {chr(int(code, 16)): place for code, place in reversed(LISTED.findall(listed))}
    told |= {lost: places.get(lost, "index.md:1") for lost in LOST.findall(log) if lost not in told}
    at: dict[str, list[str]] = defaultdict(list)
    for character, place in told.items():
        at[_written(volume, character, place)].append(f"{character} (U+{ord(character):04X})")
    return [
        f"{shown_path(volume / place)}: ERROR: no font has {', '.join(found)}; {REMEDY} [latex.character]"
        for place, found in sorted(at.items())
    ]


def _written(volume: Path, character: str, place: str) -> str:
    """Return the line that has the character itself: at a place or below it, or else in the data or another file."""
    name, _colon, line = place.rpartition(":")
    files = [volume / name, *(path for kind in SOURCES for path in sorted(volume.rglob(kind)))]
    for path, first in zip(files, [int(line), *(1 for _ in files)], strict=False):
        if path.is_file():
            for number, text in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
                if number >= first and character in text:
                    return f"{path.relative_to(volume).as_posix()}:{number}"
    return place


def setup(app: Sphinx) -> None:
    """List them when a document is complete: LaTeX's is the whole book."""
    connect(app, Phase.RESOLVED, list_characters)
