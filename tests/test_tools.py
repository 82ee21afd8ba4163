"""What a test needs is said by its mark, is skipped where it is missing, and fails where nothing may be skipped."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from builds import run_module
from tools import need, need_verapdf


@pytest.mark.parametrize(("program", "mark"), [("java", "java"), ("xelatex", "latex"), ("chromium", "browser")])
def test_whoever_needs_a_program_has_its_mark(program: str, mark: str) -> None:
    with pytest.raises(AssertionError, match=f"mark it with pytest.mark.{mark}"):
        need(program)


@pytest.mark.verapdf
def test_without_verapdf_a_test_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BOOK_VERAPDF", raising=False)
    monkeypatch.delenv("BOOK_REQUIRE_TOOLS", raising=False)
    with pytest.raises(pytest.skip.Exception, match="BOOK_VERAPDF is its command"):
        need_verapdf()


def test_what_is_missing_is_skipped_and_fails_where_all_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    need("sh")
    monkeypatch.delenv("BOOK_REQUIRE_TOOLS", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-program not installed"):
        need("sh", "no-such-program")
    monkeypatch.setenv("BOOK_REQUIRE_TOOLS", "1")
    with pytest.raises(pytest.fail.Exception, match="forbids to skip"):
        need("sh", "no-such-program")


@pytest.mark.parametrize("command", [["make", "help"], [sys.executable, "-m", "sphinx", "--version"]])
def test_no_test_builds_by_a_process_unseen(command: list[str]) -> None:
    with pytest.raises(AssertionError, match="build in this process"):
        subprocess.run(command, check=False)


def test_no_test_builds_by_a_forked_process_unseen(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="build in this process"):
        run_module("sphinx", "--version", cwd=tmp_path, environment=os.environ)


@pytest.mark.process
def test_a_warning_of_a_forked_process_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "old_module.py").write_text("import warnings\nwarnings.warn('this is old', DeprecationWarning)\n")
    monkeypatch.syspath_prepend(tmp_path)
    done = run_module("old_module", cwd=tmp_path, environment=os.environ)
    assert done.returncode == 1
    assert "DeprecationWarning: this is old" in done.stderr


def test_a_warning_of_a_process_is_an_error() -> None:
    program = "import warnings; warnings.warn('this is old', DeprecationWarning)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "DeprecationWarning: this is old" in done.stderr
