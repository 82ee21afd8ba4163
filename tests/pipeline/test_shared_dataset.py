"""A format takes the dataset that another has written, if that is whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bilateral.dataset import DESCRIPTOR, unpacked
from pipeline.conftest import SmallVolume

EMPTY = b"PK\5\6" + bytes(18)
"""A zip archive without files."""


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def built_by(small: SmallVolume) -> Path:
    """Build two formats from one reading. Return the folder with the data of the web book."""
    built = small.build("formats", "-D", "formats=html,latex")
    assert built.status == 0, built.said
    return built.out / "html/data"


def moved(data: Path, left: int | None) -> None:
    """Leave so much of the archive in the folder of another format, and nothing else, as where it is thrown away."""
    other = data.parents[1] / "latex/data"
    data.rename(other)
    (archive,) = other.glob("*.zip")
    archive.write_bytes(archive.read_bytes()[:left])
    for path in other.iterdir():
        if path != archive:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def test_a_whole_one_is_taken(small: SmallVolume, monkeypatch: pytest.MonkeyPatch) -> None:
    data = built_by(small)
    made = held(data)
    moved(data, None)
    monkeypatch.setattr("bilateral_sphinx.dataset.dataset_files", lambda *_: pytest.fail("it is made again"))
    assert held(built_by(small)) == made


@pytest.mark.parametrize("left", [0, 1000, -1])
def test_one_that_is_not_whole_is_not_taken(small: SmallVolume, left: int) -> None:
    data = built_by(small)
    made = held(data)
    moved(data, left)
    assert held(built_by(small)) == made


def test_one_of_other_data_is_not_taken(small: SmallVolume) -> None:
    data = built_by(small)
    shutil.copytree(data, data.parents[1] / "latex/data")
    small.edit("data/relations.yaml", "date: 1899", "date: 1898")
    assert held(built_by(small))["relations.yaml"] == (small.folder / "data/relations.yaml").read_bytes()
    (archive,) = data.glob("*.zip")
    assert unpacked(archive.read_bytes())[DESCRIPTOR] == held(data)[DESCRIPTOR]


def test_one_that_is_damaged_is_not_taken(small: SmallVolume) -> None:
    data = built_by(small)
    made = held(data)
    moved(data, None)
    (archive,) = (data.parents[1] / "latex/data").glob("*.zip")
    packed = archive.read_bytes()
    for damaged in (packed[:80] + bytes(40) + packed[120:], EMPTY):
        archive.write_bytes(damaged)
        shutil.rmtree(data, ignore_errors=True)
        assert held(built_by(small)) == made
