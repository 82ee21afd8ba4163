"""Small Sphinx projects that are really set by Typst: in this process, or in one of their own where that matters."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from sphinx.cmd.build import build_main
from sphinx.locale import translators

from sphinx_typst_pdf.readback import Element, read_structure

SHOWCASE = Path(__file__).parent / "showcase"
EXTENSIONS = Path(__file__).parent / "extensions"
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

    def said_at(self, path: Path, line: int) -> list[str]:
        """Return what was said of a line."""
        return [row for row in self.said.splitlines() if row.startswith(f"{path}:{line}:")]


@dataclass(frozen=True)
class Project:
    """A folder with a Sphinx project that a test may change and build."""

    folder: Path

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def read(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def _arguments(self, builder: str, options: tuple[str, ...]) -> tuple[list[str], Path]:
        out = self.folder.parent / f"{self.folder.name}-{builder}"
        doctrees = self.folder.parent / f"{self.folder.name}-doctrees"
        return ["-n", "-b", builder, *options, "-d", str(doctrees), str(self.folder), str(out)], out

    def build(self, *options: str, builder: str = "typst") -> Built:
        """Build in this process, as ``sphinx-build`` does."""
        arguments, out = self._arguments(builder, options)
        said = io.StringIO()
        modules, path, environment = set(sys.modules), list(sys.path), dict(os.environ)
        os.environ.pop("SOURCE_DATE_EPOCH", None)  # make says the book's
        os.environ["NO_COLOR"] = "1"  # what calls itself CI gets colours
        try:
            with redirect_stdout(said), redirect_stderr(said):
                status = build_main(arguments)
        finally:
            translators.clear()  # Sphinx keeps the language of the first project of a process
            sys.path[:] = path
            os.environ.clear()
            os.environ.update(environment)
            for name in set(sys.modules) - modules:  # an extension that lies beside conf.py is of this project alone
                if str(getattr(sys.modules[name], "__file__", "")).startswith(str(self.folder)):
                    del sys.modules[name]
        return Built(status, said.getvalue(), out)

    def run(self, *options: str, builder: str = "typst", **environment: str) -> Built:
        """Build in a process of its own, in this environment."""
        arguments, out = self._arguments(builder, options)
        command = [sys.executable, "-m", "sphinx", *arguments]
        own = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
        plain = {**own, "NO_COLOR": "1", **environment}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=plain)
        return Built(done.returncode, done.stdout + done.stderr, out)
