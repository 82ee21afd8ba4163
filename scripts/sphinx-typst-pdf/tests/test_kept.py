"""An engine that is kept sets the same books as one that begins anew, and leaves what is not well to that."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sphinx_typst_pdf import compilation
from sphinx_typst_pdf.engine import kept
from sphinx_typst_pdf.engine.job import environment, set_beside
from tests.projects import Project

pytestmark = pytest.mark.process

Make = Callable[..., Project]
ANEW = compilation.COMMAND
NONE = [sys.executable, "-c", "raise SystemExit(9)"]
"""An engine that sets nothing."""
TEXT = "# Book\n\n(here)=\n## Here\n\nText, see {ref}`there`.\n\n" + "A paragraph. " * 400
EDITS = {
    "a word": ("Text,", "A word,"),
    "more pages": ("## Here", "## Here\n\n" + "Another paragraph. " * 900),
    "a title": ("## Here", "## A title"),
    "a table": ("Text,", "| a | b |\n|---|---|\n| c | d |\n\nText,"),
}


@contextmanager
def kept_engine(*jobs: Path) -> Iterator[int]:
    """Keep an engine; the value is its process."""
    process = kept.keep(jobs)
    try:
        yield process
    finally:
        assert kept._kept is not None
        kept._kept.close()
        kept._kept = None
        os.waitpid(process, 0)


@pytest.fixture
def engine() -> Iterator[int]:
    with kept_engine() as process:
        yield process


@pytest.fixture
def made(project: Make) -> Project:
    return project(TEXT, there="(there)=\n# There\n\nAlso {ref}`here`.\n", conf='language = "en"\n')


def edit(made: Project, old: str, new: str) -> None:
    made.write("index.md", made.read("index.md").replace(old, new, 1))


def anew(made: Project, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Return the book as an engine sets it that begins anew."""
    with monkeypatch.context() as patches:
        patches.setattr(kept, "_kept", None)
        patches.setattr(compilation, "COMMAND", ANEW)
        built = made.build("-E", "-W")
    assert built.status == 0, built.said
    return built.pdf.read_bytes()


@pytest.mark.usefixtures("engine")
def test_it_sets_what_one_sets_that_begins_anew(made: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compilation, "COMMAND", NONE)
    assert made.build("-W").status == 0
    for change in EDITS.values():
        before = made.read("index.md")
        edit(made, *change)
        built = made.build("-W")
        assert built.status == 0, built.said
        book = built.pdf.read_bytes()
        assert book == anew(made, monkeypatch)
        assert list(built.out.glob(".*.set")) == []
        made.write("index.md", before)
        assert made.build("-W").status == 0


def test_it_begins_with_the_jobs_that_it_is_given(made: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever lies there: a job of another version, or a file that is none."""
    assert made.build("-W").status == 0
    (job,) = (made.folder.parent / f"{made.folder.name}-typst/typst/books").glob("*.json")
    (job.parent / "other.json").write_text('{"main": 1}', "utf-8")
    with kept_engine(job.parent / "nowhere.json", *sorted(job.parent.glob("*.json"))):
        monkeypatch.setattr(compilation, "COMMAND", NONE)
        edit(made, "Text", "A word")
        built = made.build("-W")
    assert built.status == 0, built.said
    assert "A word" in built.structure.text


@pytest.mark.usefixtures("engine")
def test_what_is_not_well_is_told_by_one_that_begins_anew(made: Project) -> None:
    edit(made, "Text", "```{raw} typst\n#panic()\n```\n\nText")
    failed = made.build()
    assert failed.status != 0
    assert "index.md" in failed.said
    assert "panicked" in failed.said
    edit(made, "#panic()", "#none")
    assert made.build("-W").status == 0


def test_what_it_still_writes_for_one_who_has_gone_is_nobody_else_s(made: Project, engine: int) -> None:
    assert made.build("-W").status == 0
    raw = set_beside(next(made.build().out.glob("*.pdf")))
    raw.write_bytes(b"old")
    with raw.open("ab") as late:
        edit(made, "Text", "A word")
        built = made.build("-W")
        late.write(b"and late")
    assert built.status == 0, built.said
    assert "A word" in built.structure.text
    os.kill(engine, 0)  # it is there


def test_an_answer_that_ends_early_is_none(made: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert made.build("-W").status == 0
    (job,) = (made.folder.parent / f"{made.folder.name}-typst/typst/books").glob("*.json")

    def answer(_: object, __: object, files: list[int]) -> None:
        os.write(files[1], b'{"reports": [')

    with socket.socket() as engine:
        monkeypatch.setattr(kept, "_kept", engine)
        monkeypatch.setattr(socket, "send_fds", answer)
        assert kept.set_again(job, job.with_suffix(".set")) is None
    assert not job.with_suffix(".set").exists()


def test_where_it_has_gone_one_begins_anew(made: Project, engine: int) -> None:
    assert made.build("-W").status == 0
    os.kill(engine, signal.SIGKILL)
    edit(made, "Text", "A word")
    built = made.build("-W")
    assert built.status == 0, built.said
    assert "A word" in built.structure.text


def test_it_ends_where_it_would_take_too_much_memory(made: Project) -> None:
    machine = "import os; os.sysconf = lambda name: 1"
    done = subprocess.run(
        [sys.executable, "-c", f"{machine}; from sphinx_typst_pdf.engine import kept; kept.main(None, [])"],
        env=environment(),
        check=False,
    )
    assert done.returncode == 0


@pytest.mark.usefixtures("engine")
def test_another_font_is_seen(made: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fonts = sorted(Path("/usr/share/fonts/truetype").glob("dejavu/DejaVuSer*.ttf"))
    if len(fonts) < 2:
        pytest.skip("needs the fonts of fonts-dejavu-core")
    own = made.folder / "fonts/own.ttf"
    own.parent.mkdir()
    own.write_bytes(fonts[0].read_bytes())
    settings = 'typst_font_paths = ["fonts"]\ntypst_fonts = {"serif": "DejaVu Serif"}\n'
    made.write("conf.py", made.read("conf.py") + settings)
    monkeypatch.setattr(compilation, "COMMAND", NONE)
    first = made.build("-E").pdf.read_bytes()
    own.write_bytes(fonts[1].read_bytes())
    second = made.build("-E").pdf.read_bytes()
    assert second != first
    assert second == anew(made, monkeypatch)
