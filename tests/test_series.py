"""A series of two volumes: each is built by a job of its own, and only where something has changed."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from pipeline.conftest import ROOT, SmallVolume, copied_volume
from pipeline.test_make import environment_of_its_own
from tools import need

pytestmark = pytest.mark.process

PAGE = ROOT / "docs/scaling.md"


@pytest.fixture
def series(tmp_path: Path) -> tuple[SmallVolume, SmallVolume]:
    """Two volumes below one folder, with names of their own."""
    volumes = []
    for name in ("north-south", "east-west"):
        volumes.append(copied_volume(tmp_path / "series" / name))
        volumes[-1].edit("data/relations.yaml", "name: northland-southland", f"name: {name}")
    return volumes[0], volumes[1]


def snakemake(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    need("snakemake")
    where = [f"series={tmp_path / 'series'}", f"out={tmp_path / 'out'}", f"pipeline={ROOT}"]
    command = ["snakemake", "--snakefile", str(ROOT / "docs/series/Snakefile"), "--directory", str(tmp_path), *words]
    command += ["--cores", "2", "--config", *where]
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    return subprocess.run(
        command, env={**environment_of_its_own(), **home}, capture_output=True, text=True, check=False
    )


def books(tmp_path: Path, name: str) -> list[Path]:
    folder = tmp_path / "out" / name
    return [folder / "html/index.html", folder / f"epub/{name}.epub", folder / f"pdf/{name}.pdf"]


def test_each_volume_is_built_and_only_when_it_has_changed(
    series: tuple[SmallVolume, SmallVolume], tmp_path: Path
) -> None:
    done = snakemake(tmp_path)
    assert done.returncode == 0, done.stderr
    every = [path for volume in series for path in books(tmp_path, volume.folder.name)]
    assert all(path.exists() for path in every)
    assert "Nothing to be done" in snakemake(tmp_path).stderr
    before = {path: path.stat().st_mtime_ns for path in every}
    series[0].edit("data/relations.yaml", "date: 1899", "date: 1898")
    done = snakemake(tmp_path)
    assert done.returncode == 0, done.stderr
    changed = {path for path in every if path.stat().st_mtime_ns != before[path]}
    assert changed == set(books(tmp_path, "north-south"))


def test_a_faulty_volume_does_not_keep_the_others(series: tuple[SmallVolume, SmallVolume], tmp_path: Path) -> None:
    series[0].edit("data/relations.yaml", "date: 1899", "date: 1899-02-30")
    done = snakemake(tmp_path, "--keep-going")
    assert done.returncode != 0
    assert "MOD006" in (tmp_path / "out/north-south.log").read_text("utf-8")
    assert not books(tmp_path, "north-south")[0].exists()
    assert all(path.exists() for path in books(tmp_path, "east-west"))


def test_the_matrix_of_the_page_lists_and_builds_volumes(
    series: tuple[SmallVolume, SmallVolume], tmp_path: Path
) -> None:
    """The commands of the workflow on the page, run as its jobs do."""
    need("jq")
    text = next(
        block for block in re.findall(r"```yaml\n(.+?)```", PAGE.read_text("utf-8"), re.DOTALL) if "jobs:" in block
    )
    jobs = yaml.safe_load(text)["jobs"]
    output = tmp_path / "output"
    listing = next(step["run"] for step in jobs["list"]["steps"] if "run" in step)
    environment = {**os.environ, "GITHUB_OUTPUT": str(output)}
    subprocess.run(["bash", "-ec", listing], cwd=tmp_path, check=True, env=environment)
    assert output.read_text() == 'volumes=["east-west","north-south"]\n'
    building = next(step["run"] for step in jobs["volume"]["steps"] if "make" in step.get("run", ""))
    (tmp_path / "Makefile").symlink_to(ROOT / "Makefile")
    words = building.replace("make ", f"make -C {ROOT} ").replace("SOURCE=", f"SOURCE={tmp_path}/")
    words = words.replace("BUILD=", f"BUILD={tmp_path}/")
    for volume in series:
        name = volume.folder.name
        subprocess.run(
            ["bash", "-ec", words], check=True, env={**environment_of_its_own(), "VOLUME": name}, capture_output=True
        )
        assert (tmp_path / "build" / name / f"pdf/{name}.pdf").exists()
