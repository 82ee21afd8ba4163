"""What is published says nothing of the machine that made it, or of when."""

from __future__ import annotations

import getpass
import io
import re
import socket
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from book.conftest import ROOT

PUBLISHED = "20261128"
"""The day of the edition, which is the only time in a file."""


def parts(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what a file holds, unpacked: its name and content, and those of the files in it."""
    yield from unpacked(path.name, path.read_bytes())


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                yield from unpacked(f"{name}/{entry.filename}", archive.read(entry) + entry.comment + entry.extra)
    if content.startswith(b"%PDF"):
        plain = io.BytesIO()
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pdf.save(
                plain,
                compress_streams=False,
                stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
            )
        yield f"{name} unpacked", plain.getvalue()
    if content.startswith(b"\x89PNG"):
        for kind in (b"zTXt", b"iTXt"):
            for match in re.finditer(kind + rb"[^\0]{1,79}\0\0", content):
                yield f"{name} {kind.decode()}", zlib.decompressobj().decompress(content[match.end() :])


def private() -> re.Pattern[bytes]:
    """Return what would tell of this machine: folders, the user's, and the name of the host."""
    words = [str(ROOT), str(Path.home()) + "/", "/tmp/", "/Users/", "site-packages", ".venv/", "/work/"]
    words += [f"{getpass.getuser()}@"]
    host = socket.gethostname()
    words += [host] if len(host) > 4 and host != "localhost" else []
    return re.compile(rb"(?<!/a)/home/|" + b"|".join(re.escape(word.encode()) for word in words))


@pytest.fixture(scope="session")
def book_files(html_book: Path, epub_book: Path, typst_book: Path) -> list[Path]:
    return [*(path for path in sorted(html_book.rglob("*")) if path.is_file()), epub_book, typst_book]


def test_no_folder_user_or_host_is_in_any_file(book_files: list[Path]) -> None:
    found = [
        f"{name}: {content[max(0, match.start() - 40) : match.end() + 40]!r}"
        for path in book_files
        for name, content in parts(path)
        for match in [private().search(content)]
        if match
    ]
    assert not found, "\n".join(found)
    assert len(book_files) > 100


@pytest.mark.latex
def test_nor_in_that_of_tex(latex_book: Path) -> None:
    assert not [name for name, content in parts(latex_book) if private().search(content)]
    assert dates(latex_book) == {PUBLISHED}


def test_what_is_planted_is_found(typst_book: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "outer.zip", "w", zipfile.ZIP_DEFLATED) as outer:
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("x.txt", f"made in {Path.home()}/book")
        outer.writestr("book.epub", inner.getvalue())
    with pikepdf.open(typst_book) as pdf:
        pdf.Root.Planted = pdf.make_stream(f"made in {ROOT}".encode())
        pdf.save(tmp_path / "planted.pdf", compress_streams=True)
    for name in ("outer.zip", "planted.pdf"):
        assert any(private().search(content) for _, content in parts(tmp_path / name)), name


def dates(pdf: Path) -> set[str]:
    """Return the days in the data about a PDF."""
    with pikepdf.open(pdf) as book:
        told = [str(book.docinfo.get(key, "")) for key in ("/CreationDate", "/ModDate")]
        told += re.findall(r"\d{4}-\d\d-\d\dT", bytes(book.Root.Metadata.read_bytes()).decode())
    return {re.sub(r"\D", "", text)[:8] for text in told if text}


def test_times_are_those_of_the_edition(html_book: Path, epub_book: Path, typst_book: Path) -> None:
    assert dates(typst_book) == {PUBLISHED}
    with zipfile.ZipFile(epub_book) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        package = next(book.read(name).decode() for name in book.namelist() if name.endswith(".opf"))
    assert re.findall(r"dcterms:modified\">(\d{4}-\d\d-\d\d)", package) == ["2026-11-28"]
    feed = "".join(path.read_text("utf-8") for path in html_book.rglob("*.html"))
    assert "last updated" not in feed.lower()
