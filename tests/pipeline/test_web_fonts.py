"""The fonts of a volume go with web book and e-book: the letters that its texts have, with the note on the licence."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont
from playwright.sync_api import Browser

from bilateral.glyphs import covered
from bilateral_sphinx.web_fonts import SHEET, write_fonts
from pipeline.conftest import SmallVolume

LETTERS = "აბგდეთიმურზ"
LICENCE = "Free as in */ freedom"


def write_font(path: Path, letters: str, *, weight: int = 400, embedding: int = 0) -> None:
    """Write a font in which every letter is a box."""
    pen = TTGlyphPen(None)
    for at, point in enumerate([(50, 0), (50, 700), (550, 700), (550, 0)]):
        (pen.lineTo if at else pen.moveTo)(point)
    pen.closePath()
    names = [".notdef", *(f"uni{ord(sign):04X}" for sign in letters)]
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(names)
    font.setupCharacterMap({ord(sign): f"uni{ord(sign):04X}" for sign in letters})
    font.setupGlyf(dict.fromkeys(names, pen.glyph()))
    font.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Boxes", "styleName": "Regular", "licenseDescription": LICENCE})
    font.setupOS2(usWeightClass=weight, fsType=embedding)
    font.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    font.save(path)


@pytest.fixture
def georgian(small: SmallVolume) -> SmallVolume:
    small.edit("chapters/chapter.md", "# A chapter", "# Of თეიმურაზ")
    write_font(small.folder / "fonts/boxes.ttf", LETTERS + "ჭჲÄé")
    return small


def test_web_book_and_e_book_bring_their_letters(georgian: SmallVolume, browser: Browser) -> None:
    built = georgian.build("html")
    assert built.status == 0, built.said
    sheet = built.page(f"_static/{SHEET}")
    (name,) = re.findall(r'url\("(\w+\.woff)"\)', sheet)
    assert f'href="_static/{SHEET}' in built.page("index.html")
    assert set(TTFont(built.out / "_static" / name).getBestCmap()) == {*map(ord, "თეიმურაზ")}
    assert "/* Boxes Free as in freedom */" in sheet
    tab = browser.new_page()
    tab.goto((built.out / "chapters/chapter.html").as_uri())
    tab.evaluate("() => document.fonts.ready.then(() => 0)")
    assert tab.evaluate("() => [...document.fonts].map((font) => font.status)") == ["loaded"]
    tab.close()
    again = georgian.build("html")
    assert again.page(f"_static/{SHEET}") == sheet
    ebook = georgian.build("epub")
    assert ebook.status == 0, ebook.said
    (file,) = ebook.out.glob("*.epub")
    with zipfile.ZipFile(file) as book:
        package = next(book.read(one).decode() for one in book.namelist() if one.endswith(".opf"))
    assert f'href="_static/{SHEET}"' in package
    assert re.search(rf'href="_static/{name}"[^>]* media-type="font/woff"', package)


def test_a_volume_without_fonts_has_none(small: SmallVolume) -> None:
    built = small.build("html")
    assert SHEET not in built.page("index.html")
    assert not list(built.out.glob("_static/*.woff"))


def test_a_font_is_taken_for_what_it_has_and_may_give(georgian: SmallVolume, tmp_path: Path) -> None:
    folder, target = georgian.folder / "fonts", tmp_path / "subsets"
    assert write_fonts(georgian.folder, [folder], "en_GB", target)
    first = {path.name: path.read_bytes() for path in target.iterdir()}
    write_font(folder / "bold.ttf", LETTERS, weight=700)
    write_font(folder / "latin.ttf", "Äé")
    write_font(folder / "restricted.ttf", LETTERS, embedding=2)
    (folder / "broken.ttf").write_bytes(b"no font")
    assert write_fonts(georgian.folder, [folder], "en_GB", target)
    assert len(list(target.glob("*.woff"))) == 2
    assert (target / SHEET).read_text("utf-8").count("font-weight: bold") == 1
    for name in ("bold", "latin", "restricted", "broken"):
        (folder / f"{name}.ttf").unlink()
    assert write_fonts(georgian.folder, [folder], "en_GB", target)
    assert {path.name: path.read_bytes() for path in target.iterdir()} == first
    (folder / "boxes.ttf").unlink()
    assert not write_fonts(georgian.folder, [folder], "en_GB", target)
    assert list(target.iterdir()) == []


def test_each_face_of_a_collection_gives_what_those_before_it_have_not(georgian: SmallVolume, tmp_path: Path) -> None:
    one, target = tmp_path / "one.ttf", tmp_path / "subsets"
    collection = TTCollection()
    for letters, weight in ((LETTERS[:4], 400), (LETTERS[2:], 400), (LETTERS, 700), (LETTERS, 400)):
        write_font(one, letters, weight=weight)
        collection.fonts.append(TTFont(one))
    (georgian.folder / "fonts/boxes.ttf").unlink()
    collection.save(georgian.folder / "fonts/boxes.ttc")
    assert write_fonts(georgian.folder, [georgian.folder / "fonts"], "en_GB", target)
    held = [set(map(chr, TTFont(path).getBestCmap())) for path in sorted(target.glob("*.woff"))]
    assert sorted(map(len, held)) == [1, 7, 8]  # of თეიმურაზ: ა; the others; all of them in bold
    assert {*"თეიმურზ"} in held
    assert covered([georgian.folder / "fonts"]) >= {*map(ord, LETTERS)}


def test_letters_of_dates_are_among_them(small: SmallVolume, tmp_path: Path) -> None:
    write_font(small.folder / "fonts/boxes.ttf", "年月日가")
    assert write_fonts(small.folder, [small.folder / "fonts"], "ja_JP", tmp_path / "subsets")
    (font,) = (tmp_path / "subsets").glob("*.woff")
    assert set(TTFont(font).getBestCmap()) == {*map(ord, "年月日")}
