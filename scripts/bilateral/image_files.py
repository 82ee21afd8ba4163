"""The files of pictures, judged by their bytes: of the kind that their name says, and whole.

Browsers draw half of a picture that is cut off, or nothing, without a word; readers of e-books and typesetters differ.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

PNG = b"\x89PNG\r\n\x1a\n"
PARAMETERLESS = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers of a JPEG that nothing belongs to."""
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG that say how large it is."""
SCAN, END = 0xDA, 0xD9


def _kind_of(raw: bytes) -> str:
    """Return the kind that the first bytes are of; "" where they are of none."""
    if raw.startswith(PNG):
        return "PNG"
    if raw.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if raw.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    return "WebP" if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP" else ""


def _png_is_whole(raw: bytes) -> bool:
    """Walk the chunks, each with its checksum, to the last."""
    at = len(PNG)
    names: list[bytes] = []
    while names[-1:] != [b"IEND"]:
        size = int.from_bytes(raw[at : at + 4])
        chunk, checksum = raw[at + 4 : at + 8 + size], raw[at + 8 + size : at + 12 + size]
        if len(checksum) != 4 or zlib.crc32(chunk) != int.from_bytes(checksum):  # noqa: PLR2004  (bytes of one)
            return False
        names.append(chunk[:4])
        at += 12 + size
    return names[0] == b"IHDR" and b"IDAT" in names


def _jpeg_is_whole(raw: bytes) -> bool:
    """Walk the segments to the first scan, behind which the end has to come; a preview inside one is passed over."""
    at, framed = 2, False
    while at + 4 <= len(raw) and raw[at] == 0xFF:  # noqa: PLR2004  (what begins each marker)
        marker = raw[at + 1]
        if marker == SCAN:
            return framed and bytes([0xFF, END]) in raw[at:]
        framed = framed or marker in FRAMES
        alone = marker in PARAMETERLESS
        at += 1 if marker == 0xFF else 2 if alone else 2 + int.from_bytes(raw[at + 2 : at + 4])  # noqa: PLR2004
    return False


def _gif_is_whole(raw: bytes) -> bool:
    """Walk the blocks to the trailer."""

    def colours(flags: int) -> int:
        return 3 * 2 ** (flags % 8 + 1) if flags & 0x80 else 0

    drawn = False
    try:
        at = 13 + colours(raw[10])
        while raw[at] != ord(";"):
            if raw[at] == ord(","):
                drawn, at = True, at + 11 + colours(raw[at + 9])
            elif raw[at] == ord("!"):
                at += 2
            else:
                return False
            while size := raw[at]:
                at += 1 + size
            at += 1
    except IndexError:
        return False
    return drawn


def _webp_is_whole(raw: bytes) -> bool:
    """Compare the size that it says of itself with its own."""
    return raw[12:16] in {b"VP8 ", b"VP8L", b"VP8X"} and len(raw) >= int.from_bytes(raw[4:8], "little") + 8


WHOLE: dict[str, Callable[[bytes], bool]] = {
    "PNG": _png_is_whole,
    "JPEG": _jpeg_is_whole,
    "GIF": _gif_is_whole,
    "WebP": _webp_is_whole,
}
IMAGES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".webp": "WebP"}
"""Which kind each ending of a name says."""


def image_fault(raw: bytes, suffix: str) -> str | None:
    """Return what is wrong with the file of a picture whose name ends so."""
    kind, found = IMAGES[suffix], _kind_of(raw)
    if not raw:
        return "the picture is empty; put the file itself here"
    if found != kind:
        what = f"it is a {found}; rename it" if found else "it begins as no picture does; put the file itself here"
        return f"the picture is no {kind}, as its name says: {what}"
    return None if WHOLE[kind](raw) else f"the {kind} is damaged or cut off; copy it anew from where it came"
