"""A character that no font of the PDF set by LaTeX has stops it, with its place; fonts come by the volume's setting."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from bilateral_cli.building.archival import make_archival
from bilateral_cli.building.tex import run_make
from bilateral_sphinx.latex.characters import LIST, lacking
from pipeline.conftest import SmallVolume
from tools import need, need_verapdf

MISSING = "東京 🕊 Москва ⅞ Ẑ"
LISTED = r"""\sparefont{fonts/}{a.otf}
\bookcharacter{rmfamily}{6771}{chapters/chapter.md:3}
\bookcharacter{ttfamily}{1E90}{chapters/chapter.md:5}
"""
OPTIONS = "LATEXMKOPTS=-quiet -interaction=nonstopmode"


@pytest.fixture
def typed(small: SmallVolume) -> SmallVolume:
    small.append("chapters/chapter.md", f"\nFine.\n\nA word: {MISSING[:9]}.\n\nAnd `{MISSING[9:]}`.\n")
    return small


def lines_of(small: SmallVolume, text: str) -> int:
    lines = (small.folder / "chapters/chapter.md").read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def set_by_make(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run TeX as whoever has run sphinx-build alone."""
    need("xelatex", "latexmk", "xindy")
    command = ["make", "-C", str(folder), "all-pdf", OPTIONS]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_each_character_is_listed_with_its_first_place(typed: SmallVolume) -> None:
    built = typed.build("latex")
    assert built.status == 0, built.said
    rows = (built.out / LIST).read_text("utf-8").splitlines()
    prose, code = (f"chapters/chapter.md:{lines_of(typed, text)}" for text in ("A word:", "And `"))
    assert f"\\bookcharacter{{rmfamily}}{{6771}}{{{prose}}}" in rows
    assert f"\\bookcharacter{{rmfamily}}{{1F54A}}{{{prose}}}" in rows
    assert f"\\bookcharacter{{ttfamily}}{{1E90}}{{{code}}}" in rows
    assert f"\\bookcharacter{{rmfamily}}{{1E90}}{{{code}}}" not in rows
    assert not [row for row in rows if "sparefont" in row]
    assert "25CF" not in "".join(rows)  # a mark has a font of its own


@pytest.mark.latex
def test_all_that_no_font_has_are_told_before_the_first_page(typed: SmallVolume) -> None:
    built = typed.build("latex")
    assert set_by_make(built.out).returncode != 0
    assert list(built.out.glob("*.pdf")) == []
    status = run_make(built.out, built.out / "make.log")
    assert status != 0
    (log,) = built.out.glob("north*.log")
    said = lacking(log.read_text("utf-8"), (built.out / LIST).read_text("utf-8"), typed.folder)
    prose, code = (f"{typed.folder}/chapters/chapter.md:{lines_of(typed, text)}: " for text in ("A word:", "And `"))
    assert [line.partition("ERROR")[0] for line in said] == [prose, code]
    told = [character for character in MISSING if f"{character} (U+{ord(character):04X})" in "".join(said)]
    assert told == [character for character in MISSING if character != " "]
    assert all("into the folder 'fonts'" in line and line.endswith("[latex.character]") for line in said)


def set_with_a_font(typed: SmallVolume) -> Path:
    """Set the book with a font of the volume for what the others lack, and return it."""
    need("fc-match")
    match = ["fc-match", "--format", "%{file}", "DejaVu Serif:style=Book"]
    font = Path(subprocess.run(match, capture_output=True, text=True, check=True).stdout)
    (typed.folder / "fonts").mkdir()
    shutil.copy(font, typed.folder / "fonts")
    typed.append("conf.py", 'typst_font_paths = ["fonts"]\n')
    typed.edit("chapters/chapter.md", MISSING[:5], "Ẑ*а*b⅞")
    built = typed.build("latex")
    assert built.status == 0, built.said
    done = set_by_make(built.out)
    assert done.returncode == 0, done.stdout[-3000:]
    (book,) = built.out.glob("north*.pdf")
    return book


@pytest.mark.latex
def test_a_font_of_the_volume_has_what_the_others_lack(typed: SmallVolume) -> None:
    need("pdffonts", "pdftotext")
    book = set_with_a_font(typed)
    text = subprocess.run(["pdftotext", book, "-"], capture_output=True, text=True, check=True).stdout
    assert "A word: Ẑаb⅞Моск." in text
    assert "And ва ⅞ Ẑ." in text
    fonts = subprocess.run(["pdffonts", book], capture_output=True, text=True, check=True).stdout
    assert "DejaVuSerif" in fonts


@pytest.mark.latex
@pytest.mark.verapdf
def test_a_book_with_such_a_font_is_an_archive(typed: SmallVolume) -> None:
    command = need_verapdf()
    book = set_with_a_font(typed)
    make_archival(typed.folder, book)
    judged = subprocess.run([*command, "2u", book], capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stdout


def font_of(*tables: bytes, collection: bool = False) -> bytes:
    """Return the beginning of a font: which tables it has."""
    begin = b"ttcf" + struct.pack(">HHII", 1, 0, 1, 16) if collection else b""
    head = b"\0\1\0\0" + struct.pack(">HHHH", len(tables), 0, 0, 0)
    return begin + head + b"".join(name + bytes(12) for name in tables)


def test_tex_is_given_no_font_that_has_pictures_alone(typed: SmallVolume) -> None:
    fonts = {
        "colour.ttf": font_of(b"CBDT", b"CBLC", b"cmap"),
        "colours.ttc": font_of(b"sbix", b"cmap", collection=True),
        "lines.ttf": font_of(b"CBDT", b"cmap", b"glyf"),
        "lines.otf": font_of(b"CFF ", b"cmap"),
        "lines.ttc": font_of(b"cmap", b"glyf", collection=True),
        "broken.ttf": b"",
    }
    (typed.folder / "fonts").mkdir()
    for name, content in fonts.items():
        (typed.folder / "fonts" / name).write_bytes(content)
    typed.append("conf.py", 'typst_font_paths = ["fonts"]\n')
    built = typed.build("latex")
    rows = [row for row in (built.out / LIST).read_text("utf-8").splitlines() if "sparefont" in row]
    assert [row.split("}{")[1] for row in rows] == ["lines.otf", "lines.ttc", "lines.ttf"]


@pytest.mark.parametrize(
    ("log", "files", "expected"),
    [
        (
            "chapters/chapter.md:3: no font has 東 (U+6771)\n",
            {"chapters/chapter.md": "\n\n東\n"},
            "chapters/chapter.md:3",
        ),
        (
            "chapters/chapter.md:3: no font has 東 (U+6771)\n",
            {"chapters/chapter.md": "\n\na\n東"},
            "chapters/chapter.md:4",
        ),
        ("chapters/chapter.md:3: no font has 東 (U+6771)\n", {"data/relations.yaml": "x\n東"}, "data/relations.yaml:2"),
        (
            "chapters/chapter.md:3: no font has 東 (U+6771)\n",
            {"chapters/chapter.md": "&#x6771;"},
            "chapters/chapter.md:3",
        ),
        ("! Missing character: There is no 東 in font x\n", {"references.bib": "東"}, "references.bib:1"),
        ("! Missing character: There is no Ẑ (U+1E90) in font x\n", {}, "chapters/chapter.md:5"),
    ],
)
def test_the_place_is_where_the_character_is_written(
    log: str, files: dict[str, str], expected: str, tmp_path: Path
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (said,) = lacking(log, LISTED, tmp_path)
    assert said.startswith(f"{tmp_path}/{expected}: ERROR: no font has ")
