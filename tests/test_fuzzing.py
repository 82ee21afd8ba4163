"""Inputs that nobody has thought of: those that are kept, chance, and atheris for a while; ``make fuzz`` goes on."""

from __future__ import annotations

import dataclasses
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bilateral.ledger import _ANCHOR_LINES
from bilateral_workshop.fuzzing.targets import TARGETS, corpus
from properties import HealthCheck, given, settings, st
from tools import need

RUNS = 2000
ANYWHERE = re.compile(r"(?P<anchor>\S+) (?P<kind>\S+) (?P<page>\S+) (?P<since>\S+)")
"""Lines of a ledger whose pages may lie outside of the book."""
"""Inputs that atheris gives each target here."""
FUZZED = [("dates", "typst-text", "ledger"), pytest.param(tuple(TARGETS), marks=pytest.mark.weekly)]
"""The targets of every day, and those of once a week."""
SLICE = 0x1000
"""How many signs are tried together."""
SIGNS = st.text(st.sampled_from("\\{}$&#%_^~\"'`<>@:;,|-=*[]()!?/.0129aZé\u202e\u2028\ufeff\x07\n\t "))
INPUTS = st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8")) | SIGNS.map(str.encode)


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_kept_breaks_nothing(name: str) -> None:
    kept = list(corpus(name))
    assert len(kept) >= 2
    for data in kept:
        TARGETS[name](data)


@pytest.mark.parametrize("name", ["typst-text", "latex-text"])
def test_no_sign_breaks_anything(name: str) -> None:
    """Each sign that Unicode can name is tried, which chance meets once in years."""
    for first in range(0, sys.maxunicode, SLICE):
        TARGETS[name]("".join(map(chr, range(first, first + SLICE))).encode("utf-8", "replace"))


@pytest.mark.parametrize("name", TARGETS)
def test_chance_breaks_nothing(name: str) -> None:
    count = 0

    @settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors])
    @given(INPUTS)
    def tried(data: bytes) -> None:
        nonlocal count
        count += 1
        TARGETS[name](data)

    tried()
    assert count >= 100


def fuzz(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    if importlib.util.find_spec("atheris") is None:
        need("atheris, which is made for Linux on x86-64,")
    command = [sys.executable, "-m", "bilateral_workshop.fuzzing.fuzz", "--found", str(tmp_path / "found"), *words]
    tests = Path(__file__).parent
    return subprocess.run(command, cwd=tests, capture_output=True, text=True, check=False, env={**os.environ})


@pytest.mark.process
@pytest.mark.parametrize("names", FUZZED, ids=["some", "all"])
def test_atheris_breaks_nothing(names: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = fuzz(tmp_path, "--runs", str(RUNS), *names)
    assert done.returncode == 0, done.stdout + done.stderr
    told = re.findall(r"^(.+): ([\d,]+) inputs", done.stdout, re.MULTILINE)
    tried = {name: int(count.replace(",", "")) for name, count in told}
    assert tried.keys() == set(names)
    assert min(tried.values()) >= RUNS
    with capsys.disabled():
        print(f"\natheris: {done.stdout.splitlines()[-1]}")


@pytest.mark.process
def test_a_planted_fault_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader of dates that stumbles over one sign is caught, and the input is kept."""
    plant = tmp_path / "plant"
    plant.mkdir()
    (plant / "sitecustomize.py").write_text(
        "import bilateral.dates as dates\n"
        "good = dates.parse_edtf\n"
        "def bad(text):\n"
        "    if '%' in text:\n"
        "        raise KeyError(text)\n"
        "    return good(text)\n"
        "dates.parse_edtf = bad\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(plant))
    done = fuzz(tmp_path, "--runs", "20000", "dates")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "dates: " in done.stdout
    assert "broken" in done.stdout
    assert list((tmp_path / "found").glob("found-dates-*"))


@pytest.mark.parametrize(
    ("name", "data", "spoil"),
    [
        ("typst-text", b"#read", ("bilateral_workshop.fuzzing.targets.string", lambda text: text)),
        ("latex-text", b"\\input", ("sphinx.util.texescape.escape", lambda text, _: text)),
        (
            "ledger",
            b"x section ../x 1.0.0",
            ("bilateral.ledger._ANCHOR_LINES", dataclasses.replace(_ANCHOR_LINES, pattern=ANYWHERE)),
        ),
    ],
)
def test_a_target_sees_what_is_spoilt(
    name: str, data: bytes, spoil: tuple[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*spoil)
    with pytest.raises((AssertionError, RuntimeError)):
        TARGETS[name](data)
