"""Small Sphinx projects that are really set by Typst, and the showcase, set once for all tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bilateral_workshop.readback import Element, read_structure
from book.conftest import typst_book, validate

__all__ = ["typst_book", "validate"]  # fixtures that the tests here use too

SHOWCASE = Path(__file__).parent / "showcase"
CONF = """
project = "Small"
author = "The testers"
extensions = ["myst_parser", "sphinx_typst_pdf"]
typst_elements = {"date": "2001-02-03"}
"""


@dataclass(frozen=True)
class Built:
    """One run of Sphinx: its exit status, what it said, and where it wrote."""

    status: int
    said: str
    out: Path

    @property
    def pdf(self) -> Path:
        return next(self.out.glob("*.pdf"))

    @property
    def structure(self) -> Element:
        return read_structure(self.pdf)


@dataclass(frozen=True)
class Project:
    """A folder with a Sphinx project that a test may change and build."""

    folder: Path

    def build(self, *options: str, builder: str = "typst", **environment: str) -> Built:
        out = self.folder.parent / f"{self.folder.name}-{builder}"
        command = [sys.executable, "-m", "sphinx", "-n", "-b", builder, *options]
        command += ["-d", str(self.folder.parent / f"{self.folder.name}-doctrees"), str(self.folder), str(out)]
        own = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}  # make says the book's
        plain = {**own, "NO_COLOR": "1", **environment}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=plain)
        return Built(done.returncode, done.stdout + done.stderr, out)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Project]:
    """Return a function that makes a project of pages: names without ``.md`` and their texts."""

    def make(index: str, conf: str = "", **pages: str) -> Project:
        made = Project(tmp_path / "project")
        made.write("conf.py", CONF + conf)
        toctree = "\n\n```{toctree}\n" + "\n".join(pages) + "\n```\n" if pages else ""
        made.write("index.md", index + toctree)
        for name, text in pages.items():
            made.write(f"{name}.md", text)
        return made

    return make


@pytest.fixture(scope="session")
def showcase(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The showcase, set once, with warnings as errors."""
    folder = tmp_path_factory.mktemp("showcase") / "project"
    shutil.copytree(SHOWCASE, folder)
    built = Project(folder).build("-W", "--keep-going")
    assert built.status == 0, built.said
    return built
