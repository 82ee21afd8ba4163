"""Set the documentation of known projects, and compare with LaTeX: ``python tools/foreign_projects.py WORK [NAME …]``.

Source packages come from the package index into the folder ``WORK``, where they stay; each documentation is built in an
environment of its own there, with Typst, verified, and with LaTeX where ``latexmk`` is found. The table is written to
standard output, or with ``--write PAGE`` between the marks of a page. Not a test: it takes an hour and the network.

Some of them need fonts for other scripts and for pictographs. They come from Debian's packages into ``WORK`` where
there is apt-get, or from the folder that ``--fonts`` names.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer

import pikepdf

HERE = Path(__file__).resolve().parents[1]
PROJECTS = {
    "attrs": ("docs", ["furo", "myst-parser", "sphinx-notfound-page", "sphinxcontrib-towncrier", "towncrier"]),
    "black": ("docs", ["furo", "myst-parser", "sphinxcontrib-programoutput", "sphinx-copybutton"]),
    "build": (
        "docs",
        [
            "furo",
            "sphinx-argparse-cli",
            "sphinx-autodoc-typehints",
            "sphinx-copybutton",
            "sphinx-inline-tabs",
            "sphinx-issues",
            "sphinxcontrib-mermaid",
        ],
    ),
    "click": ("docs", ["pallets-sphinx-themes", "sphinxcontrib-log-cabinet", "sphinx-tabs", "myst-parser"]),
    "coverage": (
        "doc",
        ["sphinx-rtd-theme", "sphinx-code-tabs", "sphinxcontrib-restbuilder", "sphinxext-rediraffe", "sphinx-linklint"],
    ),
    "flask": ("docs", ["pallets-sphinx-themes", "sphinxcontrib-log-cabinet", "sphinx-tabs"]),
    "jinja2": ("docs", ["pallets-sphinx-themes", "sphinxcontrib-log-cabinet", "sphinx-issues"]),
    "marshmallow": ("docs", ["furo", "sphinx-issues", "sphinx-copybutton", "sphinxext-opengraph", "autodocsumm"]),
    "mypy": ("docs/source", ["furo", "myst-parser", "sphinx-inline-tabs"]),
    "numpydoc": ("doc", ["pydata-sphinx-theme", "intersphinx-registry", "matplotlib", "numpy"]),
    "packaging": ("docs", ["furo", "sphinx-toolbox"]),
    "pluggy": ("docs", ["pallets-sphinx-themes", "sphinxcontrib-towncrier", "towncrier"]),
    "pytest": (
        "doc/en",
        [
            "furo",
            "pygments-pytest",
            "sphinxcontrib-trio",
            "sphinxcontrib-towncrier",
            "sphinx-removed-in",
            "sphinx-issues",
            "sphinx-inline-tabs",
        ],
    ),
    "sphinx": ("doc", []),
    "structlog": (
        "docs",
        [
            "twisted",
            "sphinx-book-theme",
            "myst-parser",
            "sphinx-notfound-page",
            "sphinx-copybutton",
            "sphinxcontrib-mermaid",
            "sphinxext-opengraph",
        ],
    ),
    "tornado": ("docs", ["sphinx-rtd-theme", "sphinxcontrib-asyncio"]),
    "urllib3": ("docs", ["furo", "myst-parser", "sphinx-copybutton", "sphinxext-opengraph"]),
    "werkzeug": ("docs", ["pallets-sphinx-themes", "sphinxcontrib-log-cabinet"]),
}
"""Where the documentation lies in each source package, and what it needs beside the package itself and Sphinx."""
OF_ALL = ["sphinx>=9", "typst", "pikepdf", "sphinxcontrib-svg2pdfconverter[CairoSVG]"]
"""What the environment of each project has."""
TEX_FONTS = ("fonts-freefont-otf",)
"""What Sphinx's LaTeX asks for under XeLaTeX."""
FONTS = ("fonts-noto-color-emoji", "fonts-symbola", "fonts-wqy-microhei", "fonts-unfonts-core")
"""Debian's packages of fonts: pictographs, in colour and in black, Chinese with Japanese, Korean."""
OURS = """
extensions = [*extensions, "sphinx_typst_pdf", "sphinxcontrib.cairosvgconverter"]  # LaTeX stops at a picture in SVG
intersphinx_mapping = {}  # what other sites have is not asked for
latex_engine = "xelatex"
latex_elements = dict(globals().get("latex_elements", {}))
for _of_another_engine in ("fontenc", "inputenc", "fontpkg", "babel"):
    latex_elements.pop(_of_another_engine, None)
"""
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
ROW = re.compile(r"^(?=\| ([\w-]+) \S+ \|)(.*)$", re.MULTILINE)
MOST = 1800
"""Seconds after which a program is stopped."""
LEFT_OUT = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Row:
    """What came of one project."""

    name: str
    version: str = ""
    built: str = "no"
    pages: int = 0
    warnings: int = 0
    lost: int = 0
    outside: int = 0
    standards: str = "–"
    typst: tuple[float, float] | None = None
    latex: tuple[float, float] | None = None
    notes: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return the row of the table."""
        costs = [f"{cost[0]:.1f} s, {cost[1]:.0f} MB" if cost else "–" for cost in (self.typst, self.latex)]
        faster = f"{self.latex[0] / self.typst[0]:.1f}" if self.latex and self.typst else "–"
        cells = [f"{self.name} {self.version}", self.built, self.pages, self.warnings, self.lost, self.outside]
        cells += [self.standards, *costs, faster]
        return f"| {' | '.join(map(str, cells))} |"


def run(command: list[str], folder: Path, log: Path, environment: dict[str, str]) -> tuple[int, float, float]:
    """Run a command. Return its exit status, its seconds, and the megabytes of its largest process.

    The seconds are those of the processor: others may use the machine too.
    """
    with log.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(command, cwd=folder, stdout=stream, stderr=stream, env=environment)  # noqa: S603  (our own)
        end = Timer(MOST, process.kill)
        end.start()
        _pid, status, usage = os.wait4(process.pid, 0)
        end.cancel()
    return os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def fetch_fonts(folder: Path, wanted: tuple[str, ...]) -> Path | None:
    """Return a folder with fonts from Debian's packages, which are fetched where they are not there."""
    if not folder.exists():
        if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
            return None
        packages = folder.with_name(f"{folder.name}-packages")
        packages.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", "-qq", *wanted], cwd=packages, check=True)  # noqa: S603, S607  (the system's)
        for package in packages.glob("*.deb"):
            subprocess.run(["dpkg", "-x", package, packages / "content"], check=True)  # noqa: S603, S607  (the system's)
        folder.mkdir()
        for kind in ("*.ttf", "*.ttc", "*.otf"):
            for font in packages.rglob(kind):
                shutil.copy(font, folder)
    return folder


class Builder:
    """Builds projects in a folder of work."""

    def __init__(self, work: Path, fonts: Path | None) -> None:
        self.work = work
        work.mkdir(parents=True, exist_ok=True)
        fonts = fonts or fetch_fonts(work / "fonts", FONTS)
        fetch_fonts(work / "tex-fonts", TEX_FONTS)
        self.fonts = ["-D", f"typst_font_paths={fonts}"] if fonts else []
        self.environment = {**os.environ, "PYTHONPATH": str(HERE), "NO_COLOR": "1", "PYTHONWARNINGS": "ignore"}
        self.environment |= {"SETUPTOOLS_SCM_PRETEND_VERSION": "1", "MPLBACKEND": "agg"}
        self.environment["OSFONTDIR"] = str(work / "tex-fonts")  # where XeTeX looks for fonts too

    def python(self, name: str, needs: list[str]) -> Path:
        """Return the Python of a project's environment, which is made where it is not there."""
        folder = self.work / "environments" / name
        program = folder / "bin/python"
        if not (folder / "ready").exists():
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)  # noqa: S603  (our own)
            wanted = [name, *OF_ALL, *needs]
            subprocess.run([program, "-m", "pip", "install", "--quiet", *wanted], check=True)  # noqa: S603  (our own)
            (folder / "ready").touch()
        return program

    def source(self, name: str) -> Path:
        """Return the folder of a project's source, which is fetched where it is not there."""
        packages = self.work / "packages"
        normal = re.compile(rf"{re.escape(name)}-\d", re.IGNORECASE)
        found = [path for path in packages.glob("*.tar.gz") if normal.match(path.name)]
        if not found:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-binary", name, "--no-deps"]
            subprocess.run([*command, "--dest", packages, name], check=True)  # noqa: S603  (our own)
            found = [path for path in packages.glob("*.tar.gz") if normal.match(path.name)]
        folder = self.work / "sources" / found[0].name.removesuffix(".tar.gz")
        if not folder.exists():
            with tarfile.open(found[0]) as archive:
                archive.extractall(folder.parent, filter="data")
        return folder

    def build(self, name: str, *, latex: bool) -> Row:
        """Build a project's documentation with Typst, verify it, and build it with LaTeX."""
        where, needs = PROJECTS[name]
        row = Row(name)
        try:
            python, source = self.python(name, needs), self.source(name)
        except (subprocess.CalledProcessError, IndexError) as error:
            row.notes.append(f"cannot be fetched: {error}")
            return row
        row.version = source.name.rpartition("-")[2]
        documents, out = source / where, self.work / "out" / name
        conf = documents / "conf.py"
        if OURS not in conf.read_text("utf-8"):
            conf.write_text(conf.read_text("utf-8") + OURS, "utf-8")
        out.mkdir(parents=True, exist_ok=True)
        sphinx = [str(python), "-m", "sphinx", "-d", str(out / "doctrees")]
        run([*sphinx, "-b", "dummy", ".", str(out / "dummy")], documents, out / "read.log", self.environment)
        self._typst(row, sphinx, documents, out)
        if latex:
            self._latex(row, sphinx, documents, out)
        row.warnings = len(warnings(out / "typst.log") - warnings(out / "latex.log"))
        return row

    def _typst(self, row: Row, sphinx: list[str], documents: Path, out: Path) -> None:
        shutil.rmtree(out / "typst", ignore_errors=True)
        command = [*sphinx, "-b", "typst", *self.fonts, ".", str(out / "typst")]
        status, *row.typst = run(command, documents, out / "typst.log", self.environment)  # type: ignore[assignment]
        books = list((out / "typst").glob("*.pdf"))
        if status or not books:
            row.notes.append((out / "typst.log").read_text("utf-8").strip().splitlines()[-1][:200])
            row.typst = None
            return
        row.built = "yes"
        row.pages = _pages(books[0])
        verified = [*command[:-2], "-D", "typst_verify_text=1", *command[-2:]]
        run(verified, documents, out / "verified.log", self.environment)
        said = Counter(
            "outside" if "stands outside" in line else "lost"
            for line in (out / "verified.log").read_text("utf-8").splitlines()
            if "[typst.text]" in line
        )
        row.lost, row.outside = said["lost"], said["outside"]
        if verapdf := shlex.split(os.environ.get("BOOK_VERAPDF", "")):
            status, *_ = run([*verapdf, "ua1,2a", str(books[0])], documents, out / "verapdf.log", self.environment)
            row.standards = "pass" if status == 0 else "fail"

    def _latex(self, row: Row, sphinx: list[str], documents: Path, out: Path) -> None:
        shutil.rmtree(out / "latex", ignore_errors=True)
        command = [*sphinx, "-b", "latex", ".", str(out / "latex")]
        status, seconds, most = run(command, documents, out / "latex.log", self.environment)
        if status or shutil.which("latexmk") is None:
            return
        make = ["make", "all-pdf", "LATEXMKOPTS=-interaction=nonstopmode -f"]
        main = max((out / "latex").glob("*.tex"), key=lambda path: path.stat().st_size)
        _status, more, most_of_tex = run(make, out / "latex", out / "tex.log", self.environment)
        book = main.with_suffix(".pdf")
        if book.exists() and 2 * _pages(book) > row.pages:
            row.latex = (seconds + more, max(most, most_of_tex))
        else:
            row.notes.append("LaTeX ends before the book does")


def _pages(path: Path) -> int:
    try:
        with pikepdf.open(path) as book:
            return len(book.pages)
    except pikepdf.PdfError:  # TeX has ended in the midst of it
        return 0


def warnings(log: Path) -> set[str]:
    """Return the warnings and errors of a log."""
    if not log.exists():
        return set()
    lines = (LEFT_OUT.sub("", line) for line in log.read_text("utf-8", "replace").splitlines())
    return {line for line in lines if "WARNING: " in line or "ERROR: " in line}


COLUMNS: tuple[str, ...] = (
    "Project",
    "Built",
    "Pages",
    "Warnings that LaTeX does not give",
    "Texts lost",
    "Texts outside",
)
COLUMNS += ("PDF/UA-1, PDF/A-2a", "Typst", "LaTeX", "Times as fast")
HEAD = f"| {' | '.join(COLUMNS)} |\n|{' --- |' * len(COLUMNS)}"


def put(row: Row, page: Path) -> None:
    """Put a row into the table of a page, at once: what has been measured is not lost with what comes after it."""
    text = page.read_text("utf-8")
    before, rest = text.split(BEGIN)
    old, after = rest.split(END)
    lines = dict(ROW.findall(old)) | {row.name: row.line()}
    table = "\n".join([HEAD, *(lines[name] for name in sorted(lines))])
    page.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", "utf-8")


def main() -> int:
    """Build the projects, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PROJECTS))
    parser.add_argument("--fonts", type=Path, help="a folder with fonts for other scripts and pictographs")
    parser.add_argument("--without-latex", action="store_true")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the table between the marks of this page")
    options = parser.parse_intermixed_args()
    builder = Builder(options.work.resolve(), options.fonts and options.fonts.resolve())
    rows = []
    for name in options.names or PROJECTS:
        row = builder.build(name, latex=not options.without_latex)
        print(row.line(), *row.notes, flush=True)
        rows.append(row)
        if options.write and row.version:  # of one that cannot be fetched, an older row stays
            put(row, options.write)
    return 0 if all(row.built == "yes" and not row.lost and not row.outside for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
