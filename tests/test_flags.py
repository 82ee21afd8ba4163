"""Flags: a file of the volume or equal bands, a pair or none, and never more than a picture."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from bilateral.flags import read_flag
from bilateral.reading import FaultyVolumeError, read_volume
from bilateral_sphinx.typst.cover import cover_data
from builds import sphinx

START = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 3 2'>"
PLAIN = f"{START}<path id='a' fill='#114488' d='M0 0h3v2H0z'/></svg>\n"
NORTH, SOUTH = 'colours: ["#114488"]', "name: Southland,"


def flown(stock: Path, north: str = "", south: str = "", svg: str = PLAIN) -> Path:
    """Give the countries of the stock volume flags, and a file."""
    data = stock / "data/relations.yaml"
    text = data.read_text("utf-8").replace(NORTH, f"{NORTH}{north}", 1).replace(SOUTH, f"{SOUTH}{south}", 1)
    data.write_text(text, "utf-8")
    (stock / "flags").mkdir()
    (stock / "flags/xs.svg").write_text(svg, "utf-8")
    return stock


BANDS, FILE = ", bands: horizontal", " flag: flags/xs.svg,"


@pytest.mark.parametrize(
    ("north", "south", "shown"),
    [
        ("", "", []),
        (BANDS, "", []),  # the pair is not whole
        ("", FILE, []),
        (BANDS, " bands: vertical,", []),  # bands without colours are none
        (BANDS, FILE, [{"bands": ["#114488"], "lie": "horizontal", "shape": 1.5}, {"svg": PLAIN, "shape": 1.5}]),
    ],
)
def test_flags_are_a_pair_of_files_or_bands_or_none(stock: Path, north: str, south: str, shown: list[object]) -> None:
    assert cover_data(read_volume(flown(stock, north, south)))["flags"] == shown


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>x()</script>", "<script>"),
        ("<g onload='x()'/>", "'onload' runs a program"),
        ("<foreignObject/>", "<foreignObject>"),
        ("<animate attributeName='x'/>", "<animate>"),
        ("<animateMotion path='M0 0h3'/>", "<animateMotion>"),
        ("<video/>", "<video>"),
        ("<?xml-stylesheet href='https://elsewhere.example/a.css'?>", "<?xml-stylesheet>"),
        ("<image xlink:href='https://elsewhere.example/a.png'/>", "'xlink:href' loads"),
        ("<image href='//elsewhere.example/a.png'/>", "'href' loads"),
        ("<image href='../a.png'/>", "'href' loads"),
        ("<use xlink:href='other.svg#a'/>", "'xlink:href' loads"),
        ("<a href=' javascript:x()'/>", "'href' loads"),
        ("<image href='data:text/html;base64,AA'/>", "'href' loads"),
        ("<path style='fill:url(https://elsewhere.example/a.svg#b)' d='M0 0'/>", "'style' loads"),
        ("<path fill='URL( other.svg#b)' d='M0 0'/>", "'fill' loads"),
        ("<style>@import 'a.css';</style>", "a style loads"),
        ("<style><![CDATA[path{fill:url('a.svg#b')}]]></style>", "a style loads"),
    ],
)
def test_what_is_more_than_a_picture_is_told_at_its_place(inside: str, said: str) -> None:
    flag, ((line, column, message),) = read_flag(f"{START}\n  {inside}</svg>".encode())
    assert flag is None
    assert (line, column >= 3) == (2, True)
    assert said in message


@pytest.mark.parametrize(
    "inside",
    [
        "<use xlink:href='#a'/><use href='#a'/>",
        "<path fill='url(#g)' style=\"fill:url('#g')\" d='M0 0'/>",
        "<image href='data:image/png;base64,AA'/>",
        "<style>.a{fill:#123}</style><metadata/><!-- <script/> -->",
    ],
)
def test_what_pictures_are_made_of_is_allowed(inside: str) -> None:
    assert read_flag(f"<?xml version='1.0'?><!DOCTYPE svg>{START}{inside}</svg>".encode())[1] == []


def test_pictures_without_a_size_and_entities_are_told() -> None:
    for size in ("width='100%'", "viewBox='0 0 0 2'", "viewBox='0 0 1e400 2'", "viewBox='0 0 nan 2'"):
        assert [one[2][:23] for one in read_flag(f"<svg {size}/>".encode())[1]] == ["the picture has no size"]
    _, ((_, _, message),) = read_flag(b"<!DOCTYPE svg [<!ENTITY a 'aa'>]><svg viewBox='0 0 1 1'/>")
    assert message.startswith("the entity 'a' is declared")
    assert [one[2][:15] for one in read_flag(b"<svg>" + b" " * 600_000)[1]] == ["the picture has"]


@pytest.mark.parametrize(
    ("size", "shape"),
    [("viewBox='0 0 3 2'", 1.5), ("viewBox='0,0,1.219,1'", 1.219), ("width='30mm' height='15mm'", 2)],
)
def test_the_shape_is_that_of_the_picture(size: str, shape: float) -> None:
    flag, faults = read_flag(f"<svg {size}/>".encode())
    assert flag is not None
    assert flag.shape == pytest.approx(shape)
    assert faults == []


def test_a_flag_that_is_not_there_is_told_beside_other_faults(stock: Path) -> None:
    flown(stock, BANDS, FILE)
    (stock / "flags/xs.svg").rename(stock / "flags/xt.svg")
    data = stock / "data/relations.yaml"
    data.write_text(data.read_text("utf-8").replace("met: [person-bbb-bo]", "met: [person-aaa-zoe]"), "utf-8")
    with pytest.raises(FaultyVolumeError) as caught:
        read_volume(stock)
    assert [problem.code for problem in caught.value.problems] == ["FIL006", "REL018"]
    assert "no file 'flags/xs.svg'; did you mean 'flags/xt.svg'?" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"<svg viewBox='0 0 3 2'>\n<g></svg>", 2),
        (b"", 1),
        (PLAIN.encode("utf-16"), 0),
        (b"<svg viewBox='0 0 3 2'/>x", 1),
    ],
)
def test_a_flag_in_a_folder_that_is_not_judged_is_told_when_it_cannot_be_read(
    stock: Path, content: bytes, line: int
) -> None:
    """Files in a folder of output are not judged, and a flag may lie there."""
    flown(stock, BANDS, " flag: made/flags/xs.svg,")
    (stock / "made/flags").mkdir(parents=True)
    (stock / "made/.buildinfo").touch()
    (stock / "made/flags/xs.svg").write_bytes(content)
    with pytest.raises(FaultyVolumeError, match="the picture cannot be read") as caught:
        read_volume(stock)
    (problem,) = caught.value.problems
    assert (problem.code, problem.file, problem.line) == ("FIL006", "made/flags/xs.svg", line)


def test_a_flag_leads_not_out_of_the_volume(stock: Path, tmp_path: Path) -> None:
    flown(stock, BANDS, FILE)
    (tmp_path / "mine.svg").write_text(PLAIN, "utf-8")
    (stock / "flags/xs.svg").unlink()
    (stock / "flags/xs.svg").symlink_to(tmp_path / "mine.svg")
    with pytest.raises(FaultyVolumeError, match=r"FIL00[56]"):
        read_volume(stock)


def test_the_web_book_shows_a_drawing_of_the_file_and_no_svg(stock: Path, tmp_path: Path) -> None:
    flown(stock, BANDS, FILE)
    done = sphinx("-n", "-W", "-q", "-b", "html", ".", tmp_path / "html", out=tmp_path / "html", cwd=stock)
    assert done.status == 0, done.said
    sheet = tmp_path / "html/_static/book.css"
    assert "--book-first-flag:linear-gradient" in sheet.read_text("utf-8")
    before = drawn_in(sheet)
    assert before.startswith(b"\x89PNG")
    assert list((tmp_path / "html").rglob("xs.svg")) == []
    assert 'class="flags"' in done.page("index.html")
    (stock / "flags/xs.svg").write_text(PLAIN.replace("#114488", "#884411"), "utf-8")
    again = sphinx("-n", "-W", "-q", "-b", "html", ".", tmp_path / "html", out=tmp_path / "html", cwd=stock)
    assert again.status == 0, again.said
    assert drawn_in(sheet) not in {before, b""}


def drawn_in(sheet: Path) -> bytes:
    """Return the picture of the second country's flag."""
    found = re.search(r'--book-second-flag:url\("data:image/png;base64,([^"]*)"\)', sheet.read_text("utf-8"))
    return base64.b64decode(found[1]) if found else b""
