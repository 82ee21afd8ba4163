"""Pictures of a small volume: faults are told at their places, all at once, and a picture follows its records."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bilateral_cli.building.pictures import ENVIRONMENT, are_likely
from pipeline.conftest import SmallVolume

GOOD = "\n```{picture-timeline} Everything\n:name: figure-all\n```\n"
LIMIT = 60
"""Seconds after which what is waited for will not happen any more, on a machine with much to do."""


def test_a_picture_follows_its_records(small: SmallVolume) -> None:
    small.append("chapters/chapter.md", GOOD)
    first = small.build()
    assert first.status == 0, first.said
    before = first.page("chapters/chapter.html")
    assert '<figure class="record-picture' in before
    assert 'href="#visit-aaa-1900"' in before.partition('class="picture"')[2].partition("</svg>")[0]
    small.edit("data/relations.yaml", "1900-05-02/1900-05-04", "1900-05-03/1900-05-04")
    again = small.build()
    assert again.status == 0, again.said
    assert (
        "2 May 1900" not in again.page("chapters/chapter.html").partition('class="picture"')[2].partition("</svg>")[0]
    )
    assert again.page("chapters/chapter.html") != before


def test_every_fault_is_told_at_its_place_and_the_rest_is_drawn(small: SmallVolume) -> None:
    small.edit("data/relations.yaml", ", position: [-10, -60]", "")
    small.append(
        "chapters/chapter.md",
        "\n```{picture-timeline} One\n:name: figure-one\n:kind: visit\n```\n"
        "\n```{picture-standing} Two\n:name: figure-two\n:kind: visits\n```\n"
        "\n```{picture-map} Three\n:name: figure-three\n```\n"
        "\n```{picture-timeline} Four\n:name: figure-four\n:period: 19xx\n```\n"
        "\n```{picture-timeline} Five\n```\n" + GOOD,
    )
    built = small.build("html", "--keep-going")
    assert built.status != 0
    for said in (
        "'picture-timeline': option 'kind': 'visit' is unknown; did you mean 'visits'?",
        "'picture-standing': option 'kind' is not one of 'standing'; its filters: none",
        "has no 'position' that could be drawn; give it latitude and longitude",
        "19xx",
        "'picture-timeline' needs a caption and a ':name: figure-…' so that it can be cited",
    ):
        assert built.said.count(said) >= 1, said
    assert "chapters/chapter.md:" in built.said
    assert "Traceback" not in built.said
    assert "figure-all" in built.page("chapters/chapter.html")


def test_the_library_is_started_early_where_pictures_are_likely_to_be_drawn(small: SmallVolume) -> None:
    output = small.folder.parent / "build"
    assert not are_likely(small.folder, output)
    small.append("chapters/chapter.md", GOOD)
    assert are_likely(small.folder, output)
    (output / ENVIRONMENT).parent.mkdir(parents=True)
    (output / ENVIRONMENT).touch()
    assert not are_likely(small.folder, output)
    os.utime(output / ENVIRONMENT, ns=(0, (small.folder / "data/relations.yaml").stat().st_mtime_ns - 1))
    assert are_likely(small.folder, output)
    (small.folder / "fonts").mkdir()
    (small.folder / "fonts/own.ttf").touch()
    assert not are_likely(small.folder, output)


@pytest.mark.process
@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("end", ["fault", signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_however_a_build_ends_nothing_is_left_of_the_library(end: str | signal.Signals, small: SmallVolume) -> None:
    small.append("chapters/chapter.md", GOOD)
    if end == "fault":
        small.edit("data/relations.yaml", "1900-05-02/1900-05-04", "1900-05-04/1900-05-02")
    build = small.folder.parent / "build"
    words = [sys.executable, "-m", "bilateral_cli", "build", small.folder, "--output", build, "--jobs", "2"]
    process = subprocess.Popen(list(map(str, words)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    awaited = time.monotonic() + LIMIT
    while process.poll() is None and not (library := children.read_text("utf-8").split()):
        assert time.monotonic() < awaited
        time.sleep(0.01)
    assert len(library) == 1
    if isinstance(end, signal.Signals):
        process.send_signal(end)
    said, _ = process.communicate(timeout=LIMIT)  # until nobody is left who could say something
    assert process.returncode == (-end if end in {signal.SIGTERM, signal.SIGKILL} else {"fault": 1}.get(str(end), 130))
    assert "Traceback" not in said
