"""The workflow against what it names: Pythons with their Sphinx, and formats."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from pipeline.test_pythons import SPHINX

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / ".github/workflows/book.yml").read_text("utf-8")


@pytest.fixture(scope="module")
def jobs() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(TEXT)["jobs"]
    return found


def test_each_python_takes_the_sphinx_that_is_tested_with_it(jobs: dict[str, Any]) -> None:
    matrix = jobs["test"]["strategy"]["matrix"]["include"]
    assert {entry["python"]: entry["sphinx"] for entry in matrix} == SPHINX


@pytest.mark.parametrize(("python", "sphinx"), SPHINX.items())
def test_the_lock_gives_each_python_its_sphinx(python: str, sphinx: str) -> None:
    lines = re.findall(r"^sphinx==[^\\\n]+", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    entries = [Requirement(line) for line in lines]
    here = {"python_version": python, "python_full_version": f"{python}.1"}
    taken = [entry for entry in entries if entry.marker is None or entry.marker.evaluate(here)]
    assert [str(entry.specifier).removeprefix("==").rpartition(".")[0] for entry in taken] == [sphinx]


def test_no_format_is_named() -> None:
    """They are read from the registry."""
    commands = re.findall(r"^ +(?:- )?run: (.*)", TEXT, re.MULTILINE)
    assert [line for line in commands if re.search(r"\bmake\b.*\b(html|epub|pdf|tablet|latex(pdf)?)\b", line)] == []
    assert "make $FORMATS" in commands


def test_what_takes_longer_runs_once_a_week(jobs: dict[str, Any]) -> None:
    assert jobs["weekly"]["if"] == "github.event_name == 'schedule'"
    runs = " ".join(step.get("run", "") for step in jobs["weekly"]["steps"])
    assert all(word in runs for word in ("make fuzz", "make reproduce", "make weekly"))
    (weekly,) = re.findall(r"^weekly:.*\n\t(.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert "-p randomly" in weekly
    assert "-m " not in weekly
    assert jobs["foreign"]["if"] == "github.event_name == 'schedule'"
    assert any(step.get("run") == "make foreign" for step in jobs["foreign"]["steps"])


def test_the_newest_of_all_may_fail_and_is_tried(jobs: dict[str, Any]) -> None:
    assert jobs["newest"]["continue-on-error"] is True
    assert "newest" not in {job.get("needs") for job in jobs.values()}
