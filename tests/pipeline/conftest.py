"""Small volumes that are really built."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from builds import Built, sphinx, sphinx_process

__all__ = ["Built"]

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class SmallVolume:
    """A copy of the small volume that a test may change and build."""

    folder: Path

    def build(self, builder: str = "html", *options: str) -> Built:
        return sphinx(*self._words(builder, *options), out=self._out(builder), cwd=self.folder)

    def build_process(self, builder: str = "html", *options: str) -> Built:
        return sphinx_process(*self._words(builder, *options), out=self._out(builder), cwd=self.folder)

    def _out(self, builder: str) -> Path:
        return self.folder.parent / "out" / builder

    def _words(self, builder: str, *options: str) -> list[str | Path]:
        doctrees = self.folder.parent / "out/doctrees"
        return ["-W", "-n", "-b", builder, *options, "-d", doctrees, self.folder, self._out(builder)]

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


@pytest.fixture
def interruptible(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let what is started be interrupted, which it is not where a shell runs the tests in the background.

    Python closes late what an interruption left open, and only tests are told of that.
    """
    monkeypatch.setenv("PYTHONWARNINGS", f"{os.environ['PYTHONWARNINGS']},ignore::ResourceWarning")
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
