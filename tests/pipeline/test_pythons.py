"""The same bytes from every Python that the project supports, each with an environment of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bilateral_workshop.reproduction.reproduce import copy_project
from pipeline.conftest import ROOT, SmallVolume
from pipeline.test_make import make
from pipeline.test_survival import differing, published, words
from tools import need

pytestmark = pytest.mark.process

SPHINX = {"3.11": "9.0", "3.12": "9.1", "3.13": "9.2"}
"""The newest Sphinx that runs on each Python."""
VERSIONS = tuple(SPHINX)
OTHERS = [version for version in VERSIONS if version != "{}.{}".format(*sys.version_info[:2])]


def python(version: str) -> str | None:
    """Return a Python of this version that starts; pyenv keeps some without putting them on the path."""
    kept = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python3"))
    for program in (shutil.which(f"python{version}"), *map(str, kept)):
        asked = [program or "false", "-c", "import sys, venv, ensurepip; print('{}.{}'.format(*sys.version_info[:2]))"]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        if done.returncode == 0 and done.stdout.strip() == version:
            return program
    return None


@pytest.mark.pythons
@pytest.mark.weekly
@pytest.mark.parametrize("version", OTHERS)
def test_another_python_gives_the_same_bytes(version: str, small: SmallVolume, tmp_path: Path) -> None:
    program = python(version)
    if program is None:
        need(f"Python {version}")
    assert make(*words(small, tmp_path / "here")).returncode == 0
    project = copy_project(tmp_path / "project")
    done = make(*words(small, tmp_path / "there"), f"PYTHON={program}", cwd=project)
    assert done.returncode == 0, done.stderr
    asked = "import sys, bilateral, sphinx; print(sys.version, sphinx.__version__, bilateral.__file__, sep='\\n')"
    ready = [str(project / ".venv/bin/python"), "-c", asked]
    said = subprocess.run(ready, capture_output=True, text=True, check=True).stdout
    assert said.startswith(version)
    assert f"\n{SPHINX[version]}." in said
    assert str(ROOT) not in said
    assert differing(published(tmp_path / "there"), published(tmp_path / "here")) == []
