"""Letters in text that is copied from the PDF set by LaTeX, where its fonts name ligatures and forms of letters.

XeTeX's driver says of a glyph which character of Unicode it is, and there are characters for "ff" and for the forms of
Arabic letters within a word: a search for "official" would find nothing.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator

from pikepdf import Dictionary, Name, Pdf

BLOCK = re.compile(rb"\d+ beginbf(?:char|range)\n(.*?)endbf(?:char|range)\n", re.DOTALL)
ENTRY = re.compile(rb"<([0-9A-F]+)>(?: <([0-9A-F]+)>)? <([0-9A-F]+)>\n")
FORMS = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]")
"""Presentation forms, by which Unicode names what other character sets had."""
LONGEST = 100
"""Entries of a block at the most."""


def write_letters(pdf: Pdf) -> None:
    """Say letters of each glyph in the fonts of a file."""
    for font in pdf.objects:
        if isinstance(font, Dictionary) and Name.ToUnicode in font:
            before = font.ToUnicode.read_bytes()
            after = with_letters(before)
            if after != before:
                # Compressed here: what is left to saving has its keys in another order when it is saved again.
                font.ToUnicode.write(zlib.compress(after), filter=Name.FlateDecode)


def with_letters(cmap: bytes) -> bytes:
    """Return a map of codes to Unicode in which forms of letters are letters."""
    entries = [entry for block in BLOCK.finditer(cmap) for entry in _entries(block[1])]
    if not any(FORMS.search(text) for _, text in entries):
        return cmap
    first, *_, last = [*BLOCK.finditer(cmap)] * 2
    blocks = b"".join(_block(entries[at : at + LONGEST]) for at in range(0, len(entries), LONGEST))
    return cmap[: first.start()] + blocks + cmap[last.end() :]


def _entries(block: bytes) -> Iterator[tuple[bytes, str]]:
    """Yield each code of a block, and its text."""
    for start, end, text in ENTRY.findall(block):
        first = bytes.fromhex(text.decode())
        for step in range(int(end or start, 16) - int(start, 16) + 1):
            code = int(start, 16) + step
            counted = first[:-2] + (int.from_bytes(first[-2:]) + step).to_bytes(2)
            yield b"%0*X" % (len(start), code), counted.decode("utf-16-be")


def _block(entries: Iterable[tuple[bytes, str]]) -> bytes:
    lines = [b"<%s> <%s>\n" % (code, _hex(FORMS.sub(_plain, text))) for code, text in entries]
    return b"%d beginbfchar\n%sendbfchar\n" % (len(lines), b"".join(lines))


def _plain(form: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", form[0])


def _hex(text: str) -> bytes:
    return text.encode("utf-16-be").hex().upper().encode()
