"""Small volumes that are really built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Built:
    """One run of Sphinx: its exit status, what it said, and where it wrote."""

    status: int
    said: str
    out: Path

    def page(self, name: str) -> str:
        return (self.out / name).read_text("utf-8")


@dataclass(frozen=True)
class SmallVolume:
    """A copy of the small volume that a test may change and build."""

    folder: Path

    def build(self, builder: str = "html", *options: str) -> Built:
        out = self.folder.parent / "out" / builder
        command = [sys.executable, "-m", "sphinx", "-W", "-n", "-b", builder, *options]
        command += ["-d", str(self.folder.parent / "out/doctrees"), str(self.folder), str(out)]
        plain = {**os.environ, "NO_COLOR": "1"}  # Sphinx colours what it says on a machine that calls itself CI
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.folder, env=plain)
        return Built(done.returncode, done.stdout + done.stderr, out)

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    def append(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(path.read_text("utf-8") + text, "utf-8")


def copied_volume(folder: Path) -> SmallVolume:
    """Copy the small volume into a new folder."""
    shutil.copytree(ROOT / "tests/volume", folder)

    return SmallVolume(folder)


@pytest.fixture
def small(tmp_path: Path) -> SmallVolume:
    return copied_volume(tmp_path / "small")
