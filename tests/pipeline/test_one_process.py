"""Books that are built one after another in one process are those of processes of their own: none leaves a trace."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from builds import Built, sphinx, sphinx_process
from pipeline.conftest import SmallVolume, copied_volume

RAW = "\nA <b>bold</b> word.\n\n```{raw} html\n<hr>\n```\n\n```{eval-rst}\n.. |today| date:: %Y\n```\n"
"""What the guards let pass where all are trusted."""


def stock(folder: Path) -> None:
    copied_volume(folder)


def trusted(folder: Path) -> None:
    small = copied_volume(folder)
    small.append("conf.py", "trusted_authors = True\n")
    small.append("chapters/chapter.md", RAW)


def refused(folder: Path) -> None:
    """A book that fails, and says why."""
    copied_volume(folder).append("chapters/chapter.md", f"{RAW}\n{{rec}}`nobody`\n")


def faulty(folder: Path) -> None:
    """A book whose data are refused before anything is read."""
    copied_volume(folder).edit("data/relations.yaml", "date: 1899", "date: 1899-13")


def lithuanian(folder: Path) -> None:
    """Another language, other names for the same ids, another style of citations."""
    small = copied_volume(folder)
    small.append("conf.py", 'language = "lt"\nrecords_locale = "lt_LT"\n')
    small.edit("data/relations.yaml", "language: en\n", "language: lt\n")
    small.edit("data/relations.yaml", "given: Zoë\n  family: Aaa", "given: Ona\n  family: Žė")
    small.edit("data/relations.yaml", "name: Northland, adjective: Northern", "name: Šiaurė, adjective: Šiaurės")
    small.edit("references.bib", "The Gazette", "Žinios")


def retired(folder: Path) -> None:
    """Anchors that have been published, of which some have moved."""
    small = copied_volume(folder)
    (small.folder / "anchors.txt").write_text("first section chapters/chapter 0.1.0\nold section old 0.1.0\n", "utf-8")
    (small.folder / "redirects.txt").write_text("old -> first\nold# -> first\n", "utf-8")
    small.append("chapters/chapter.md", "\n```{picture-timeline} All\n:name: figure-all\n```\n")


def foreign(folder: Path) -> None:
    """A project that has nothing of ours but the Typst builder: directives and roles are Sphinx's own again."""
    folder.mkdir()
    (folder / "conf.py").write_text('extensions = ["myst_parser", "sphinx_typst_pdf"]\nproject = "Foreign"\n', "utf-8")
    (folder / "part.txt").write_text("A part.\n", "utf-8")
    (folder / "index.md").write_text(f"# Foreign\n{RAW}\n```{{include}} part.txt\n```\n", "utf-8")


BOOKS: list[Callable[[Path], None]] = [stock, trusted, refused, faulty, lithuanian, retired, foreign]
BUILDS = [*((book, "html") for book in BOOKS), (stock, "epub"), (lithuanian, "typst"), (retired, "latex")]
Run = Callable[..., Built]
Result = tuple[int, str, dict[str, bytes]]


def build(run: Run, book: Callable[[Path], None], builder: str, root: Path) -> Result:
    """Build a book in a folder that is the same for all runs; return the status, the warnings and the files."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    book(root / "book")
    out = root / "out"
    built = run("-q", "-n", "-W", "-b", builder, "-d", root / "doctrees", root / "book", out, out=out, cwd=root)
    files = {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
    return built.status, built.said, files


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("one-process") / "root"


@pytest.fixture(scope="module")
def alone(place: Path) -> list[Result]:
    """Each book as a process of its own builds it."""
    return [build(sphinx_process, book, builder, place) for book, builder in BUILDS]


@pytest.mark.process
@pytest.mark.parametrize("seed", [1, 2])
def test_in_any_order_books_are_what_they_are_alone(seed: int, alone: list[Result], place: Path) -> None:
    order = list(range(len(BUILDS)))
    random.Random(seed).shuffle(order)
    for number in order:
        book, builder = BUILDS[number]
        here, there = build(sphinx, book, builder, place), alone[number]
        name = f"{book.__name__} in {builder}, in the order {order}"
        assert here[:2] == there[:2], name
        assert here[2].keys() == there[2].keys(), name
        assert [path for path in here[2] if here[2][path] != there[2][path]] == [], name


@pytest.mark.process
def test_books_differ_and_some_fail(alone: list[Result]) -> None:
    """The comparison could find what a book leaves behind."""
    status = {
        book.__name__: result[0] for (book, builder), result in zip(BUILDS, alone, strict=True) if builder == "html"
    }
    assert {name for name, number in status.items() if number} == {"refused", "faulty"}
    pages = [result[2].get("index.html", b"") for result in alone[: len(BOOKS)]]
    assert len(set(pages)) >= 4
    assert all(text in b"".join(alone[1][2].values()) for text in (b"<b>bold</b>", b"<hr>"))
    assert b"disabled" in alone[2][1].encode()


def test_the_process_is_left_as_it_was(tmp_path: Path) -> None:
    """What pytest and other tests rely on: environment, folder, collector, logging, docutils."""
    import gc
    import locale
    import logging
    import os
    import sys

    from docutils.parsers.rst import directives, roles

    def state() -> list[object]:
        return [
            dict(os.environ), Path.cwd(), gc.get_threshold(), gc.isenabled(), locale.setlocale(locale.LC_ALL),
            sys.path[:], logging.getLogger("sphinx").handlers[:],
            dict(vars(directives)["_directives"]), dict(vars(roles)["_roles"]),
        ]  # fmt: skip

    copied_volume(tmp_path / "small")
    before = state()
    assert SmallVolume(tmp_path / "small").build("html").status == 0
    assert SmallVolume(tmp_path / "small").build("formats", "-D", "formats=html").status == 0
    assert state() == before
