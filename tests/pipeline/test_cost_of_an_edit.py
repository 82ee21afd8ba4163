"""What one edited record costs, in things that can be counted: it must not grow unseen."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bilateral_sphinx.seams import unused
from pipeline.conftest import SmallVolume

pytestmark = pytest.mark.process

COUNTING = """
import gc, os, runpy, sys

log = os.open(sys.argv.pop(1), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
folder = sys.argv.pop(1)
owner = os.getpid()

def note(event, about):
    if event == "os.fork":
        os.write(log, b"process\\n")
    elif event == "open" and isinstance(about[0], str) and about[0].startswith(folder):
        done = "write" if about[2] & (os.O_WRONLY | os.O_RDWR) else "read"
        os.write(log, f"{done} {about[0].rpartition('.')[2]}\\n".encode())

def collected(phase, about):
    if phase == "stop" and os.getpid() == owner:
        os.write(log, b"collection\\n")

sys.addaudithook(note)
gc.callbacks.append(collected)
def modules():
    if os.getpid() == owner:
        for name in sys.modules:
            os.write(log, f"module\\nmodule {name}\\n".encode())
        for model in models(sys.modules["bilateral.model.base"].Strict):
            if model.__pydantic_complete__:
                os.write(log, b"validator\\n")

def models(above):
    return [above, *(model for below in above.__subclasses__() for model in models(below))]

try:
    runpy.run_module("bilateral_cli", run_name="__main__", alter_sys=True)
finally:
    modules()
"""
MOST = {
    "module": 1145,  # the Python of Debian has one of its own (sitecustomize)
    "process": 1,
    "collection": 40,  # of little, before anything is loaded; but for one of a page
    "validator": 2,  # of models that data are judged by
    "read doctree": 3,
    "read md": 11,
    "read yaml": 12,
    "read bib": 8,
    "read csv": 118,  # six for each table of the dataset
    "read html": 63,  # the addresses of 14 paragraphs among them
    "write html": 8,
    "write doctree": 2,
}
"""How often each thing may be done when one record has been edited; more needs a reason."""

LEFT_OUT = {*unused.LIBRARIES, "pikepdf", "langcodes", "urllib3", "soupsieve", "typst", "vl_convert"}
"""Libraries that a web book does not need."""


@pytest.fixture
def counted(small: SmallVolume, tmp_path: Path) -> Counter[str]:
    """Return what `bilateral build --format html` does after an edit of one record."""
    words = ["build", small.folder, "--output", tmp_path / "made", "--format", "html", "--jobs", "1"]
    log = tmp_path / "log"
    for edited in (False, True):
        if edited:
            small.edit("data/relations.yaml", "date: 1899", "date: 1898")
        log.unlink(missing_ok=True)
        command = [sys.executable, "-c", COUNTING, log, small.folder.parent, *words]
        done = subprocess.run(list(map(str, command)), check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    return Counter(log.read_text("utf-8").splitlines())


def test_one_record_edited_costs_no_more_than_it_did(counted: Counter[str]) -> None:
    assert set(MOST) <= set(counted)  # the counting counts
    assert {what: counted[what] for what in MOST if counted[what] > MOST[what]} == {}
    assert not {f"module {name}" for name in LEFT_OUT} & set(counted)
