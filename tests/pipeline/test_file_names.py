"""Pictures, downloads, links and included files whose names have accents, spaces and signs of addresses."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from urllib.parse import quote, unquote

import lxml.html
import pytest

from pipeline.conftest import SmallVolume

NAMES = ["ąž", "with space", "per%cent", "ha#sh", "a+b", "a=b", "par(en)", "br[ack]et", "a@b~c", "ĄŽ 2"]


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")
    )


@pytest.fixture
def named(small: SmallVolume) -> SmallVolume:
    (small.folder / "img").mkdir()
    (small.folder / "files").mkdir()
    for name in NAMES:
        (small.folder / f"img/{name}.png").write_bytes(png())
        (small.folder / f"files/{name}.txt").write_text(f"Words of {name}.\n", "utf-8")
        coded, bare = quote(name), name.replace("%", "%25").replace("#", "%23")
        small.append(
            "chapters/chapter.md",
            f"\n![Alt](../img/{coded}.png) ![Alt](<../img/{bare}.png>)\n\n"
            f"```{{image}} ../img/{coded}.png\n:alt: Alt\n```\n\n"
            f"```{{image}} ../img/{name}.png\n:alt: Alt\n```\n\n```{{include}} ../files/{name}.txt\n```\n\n"
            f"{{download}}`file <../files/{name}.txt>` [link](../files/{coded}.txt) [bare](<../files/{bare}.txt>)\n",
        )
    (small.folder / "chapters/ą other.md").write_text("(other)=\n# Other\n\nText.\n", "utf-8")
    small.edit("index.md", "chapters/reference", "chapters/reference\nchapters/ą other")
    small.append("chapters/chapter.md", "\n[chapter](%C4%85%20other.md) and [again](<ą other.md>)\n")
    return small


def test_they_lead_to_their_files(named: SmallVolume) -> None:
    built = named.build()
    assert built.status == 0, built.said
    page = lxml.html.parse(built.out / "chapters/chapter.html").getroot()
    folder = built.out / "chapters"
    pictures = [unquote(str(image.get("src"))) for image in page.iter("img")]
    assert len(pictures) == 4 * len(NAMES)
    assert len({name.casefold() for name in pictures}) == len(NAMES)
    assert all((folder / name).read_bytes() == png() for name in pictures)
    links = page.xpath("//a[contains(@class, 'download')]")
    found = [(folder / unquote(link.get("href"))).read_text("utf-8") for link in links]
    assert sorted(found) == sorted(3 * [f"Words of {name}.\n" for name in NAMES])
    assert all(f"Words of {name}." in page.text_content() for name in NAMES)
    chapters = [link.get("href") for link in page.iter("a") if link.text_content() in {"chapter", "again"}]
    assert len(chapters) == 2
    assert all((folder / unquote(name)).exists() for name in chapters)


@pytest.mark.parametrize("builder", ["epub", "typst", "latex"])
def test_other_formats_have_them(named: SmallVolume, builder: str) -> None:
    built = named.build(builder)
    assert built.status == 0, built.said
    copied = [path for path in built.out.rglob("*.png") if path.read_bytes() == png()]
    assert len({Path(path).name for path in copied}) == len(NAMES)


def test_a_link_that_leads_to_itself_stops_no_build(small: SmallVolume) -> None:
    (small.folder / "loop").symlink_to("loop")
    built = small.build()
    assert built.status == 0, built.said
