"""Every text file of a volume, damaged in every way: told with its place, and no exception of Python."""

from __future__ import annotations

import os
import re
import time
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path

import pytest

from bilateral import reading
from bilateral.files import digest_beside_chapters
from bilateral.image_files import IMAGES, image_fault
from bilateral.reading import COARSE, FaultyVolumeError, read_ahead, read_volume
from bilateral.volume import Volume
from bilateral_cli.main import main

TEXTS = {
    "index.md": None,
    "chapters/chapter.md": None,
    "conf.py": None,
    "data/relations.yaml": None,
    "references.bib": None,
    "anchors.txt": "first                section        chapters/chapter           0.1.0\n",
    "redirects.txt": "# none\n",
    "paragraphs.txt": "first.p1  0.1.0  abcd\n",
    "part.txt": "A part.\n",
    "table.csv": "a,b\n",
    "locale/lt/LC_MESSAGES/book.po": 'msgid ""\nmsgstr ""\n',
    "one.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    "_static/own.css": "p { color: red }\n",
}
"""The texts of a volume; None stands for one that the small volume has."""
DAMAGES = {
    "Latin-1": lambda raw: raw + "# é\n".encode("latin-1"),
    "half a character": lambda raw: raw + "é".encode()[:1],
    "UTF-16": lambda raw: raw.decode().encode("utf-16"),
    "NUL": lambda raw: raw + b"# \0\n",
    "control character": lambda raw: raw + b"# \x07\n",
}
MARKED = {
    "index.md",
    "chapters/chapter.md",
    "conf.py",
    "data/relations.yaml",
    "anchors.txt",
    "redirects.txt",
    "paragraphs.txt",
    "one.svg",
}
"""Files that may begin with a mark of byte order, as some editors write it."""
LINE = re.compile(r"(?P<file>[^:]+):(?P<line>\d+):\d+: (?P<code>[A-Z]{3}\d{3}) .+[;:,] .+|\d+ problems? in \.")


@pytest.fixture
def whole(stock: Path) -> Path:
    for name, text in TEXTS.items():
        if text is not None:
            (stock / name).parent.mkdir(parents=True, exist_ok=True)
            (stock / name).write_text(text, "utf-8")
    return stock


def test_none_is_damaged_yet(whole: Path) -> None:
    assert all((whole / name).exists() for name in TEXTS)
    assert main(["check", "."]) == 0


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told_at_its_place(name: str, damage: str, whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = whole / name
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    assert main(["check", "."]) == 1
    *lines, last = capsys.readouterr().err.splitlines()
    assert re.fullmatch(r"\d+ problems? in \.", last)
    told = [LINE.fullmatch(line) for line in lines]
    assert None not in told
    assert {match["file"] for match in told if match} == {name}


@pytest.mark.parametrize("name", TEXTS)
def test_a_mark_of_byte_order_is_skipped_or_told(name: str, whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = whole / name
    path.write_bytes("\ufeff".encode() + path.read_bytes())
    status, said = main(["check", "."]), capsys.readouterr().err
    assert status == (name not in MARKED)
    assert status == 0 or f"{name}:1:1: " in said


@pytest.mark.parametrize("name", ["chapters/pipe.md", "pipe.svg", "parts/pipe.csv"])
def test_what_is_no_file_is_told_and_not_waited_for(name: str, whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (whole / name).parent.mkdir(exist_ok=True)
    os.mkfifo(whole / name)
    assert main(["check", "."]) == 1
    assert f"{name}:0:0: FIL003 it is a pipe or a device" in capsys.readouterr().err


def test_a_name_that_is_no_text_is_told(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path(os.fsdecode(os.fsencode(whole) + b"/chapters/\xff.md")).write_text("Text.\n", "utf-8")
    assert main(["check", "."]) == 1
    assert "FIL001" in capsys.readouterr().err


def test_output_inside_a_volume_is_none_of_its_files(whole: Path) -> None:
    built = whole / "build"
    built.mkdir()
    (built / ".code").touch()
    (built / "left.csv").write_bytes(b"\xff")
    assert main(["check", "."]) == 0


PIXELS = {
    "PNG": b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGMQdOkAAAFHAN4/x/DJAAAAAElFTkSuQmCC",
    ),
    "JPEG": b64decode(
        f"/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP{'/' * 86}"
        "wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAv/EABQQAQAAAAAA"
        "AAAAAAAAAAAAAAD/2gAIAQEAAD8AL//Z"
    ),
    "GIF": b64decode("R0lGODdhAQABAIEAAAAzmQAAAAAAAAAAACwAAAAAAQABAAAIBAABBAQAOw=="),
    "WebP": b64decode("UklGRh4AAABXRUJQVlA4TBEAAAAvAAAAAAdQokYUsf+BiOh/AAA="),
}
"""A picture of one dot in each kind, as programs write it."""


@pytest.mark.parametrize(("suffix", "kind"), IMAGES.items())
def test_a_picture_that_is_whole_is_taken_and_every_part_of_it_told(suffix: str, kind: str) -> None:
    raw = PIXELS[kind]
    assert image_fault(raw, suffix) is None
    assert image_fault(raw + b"\0", suffix) is None  # some programs write more behind it
    assert None not in {image_fault(raw[:length], suffix) for length in range(len(raw))}
    others = {other: image_fault(pixel, suffix) for other, pixel in PIXELS.items() if other != kind}
    assert all(said and f"it is a {other}; rename it" in said for other, said in others.items())


def test_a_changed_byte_of_a_png_is_told() -> None:
    raw = PIXELS["PNG"]
    for place in range(len(raw)):
        assert image_fault(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :], ".png")


@pytest.mark.parametrize("line", ["x = (", "import nowhere", "raise SystemExit", "import settings_of_mine"])
def test_a_build_tells_faulty_settings_as_the_check_does(
    line: str, whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "settings_of_mine.py").write_text("\n\n\nx = (\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    (whole / "conf.py").write_text(f"# mine\n{line}\n", "utf-8")
    assert main(["check", "."]) == 1
    checked = capsys.readouterr().err.splitlines()[0]
    assert checked.startswith("conf.py:2:1: FIL008 ")
    assert main(["build", ".", "--format", "html", "--output", str(tmp_path / "built")]) == 2
    assert checked in capsys.readouterr().err.splitlines()


def test_a_digest_of_what_cannot_all_be_seen_is_none(stock: Path) -> None:
    seen = digest_beside_chapters(stock)
    assert seen
    (stock / "chapters/chapter.md").write_text("# Another\n", "utf-8")
    assert digest_beside_chapters(stock) == seen
    (stock / "references.bib").write_text("", "utf-8")
    assert digest_beside_chapters(stock) not in ("", seen)
    (stock / ".code").touch()  # books are built into the volume
    assert not digest_beside_chapters(stock)
    (stock / ".code").unlink()
    (stock / "data").rename(stock / ".shared")
    (stock / "data").symlink_to(stock / ".shared")
    assert not digest_beside_chapters(stock)


def read_before(stock: Path) -> Volume:
    time.sleep(2 * COARSE / 1e9)  # its files are new
    read_ahead(stock)
    ahead = read_volume(stock)
    assert read_volume(stock) is ahead
    return ahead


@pytest.mark.parametrize("name", ["index.md", "data/relations.yaml", "references.bib"])
def test_a_volume_that_was_read_ahead_is_read_again_when_a_file_differs(name: str, stock: Path) -> None:
    ahead = read_before(stock)
    before = (stock / name).stat()
    text = (stock / name).read_text("utf-8")
    (stock / name).write_text(text[:-1] + " ", "utf-8")  # as long as before, and as old
    os.utime(stock / name, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert read_volume(stock) is not ahead
    (stock / name).write_bytes(b"\xff")
    with pytest.raises(FaultyVolumeError):
        read_volume(stock)


def linked(stock: Path) -> None:
    bibliography = stock / "references.bib"
    bibliography.symlink_to(bibliography.rename(stock.parent / "elsewhere.bib"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (linked, "BIB001"),
        (lambda stock: os.mkfifo(stock / "x.txt"), "FIL003"),
        (lambda stock: (stock / "con.md").symlink_to("nowhere"), "FIL001"),
        (lambda stock: Path(os.fsdecode(os.fsencode(stock) + b"/\xff.md")).touch(), "FIL001"),
        (lambda stock: (stock / "locale/chapters/LC_MESSAGES").mkdir(parents=True), "FIL009"),
    ],
)
def test_a_volume_that_was_read_ahead_is_judged_again_whatever_comes_into_it(
    change: Callable[[Path], object], code: str, stock: Path
) -> None:
    read_before(stock)
    change(stock)
    with pytest.raises(FaultyVolumeError) as told:
        read_volume(stock)
    assert {problem.code for problem in told.value.problems} == {code}
    read_ahead(stock)  # and says nothing


def test_a_volume_that_is_saved_while_it_is_read_ahead_is_read_again(
    stock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    time.sleep(2 * COARSE / 1e9)
    page = stock / "index.md"
    text = page.read_text("utf-8")
    read = reading._read

    def save_and_read(source: Path) -> Volume:
        page.write_text(f"{text}\nA word more.\n", "utf-8")
        return read(source)

    with monkeypatch.context() as patched:
        patched.setattr(reading, "_read", save_and_read)
        read_ahead(stock)
    page.write_text(text, "utf-8")
    assert "A word more." not in read_volume(stock).chapters["index.md"]


def test_a_volume_that_was_read_ahead_tells_its_files_as_the_reader_sees_them(
    stock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(stock)
    read_before(Path())
    monkeypatch.chdir(stock.parent)
    assert read_volume(stock).document.file == f"{stock.name}/data/relations.yaml"
