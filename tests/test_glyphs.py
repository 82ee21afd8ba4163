"""The press knows which characters its fonts have, before a book is built: the compiler's, and the volume's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from bilateral.glyphs import OWN, covered, judge_glyphs, lacking_in
from bilateral_workshop.glyphs import ranges
from pipeline.conftest import SmallVolume

SOURCE = Path(__file__).parents[1] / "source"


@pytest.fixture
def small(stock: Path) -> SmallVolume:
    return SmallVolume(stock)


def test_the_list_is_that_of_the_compiler() -> None:
    assert OWN.read_text("ascii") == ranges(), "run 'python -m bilateral_workshop.glyphs'"


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("თბილისი Երևան ᏣᎳᎩ Ἀθῆναι Ђорђе Nguyễn Ə ẞ משה כָּהֵן ⲙ", ""),  # fonts for text have these
        ("محمد", "Amiri (Debian: fonts-hosny-amiri)"),  # which the font of code has
        ("दिल्ली", "Noto Serif Devanagari (Debian: fonts-noto-core)"),  # and that of formulas
        ("ລາວ", "Noto Serif Lao"),
        ("กรุงเทพ", "Noto Serif Thai"),
        ("ភ្នំពេញ", "Noto Serif Khmer"),
        ("ရန်ကုန်", "Noto Serif Myanmar"),
        ("አዲስ", "Noto Serif Ethiopic"),
        ("சென்னை", "Noto Serif Tamil"),
        ("བོད", "Noto Serif Tibetan"),
        ("ᠮᠣᠩ", "Noto Sans Mongolian"),
        ("ߒߞߏ", "Noto Sans NKo"),
        ("ܣܘܪ", "Noto Sans Syriac"),
        ("𞤀𞤣𞤤", "Noto Sans Adlam"),
        ("ᲗᲑ", "Noto Serif Georgian"),
        ("ꜣꝐ", "Noto Serif (Debian"),
    ],
)
def test_each_script_is_set_in_a_font_for_text_or_told_with_one(small: SmallVolume, text: str, font: str) -> None:
    small.append("chapters/chapter.md", f"\nIn words: {text}.\n")
    found = judge_glyphs(small.folder)
    assert len(found) == bool(font)
    assert all(f"such as {font}" in problem.message for problem in found)


def test_fonts_of_a_folder_are_counted(tmp_path: Path) -> None:
    assert lacking_in("Łódź, Ελλάς, Киев, 東京\u2068\u00a0", [tmp_path]) == "東京"
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", "east"])
    builder.setupCharacterMap({0x6771: "east"})
    builder.setupGlyf(dict.fromkeys((".notdef", "east"), TTGlyphPen(None).glyph()))
    builder.setupHorizontalMetrics({".notdef": (500, 0), "east": (500, 0)})
    builder.setupHorizontalHeader()
    builder.setupPost()
    builder.save(tmp_path / "own.ttf")
    assert lacking_in("東京", [tmp_path]) == "京"
    assert covered([tmp_path]) - covered([]) == {0x6771}


def test_one_message_tells_all_characters_that_a_font_would_have(small: SmallVolume) -> None:
    small.append("chapters/chapter.md", "\nWords: 友好 and 中国租税条約東京, 김, and 🕊.\n")
    (small.folder / "_drafts").mkdir()
    shutil.copy(small.folder / "chapters/chapter.md", small.folder / "_drafts")
    cjk, symbols = judge_glyphs(small.folder)
    assert cjk.code == symbols.code == "FNT001"
    assert cjk.column < symbols.column
    assert "characters of Han, Hangul: 友好中国租税条約 and 3 more; " in cjk.message
    assert "Noto Serif CJK (Debian: fonts-noto-cjk)" in cjk.message
    assert "symbols: 🕊; " in symbols.message
    assert "Symbola (Debian: fonts-symbola)" in symbols.message


def test_the_pdf_is_refused_in_one_line_and_the_web_book_is_built(small: SmallVolume) -> None:
    small.append("chapters/chapter.md", "\nWords: 友好 and 中国.\n\nMore: 租税条約.\n")
    built = small.build("formats", "-D", "formats=html,pdf")
    said = [line for line in built.said.splitlines() if "ERROR" in line or "WARNING" in line]
    assert len(said) == 1
    assert "FNT001" in said[0]
    assert "友好中国租税条約" in said[0]
    assert built.status == 1
    assert "友好" in built.page("html/chapters/chapter.html")


def test_a_cover_without_a_font_is_told(small: SmallVolume) -> None:
    small.edit("data/relations.yaml", "subtitle: A small book", "subtitle: A small book 日本")
    built = small.build("html")
    assert "card.png lacks characters that no font has: 日本; " in built.said
    assert built.status == 1
