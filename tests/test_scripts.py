"""Scripts of the web book: their syntax is that of browsers of 2021, and a page works without what those lack."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bilateral_workshop.verification.tools import Tools
from tools import need_packages

ROOT = Path(__file__).parents[1]
NODE = ROOT / ".venv/node"
SCRIPTS = sorted(path for path in (ROOT / "scripts/bilateral_sphinx").rglob("*.js") if "templates" not in path.parts)
PARSE = """
const { readFileSync } = require("node:fs");
const acorn = require("acorn");
for (const path of process.argv.slice(1)) {
  try { acorn.parse(readFileSync(path, "utf-8"), { ecmaVersion: 2021 }); }
  catch (error) { console.log(`${path}: ${error.message}`); }
}
"""
GUARDED = ("showPopover", "hidePopover", "checkVisibility", "structuredClone", "Object.groupBy", ".at(", "replaceAll(")
"""What browsers of 2021 may lack: popovers of ours are opened by HTML; the rest is not used."""


def parsed(*paths: Path) -> str:
    need_packages(NODE, "acorn")
    return subprocess.run(
        [Tools.script("node"), "-e", PARSE, *paths], capture_output=True, text=True, check=True, cwd=NODE
    ).stdout


def test_scripts_are_written_as_in_2021() -> None:
    assert len(SCRIPTS) > 5
    assert parsed(*SCRIPTS) == ""


def test_younger_syntax_is_noticed(tmp_path: Path) -> None:
    young = tmp_path / "young.js"
    young.write_text("class A { static { this.a = 1; } }", "utf-8")
    assert "young.js" in parsed(young)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_younger_functions_are_asked_for_first(script: Path) -> None:
    lines = [line for line in script.read_text("utf-8").splitlines() if any(name in line for name in GUARDED)]
    assert [line for line in lines if "popover" in line.lower() and ":popover-open" not in line] == []
    assert [line for line in lines if "popover" not in line.lower()] == []
