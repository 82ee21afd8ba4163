"""The package is built, installed offline into a new environment, and serves a project that knows nothing of ours."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import pytest

import sphinx_typst_pdf
from sphinx_typst_pdf.readback import Element, read_structure
from tests.conftest import Validator
from tests.foreign import PAGES

pytestmark = pytest.mark.process

HERE = Path(__file__).parents[1]
PRESS = ("bilateral", "bilateral_sphinx", "bilateral_cli", "bilateral_workshop")
"""What lies beside the package in its repository, and must not be needed."""


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """Run a command in an environment that says nothing of Python's path."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "SOURCE_DATE", "PIP_"))}
    done = subprocess.run([*command], capture_output=True, text=True, check=False, env=clean, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    run(*pip, "wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(HERE))
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment: it has the wheel, and of this one what comes from others."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", str(folder))
    program = next(folder.glob("bin/python")).absolute()
    own = Path(run(program, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    # A .pth file adds a folder, and leaves alone the .pth files in it, by which this repository's packages are found.
    (own / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(program), "--quiet", "--disable-pip-version-check"]
    run(*pip, "install", "--no-index", "--force-reinstall", "--no-deps", str(wheel))
    return program


@pytest.fixture(scope="module")
def pdf(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("foreign") / "docs"
    folder.mkdir()
    for name, text in PAGES.items():
        (folder / name).write_text(text, "utf-8")
    run(python, "-m", "sphinx", "-q", "-W", "-n", "-b", "typst", ".", "../out", cwd=folder)
    return folder.parent / "out/aforeignproject.pdf"


@pytest.fixture(scope="module")
def tree(pdf: Path) -> Element:
    return read_structure(pdf)


def test_the_wheel_holds_the_package_and_no_tests(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = next(name for name in names if name.endswith("METADATA"))
        text = archive.read(metadata).decode("utf-8")
    assert {name.partition("/")[0] for name in names if ".dist-info" not in name} == {"sphinx_typst_pdf"}
    assert {"sphinx_typst_pdf/base.typ", "sphinx_typst_pdf/py.typed"} <= set(names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert f"Version: {sphinx_typst_pdf.__version__}" in text
    assert {"sphinx", "typst", "pikepdf"} == {
        line.removeprefix("Requires-Dist: ").partition(">")[0]
        for line in text.splitlines()
        if line.startswith("Requires-Dist: ") and "extra ==" not in line
    }


def test_the_environment_has_the_wheel_and_not_the_press(python: Path) -> None:
    code = "import importlib.util as u, sphinx_typst_pdf; print(sphinx_typst_pdf.__file__); "
    code += f"print([n for n in {PRESS} if u.find_spec(n)])"
    file, found = run(python, "-c", code, cwd=python.parent).splitlines()
    assert Path(file).is_relative_to(python.parents[1])
    assert found == "[]"


def test_the_foreign_project_is_a_tagged_pdf(tree: Element) -> None:
    assert [element.text for element in tree.all("Title")] == ["A foreign project"]
    assert [element.text.replace("\u00a0", " ") for element in tree.all("H1")] == [
        "Contents",
        "A foreign project",
        "Chapter 1 Install",
        "Chapter 2 Use",
        "Chapter 3 Tables",
        "Chapter 4 Pictures",
        "Index",
    ]
    (table,) = tree.all("Table")
    assert [cell.text for cell in table.all("TH")] == ["Name", "Number", "one", "two"]
    assert [cell.scope for cell in table.all("TH")] == ["Column", "Column", "Row", "Row"]
    assert [figure.alt for figure in tree.all("Figure")] == ["A disc"]
    assert [formula.alt for formula in tree.all("Formula")] == ["a^2"]
    assert [note.text.strip("1 ") for note in tree.all("Note")] == ["A footnote."]
    text = " ".join(tree.text.replace("\u00a0", " ").split())
    assert "Then read Use (p. " in text
    assert "See Table 3.1 (p. " in text
    entries = [element.text for element in tree.all("P")][-4:]
    assert [entry.partition(",")[0] for entry in entries if "," in entry] == ["red", "pears"]
    listings = [element.text for element in tree.all("Code")]
    assert any("pip install foreign" in listing for listing in listings)


@pytest.mark.verapdf
def test_the_foreign_project_is_accessible_and_archival(pdf: Path, validate: Validator) -> None:
    done = validate(pdf, "ua1,2a")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("failedRules=0") == 2
