"""The Makefile, as people use it."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bilateral.formats import FORMATS
from bilateral_cli.building.environment import without_make
from pipeline.conftest import ROOT, SmallVolume
from tools import need

pytestmark = pytest.mark.process


def environment_of_its_own() -> dict[str, str]:
    """Return the environment without what the make that runs the tests has told them."""
    return without_make("SOURCE_DATE")


def make(*words: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *map(str, words)],
        cwd=cwd,
        env={**environment_of_its_own(), "NO_COLOR": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def place(small: SmallVolume, tmp_path: Path) -> tuple[str, str]:
    return f"SOURCE={small.folder}", f"BUILD={tmp_path / 'made'}"


def test_help_names_every_target() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    targets = re.search(r"^KNOWN := (.+)$", text, re.MULTILINE)
    assert targets is not None
    helped = re.findall(r"^  make ([\w-]+) +\S", make("help").stdout, re.MULTILINE)
    assert sorted(helped) == sorted([*targets[1].split(), *FORMATS])


def test_help_needs_nothing_that_is_installed(tmp_path: Path) -> None:
    said = make("help", f"VENV={tmp_path / 'none'}", "PYTHON=python3 -S").stdout
    assert "make epub       the e-book: build/epub/<name>.epub" in said
    assert not (tmp_path / "none").exists()


def test_an_unknown_target_is_a_format_that_is_not_known(place: tuple[str, str], tmp_path: Path) -> None:
    failed = make(*place, "hmtl")
    assert failed.returncode
    assert "'hmtl' is not one of 'html', 'epub', 'pdf', 'tablet', 'latex'" in failed.stderr
    assert not (tmp_path / "made").exists()


def test_all_formats_that_are_named_are_made_from_one_reading(
    place: tuple[str, str], small: SmallVolume, tmp_path: Path
) -> None:
    small.append(
        "conf.py",
        "def setup(app):\n    app.connect('source-read', lambda app, docname, _: print('read', docname, flush=True))\n",
    )
    done = make(*place, "tablet", "epub", "html", "JOBS=1")
    assert done.returncode == 0, done.stderr
    assert sorted(re.findall("^read (.+)$", done.stdout, re.MULTILINE)) == [
        "chapters/chapter",
        "chapters/reference",
        "index",
    ]
    assert len(list((tmp_path / "made/html/downloads").rglob("*.*"))) == 2


def test_a_second_make_does_nothing_and_says_so(place: tuple[str, str], tmp_path: Path) -> None:
    assert make(*place).returncode == 0
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "made").rglob("*")}
    again = make(*place)
    assert "Nothing to be done: html, epub, pdf are up to date." in again.stdout
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "made").rglob("*")} == before


def test_faulty_data_leaves_the_published_book(place: tuple[str, str], small: SmallVolume, tmp_path: Path) -> None:
    assert make(*place, "html").returncode == 0
    published = {path: path.read_bytes() for path in (tmp_path / "made/html").rglob("*") if path.is_file()}
    small.edit("data/relations.yaml", "date: 1899", "date: 1899-02-30")
    failed = make(*place, "html")
    assert failed.returncode != 0
    assert "MOD006" in failed.stderr
    assert "Traceback" not in failed.stdout + failed.stderr
    assert {path: path.read_bytes() for path in (tmp_path / "made/html").rglob("*") if path.is_file()} == published


def test_a_fault_in_a_chapter_is_seen_again_until_it_is_mended(
    place: tuple[str, str], small: SmallVolume, tmp_path: Path
) -> None:
    assert make(*place, "html").returncode == 0
    page = (tmp_path / "made/html/chapters/chapter.html").read_bytes()
    small.edit("chapters/chapter.md", "{fact}`F01`", "{fact}`F01` {rec}`nobody`")
    for _ in range(2):
        failed = make(*place, "html")
        assert failed.returncode != 0
        assert "no record 'nobody' in the data" in failed.stderr
        assert (tmp_path / "made/html/chapters/chapter.html").read_bytes() == page
    small.edit("chapters/chapter.md", " {rec}`nobody`", "")
    assert make(*place, "html").returncode == 0


def test_check_is_quick_and_says_what_it_read() -> None:
    start = os.times()
    done = make("check")
    taken = os.times()
    assert done.returncode == 0
    assert taken.children_user + taken.children_system - start.children_user - start.children_system < 3
    facts = len(re.findall(r"\bfact: ", (ROOT / "source/data/relations.yaml").read_text("utf-8")))
    assert re.search(rf"^source: \d+ records, {facts} facts, \d+ sources, no problems", done.stdout, re.MULTILINE)


def test_gettext_finds_text_to_translate(place: tuple[str, str], tmp_path: Path) -> None:
    assert make(*place, "gettext").returncode == 0
    assert 'msgid "A chapter"' in (tmp_path / "made/gettext/chapters/chapter.pot").read_text("utf-8")


def test_an_old_python_is_told_what_it_needs(tmp_path: Path) -> None:
    fake = tmp_path / "python3"
    pretend = "import runpy, sys; sys.version_info = (3, 9, 0); sys.argv = sys.argv[1:]; "
    pretend += "runpy.run_path(sys.argv[0], run_name='__main__')"
    fake.write_text(f'#!/bin/sh\nexec "$REAL" -c "{pretend}" "$@"\n')
    fake.chmod(0o755)
    done = make(f"VENV={tmp_path / 'venv'}", f"PYTHON={fake}", "check", REAL=str(ROOT / ".venv/bin/python"))
    assert done.returncode != 0
    assert "Python 3.11, 3.12 or 3.13 is needed; this is 3.9" in done.stderr
    assert not (tmp_path / "venv/.ready").exists()


PIP = """#!/bin/sh
for number in $(seq 40); do echo "WARNING: noise $number"; echo "Collecting package-$number"; done
echo "Installing collected packages: package-1"
test "$*" = "${*#*requirements.lock}" || exit ${STATUS:-0}
"""
"""Stands for the Python of an environment, and for its pip."""


def set_up(folder: Path, status: int) -> subprocess.CompletedProcess[str]:
    program = folder / "bin/python"
    program.parent.mkdir(parents=True)
    program.write_text(PIP)
    program.chmod(0o755)
    (folder.parent / "requirements.lock").write_text("".join(f"package-{number}==1\n" for number in range(40)), "utf-8")
    run = [sys.executable, "-I", "-S", str(ROOT / "scripts/setup_venv.py"), folder.name]
    return subprocess.run(
        run,
        cwd=folder.parent,
        env={"PATH": "/usr/bin:/bin", "STATUS": str(status)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_is_installed_is_told_in_a_few_lines(tmp_path: Path) -> None:
    done = set_up(tmp_path / "venv", 0)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["installing 40 packages", "installing the press"]
    assert done.stderr == ""
    assert (tmp_path / "venv/install.log").read_text("utf-8").count("WARNING: noise") == 80


def test_what_pip_says_is_shown_where_it_fails(tmp_path: Path) -> None:
    failed = set_up(tmp_path / "venv", 3)
    assert failed.returncode == 3
    assert "installing the press" not in failed.stdout
    assert "WARNING: noise 40" in failed.stderr
    assert failed.stderr.splitlines()[-1] == "pip has failed; venv/install.log has all that it said"
    assert len(failed.stderr.splitlines()) < 25


def test_a_terminal_shows_how_far_the_installation_is() -> None:
    setup = runpy.run_path(str(ROOT / "scripts/setup_venv.py"))
    assert setup["bar"](3, 12) == "[######------------------] 3 of 12 "
    assert setup["bar"](13, 12) == "[########################] 12 of 12 "
    assert setup["bar"](0, 0) == ""


def ensure_tex(programs: Path) -> subprocess.CompletedProcess[str]:
    """Run the program where only those in the folder ``programs`` are found."""
    run = [str(ROOT / ".venv/bin/python"), "-m", "bilateral_cli.building.tex_setup"]
    return subprocess.run(run, env={"PATH": str(programs)}, capture_output=True, text=True, check=False)


def test_without_tex_and_without_apt_the_command_is_named(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    done = ensure_tex(tmp_path / "bin")
    assert done.returncode == 1
    assert "TeX is not complete: xelatex, latexmk, xindy, kpsewhich not found." in done.stdout
    assert "cannot be installed from here" in done.stderr


def test_without_tex_apt_is_asked_where_it_may_be(tmp_path: Path) -> None:
    """With apt-get and the right to use it, the packages are installed; here a stand-in notes what it is asked."""
    (tmp_path / "bin").mkdir()
    for name, text in (
        ("apt-get", f'#!/bin/sh\necho "$@" >>{tmp_path}/asked\n'),
        ("sudo", '#!/bin/sh\nshift\nexec "$@"\n'),
    ):
        program = tmp_path / "bin" / name
        program.write_text(text)
        program.chmod(0o755)
    (tmp_path / "bin/true").symlink_to(shutil.which("true") or "/bin/true")
    done = ensure_tex(tmp_path / "bin")
    asked = (tmp_path / "asked").read_text("utf-8")
    assert "update" in asked
    assert "texlive-xetex" in asked
    assert "Installing it through apt" in done.stdout
    assert "Still not found after the installation" in done.stderr
    assert done.returncode == 1


@pytest.mark.clone
@pytest.mark.weekly
def test_a_fresh_clone_builds_with_two_words(tmp_path: Path) -> None:
    need("git")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    python = shutil.which("python3.11") or shutil.which("python3") or "python3"
    done = make(f"PYTHON={python}", cwd=clone, VIRTUAL_ENV="")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (clone / "build/html/index.html").exists()
    assert list((clone / "build/epub").glob("*.epub"))
    left = subprocess.run(["git", "status", "--short"], cwd=clone, capture_output=True, text=True, check=True)
    assert left.stdout == ""
