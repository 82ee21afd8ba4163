"""What the project is made from: pinned, known by hashes, and with no more rights than it needs."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.test_make import make

ROOT = Path(__file__).parents[1]
LOCKS = (
    "requirements.lock",
    "docs/series/requirements.lock",
    "scripts/bilateral_workshop/benchmarking/requirements.lock",
)


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_hashes(name: str) -> None:
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", (ROOT / name).read_text("utf-8"))[1:]
    assert entries
    for entry in entries:
        assert re.match(r"[A-Za-z0-9_.-]+==\S+( ; [^\\]+)?( \\)?\n", entry), entry[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry[:80]
        assert "://" not in entry


def test_packages_of_npm_are_too() -> None:
    lock = json.loads((ROOT / "scripts/bilateral_workshop/verification/node/package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert len(packages) > 100
    assert [name for name, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")] == []
    assert [name for name, entry in packages.items() if "://" in entry.get("resolved", "")] == []


def workflow() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / ".github/workflows/book.yml").read_text("utf-8"))
    return loaded


def test_only_the_job_that_runs_nothing_of_ours_may_write() -> None:
    assert workflow()["permissions"] == {"contents": "read"}
    writing = {name: job for name, job in workflow()["jobs"].items() if "permissions" in job}
    assert set(writing) == {"publish"}
    assert writing["publish"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert [step for step in writing["publish"]["steps"] if "run" in step] == []


def test_actions_are_pinned_and_keep_no_credentials() -> None:
    steps = [step for job in workflow()["jobs"].values() for step in job["steps"] if "uses" in step]
    assert len(steps) >= 8
    assert [step["uses"] for step in steps if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"])] == []
    checkouts = [step for step in steps if step["uses"].startswith("actions/checkout@")]
    assert [step["with"]["persist-credentials"] for step in checkouts] == [False] * len(checkouts)


def test_no_expression_is_put_into_a_command() -> None:
    """A name of a branch or a folder is anybody's text."""
    runs = [step["run"] for job in workflow()["jobs"].values() for step in job["steps"] if "run" in step]
    assert [run for run in runs if "${{" in run] == []


@pytest.mark.process
def test_the_bill_of_materials_lists_every_package(tmp_path: Path) -> None:
    done = make("sbom", f"BUILD={tmp_path}", PYTHONWARNINGS="default")  # the program warns of its own parts
    assert done.returncode == 0, done.stderr
    bill = json.loads((tmp_path / "sbom.json").read_text("utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    listed = {f"{part['name']}=={part['version']}".lower() for part in bill["components"]}
    locked = set(
        re.findall(r"^([A-Za-z0-9_.-]+==[^ ]+)", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    )
    assert listed == {name.lower() for name in locked}
    assert str(ROOT) not in json.dumps(bill)
    first = (tmp_path / "sbom.json").read_bytes()
    assert make("sbom", f"BUILD={tmp_path}", PYTHONWARNINGS="default").returncode == 0
    assert (tmp_path / "sbom.json").read_bytes() == first


def test_no_file_names_a_registry_or_a_folder_of_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.decode()
    unwanted = re.compile(
        rb"/root/|/home/[a-z]+/|/Users/[A-Za-z]+/|pypi\.org/simple|files\.pythonhosted|registry\.npmjs"
    )
    found = [
        name
        for name in filter(None, listed.split("\0"))
        if (ROOT / name).is_file() and unwanted.search((ROOT / name).read_bytes()) and name != "tests/test_supply.py"
    ]
    assert found == []
