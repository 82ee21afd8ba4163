"""What happens to machines: the last good book stays whole, the next make repairs, and messages are clear."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bilateral_cli.building import swap
from bilateral_cli.building.lock import FILE, exclusive
from bilateral_cli.standby import SOCKET
from bilateral_workshop.reproduction.reproduce import copy_project
from pipeline.conftest import ROOT, SmallVolume, copied_volume
from pipeline.test_make import environment_of_its_own, make
from tools import need, need_root, weekly

pytestmark = pytest.mark.process

FORMATS = ("html", "epub", "pdf")
NAME = "northland-southland"
EDIT = ("data/relations.yaml", "date: 1899", "date: 1898")
"""The data as they are, and after an edit that every format shows."""
Book = dict[str, bytes]


def published(build: Path) -> dict[str, Book]:
    """Return what lies in the folder of each format: the files by their path."""
    return {
        kind: {str(path.relative_to(build)): path.read_bytes() for path in (build / kind).rglob("*") if path.is_file()}
        for kind in FORMATS
        if (build / kind).exists()
    }


def differing(one: dict[str, Book], other: dict[str, Book]) -> list[str]:
    """Return the files in which two builds differ."""
    assert one.keys() == other.keys()
    pairs = [(one[kind], other[kind]) for kind in one]
    return [
        name
        for here, there in pairs
        for name in sorted(here.keys() | there.keys())
        if here.get(name) != there.get(name)
    ]


def undo(small: SmallVolume) -> None:
    small.edit(EDIT[0], EDIT[2], EDIT[1])


def words(small: SmallVolume, build: Path) -> tuple[str, str]:
    return f"SOURCE={small.folder}", f"BUILD={build}"


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Book]:
    """The book as it is built when nothing happens."""
    folder = tmp_path_factory.mktemp("before")
    done = make(*words(copied_volume(folder / "small"), folder / "build"))
    assert done.returncode == 0, done.stderr
    return published(folder / "build")


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Book]:
    """The book after the edit, as it is built from nothing."""
    folder = tmp_path_factory.mktemp("after")
    small = copied_volume(folder / "small")
    small.edit(*EDIT)
    assert make(*words(small, folder / "build")).returncode == 0
    return published(folder / "build")


@pytest.fixture
def build(tmp_path: Path) -> Path:
    return tmp_path / "build"


def waited(condition: Callable[[], bool], seconds: float = 20) -> bool:
    """Return whether something comes true in time."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def killed(small: SmallVolume, build: Path, seconds: float, *more: str) -> bool:
    """Run make, and end it and all that it has started without warning. Return whether it was still at work."""
    process = subprocess.Popen(
        ["make", *words(small, build), *more],
        cwd=ROOT,
        start_new_session=True,
        env=environment_of_its_own(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    running = process.poll() is None
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return running


@pytest.mark.parametrize("standby", ["STANDBY=0", "STANDBY=1"])
@pytest.mark.parametrize("kills", [3, *weekly(10)])
def test_killed_at_any_moment_it_leaves_whole_books_and_the_next_make_repairs(  # noqa: PLR0917  (fixtures)
    kills: int, standby: str, small: SmallVolume, build: Path, before: dict[str, Book], after: dict[str, Book]
) -> None:
    assert make(*words(small, build), standby).returncode == 0
    assert differing(published(build), before) == []
    assert waited(lambda: (build / SOCKET).exists() or standby == "STANDBY=0")
    small.edit(*EDIT)
    start = time.perf_counter()
    assert make(*words(small, build), standby).returncode == 0
    whole = time.perf_counter() - start
    hits, current = 0, after
    for number in range(1, kills + 1):
        wanted = after if current is before else before
        small.edit(*EDIT) if wanted is after else undo(small)
        hits += killed(small, build, whole * number / (kills + 1), standby)
        with exclusive(build):  # what stands by ends a build whose client has gone
            left = published(build)
        for kind, book in left.items():
            assert book in (before[kind], after[kind]), f"{kind} is neither after kill {number}"
        done = make(*words(small, build), standby)
        assert done.returncode == 0, done.stderr
        assert differing(published(build), wanted) == [], f"make after kill {number} does not repair"
        current = wanted
    assert hits >= kills // 2


@pytest.mark.parametrize("kills", [2, *weekly(6)])
def test_killed_in_the_first_build_it_begins_anew(
    kills: int, small: SmallVolume, build: Path, before: dict[str, Book]
) -> None:
    hits = 0
    for number in range(1, kills + 1):
        shutil.rmtree(build, ignore_errors=True)
        hits += killed(small, build, 0.4 * number)
        for kind, book in published(build).items():
            assert book in ({}, before[kind])
        done = make(*words(small, build))
        assert done.returncode == 0, done.stderr
        assert differing(published(build), before) == []
    assert hits >= kills // 2


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("whom", ["all", "one"])
@pytest.mark.parametrize("moments", [4, *weekly(40)])
def test_interrupted_at_any_moment_it_ends_at_once_and_in_silence(
    moments: int, whom: str, small: SmallVolume, build: Path
) -> None:
    """A terminal interrupts all that was started there, and other programs the one that they have started."""
    small.append("chapters/chapter.md", "\n```{picture-timeline} Everything\n:name: figure-all\n```\n")
    words = [sys.executable, "-m", "bilateral_cli", "build", str(small.folder), "--jobs", "2", "--output"]

    def begun(output: Path) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        command = [*words, str(output)]
        process = subprocess.Popen(command, stdout=pipe, stderr=subprocess.STDOUT, text=True, start_new_session=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "building: html epub pdf\n"
        return process

    start = time.perf_counter()
    assert begun(build / "whole").communicate(timeout=60)
    whole = time.perf_counter() - start
    hits = 0
    for number in range(moments):
        process = begun(build / str(number))
        time.sleep(whole * (number + 1) / (moments + 1))
        (os.killpg if whom == "all" else os.kill)(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=10)  # until nobody is left who could say something
        assert process.returncode in {0, 130}, said
        hits += process.returncode == 130
        told = tuple(f"{kind}: " for kind in FORMATS)
        assert [line for line in said.splitlines() if line and not line.startswith(told)] == []
    assert hits >= moments // 2


FREEING = """
import os, signal, time
from bilateral.processes import lose_no_interruption

class Freed:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(1)

lose_no_interruption()
try:
    freed = Freed()
    del freed
    time.sleep(30)
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.usefixtures("interruptible")
def test_an_interruption_while_something_is_freed_is_not_lost() -> None:
    done = subprocess.run([sys.executable, "-c", FREEING], capture_output=True, text=True, check=False, timeout=20)
    assert (done.stdout, done.stderr, done.returncode) == ("interrupted\n", "", 0)


KILLING = """
import os, signal
from bilateral_sphinx.seams.reading import ReadsInShares

ReadsInShares.keep = lambda self: os.kill(os.getpid(), signal.SIGKILL)
"""


def test_killed_alone_while_a_format_is_written_it_is_not_waited_for_and_the_next_build_repairs(
    small: SmallVolume, build: Path
) -> None:
    """The process of the format goes on to its end; the trees of what was read lie there, and nothing else."""

    def made() -> int:
        words = ["build", str(small.folder), "--output", str(build), "--format", "html"]
        return subprocess.run([sys.executable, "-m", "bilateral_cli", *words], check=False, timeout=120).returncode

    assert made() == 0
    whole, settings = published(build), (small.folder / "conf.py").read_text("utf-8")
    small.edit(*EDIT)
    small.append("conf.py", KILLING)
    assert made() == -signal.SIGKILL
    undo(small)
    (small.folder / "conf.py").write_text(settings, "utf-8")
    assert made() == 0
    assert differing(published(build), whole) == []


def test_what_is_published_stays_as_it_is_while_a_faulty_book_is_written(small: SmallVolume, build: Path) -> None:
    """Files of both may be one file under two names."""
    assert make(*words(small, build), "html").returncode == 0
    before = published(build)["html"]
    small.edit(*EDIT)
    small.edit("chapters/chapter.md", "# ", "# Another ")
    small.append("chapters/chapter.md", "\n{ref}`nowhere`\n")
    assert make(*words(small, build), "html").returncode
    assert published(build)["html"] == before
    written = {name: build / "work" / name for name in before if (build / "work" / name).exists()}
    changed = {name.split("/")[1] for name, path in written.items() if path.read_bytes() != before[name]}
    assert changed >= {"a", "chapters", "cite", "data"}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    root = need_root()
    folder = tmp_path / "disk"
    folder.mkdir()
    owner = f"size=24m,uid={os.getuid()},gid={os.getgid()}"
    subprocess.run([*root, "mount", "-t", "tmpfs", "-o", owner, "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run([*root, "umount", folder], check=True)


@pytest.mark.parametrize("free", [0, 128, *weekly(16, 64, 512, 2048)])
def test_a_full_disk_is_told_and_the_book_stays(
    small: SmallVolume, disk: Path, free: int, before: dict[str, Book], after: dict[str, Book]
) -> None:
    build = disk / "build"
    assert make(*words(small, build)).returncode == 0
    left = os.statvfs(disk)
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(max(0, left.f_bavail * left.f_bsize - free * 1024)))
    small.edit(*EDIT)
    failed = make(*words(small, build))
    said = failed.stdout + failed.stderr
    if failed.returncode:
        assert "No space left on device" in said
        assert "free some space, then build again; the last good book is where it was" in said
        assert "Traceback" not in said
    for kind, book in published(build).items():
        assert book in (before[kind], after[kind])
    assert failed.returncode or free > 128, "the disk was not full"
    ballast.unlink()
    done = make(*words(small, build))
    assert done.returncode == 0, done.stderr
    assert differing(published(build), after) == []


def test_a_disk_that_cannot_be_written_is_told(small: SmallVolume, disk: Path, before: dict[str, Book]) -> None:
    build, root = disk / "build", need_root()
    assert make(*words(small, build)).returncode == 0
    small.edit(*EDIT)
    subprocess.run([*root, "mount", "-o", "remount,ro", disk], check=True)
    failed = make(*words(small, build))
    assert failed.returncode
    assert (
        "Read-only file system; build elsewhere (--output FOLDER, or make BUILD=FOLDER), then build again"
        in failed.stderr
    )
    assert "Traceback" not in failed.stderr
    assert differing(published(build), before) == []
    elsewhere = make(*words(small, disk.parent / "elsewhere"), "html")
    assert elsewhere.returncode == 0, elsewhere.stderr


def test_two_at_once_wait_for_each_other(small: SmallVolume, build: Path, before: dict[str, Book]) -> None:
    runs = []
    for _ in range(3):
        run = ["make", *words(small, build)]
        runs.append(
            subprocess.Popen(
                run, cwd=ROOT, env=environment_of_its_own(), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        )
        time.sleep(0.2)
    said = [process.communicate(timeout=120)[1] for process in runs]
    assert [process.returncode for process in runs] == [0, 0, 0], said
    assert "another build works in" in "".join(said)
    assert differing(published(build), before) == []


@pytest.mark.parametrize("clock", ["1970-01-02", *weekly("1999-12-31", "2040-06-01")])
def test_a_wrong_clock_changes_nothing(
    clock: str, small: SmallVolume, build: Path, before: dict[str, Book], after: dict[str, Book]
) -> None:
    need("faketime")
    then = dt.datetime.fromisoformat(clock).replace(tzinfo=dt.UTC).timestamp()
    run = ["faketime", "-f", f"{then - time.time():+.0f}s", "make", *words(small, build)]
    clean = {**environment_of_its_own(), "NO_FAKE_STAT": "1"}  # the sources are of today
    done = subprocess.run(run, cwd=ROOT, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert differing(published(build), before) == []
    given = {build / ".code", build / "html/index.html", *(build / kind / f"{NAME}.{kind}" for kind in ("epub", "pdf"))}
    for path in build.rglob("*"):  # the system, whose clock was right, would have dated them so
        if path not in given:
            os.utime(path, (then, then))
    small.edit("chapters/chapter.md", "came later", "came much later")  # the clock is right again
    assert make(*words(small, build), "html").returncode == 0
    assert "came much later" in (build / "html/chapters/chapter.html").read_text("utf-8")
    small.edit("chapters/chapter.md", "came much later", "came later")
    small.edit(*EDIT)
    assert make(*words(small, build)).returncode == 0
    assert differing(published(build), after) == []


@pytest.mark.parametrize("year", [1970, *weekly(1979, 2107, 2200)])
def test_files_of_another_age_change_nothing(
    year: int, small: SmallVolume, build: Path, before: dict[str, Book]
) -> None:
    then = int((year - 1970) * 365.25 * 86400) + 3600
    for path in [small.folder, *small.folder.rglob("*")]:
        os.utime(path, (then, then))
    done = make(*words(small, build))
    assert done.returncode == 0, done.stderr
    assert differing(published(build), before) == []


def test_a_bare_environment_is_enough(small: SmallVolume, build: Path, before: dict[str, Book]) -> None:
    """No home, no language, no user: what a job of a server has."""
    run = ["env", "-i", f"PATH={os.environ['PATH']}", "LC_ALL=C", "make", *words(small, build), "STANDBY=0"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert differing(published(build), before) == []
    assert "Nörd" in before["html"]["html/chapters/reference.html"].decode()


def test_without_a_network_the_book_is_built(small: SmallVolume, build: Path, before: dict[str, Book]) -> None:
    need("unshare")
    root = need_root()
    (build.parent / "canonical").mkdir()
    run = [*root, "unshare", "--net", "env", f"HOME={build.parent / 'home'}", "make", *words(small, build)]
    reached = [*root, "unshare", "--net", "sh", "-c", "cat /proc/net/route | wc -l"]
    assert subprocess.run(reached, check=True, capture_output=True, text=True).stdout.strip() in (
        "0",
        "1",
    )  # its head at most
    done = subprocess.run(run, cwd=ROOT, env=environment_of_its_own(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert differing(published(build), before) == []


def test_a_path_with_spaces_and_accents(tmp_path: Path, before: dict[str, Book]) -> None:
    folder = copy_project(tmp_path / "a folder of ąžuolas & “más”")
    (folder / ".venv").symlink_to(ROOT / ".venv")
    shutil.rmtree(folder / "source")
    shutil.copytree(ROOT / "tests/volume", folder / "source")
    done = make(
        "--old-file=.venv/.ready",
        "VENV=.venv",
        cwd=folder,
        PYTHONPATH=f"{folder / 'scripts'}:{folder / 'scripts/sphinx-typst-pdf'}",
    )
    assert done.returncode == 0, done.stderr
    assert differing(published(folder / "build"), before) == []


def test_a_folder_with_spaces_is_asked_for_in_another_way(tmp_path: Path) -> None:
    failed = make(f"SOURCE={tmp_path / 'my volume'}", f"BUILD={tmp_path / 'build'}")
    assert failed.returncode
    assert "SOURCE, BUILD and VENV must be folders without spaces and signs such as ; in their names" in failed.stderr


@pytest.mark.parametrize(
    "name", ["a;touch${IFS}executed;#.md", "x$(touch executed).png", "a:b.md", "a`touch executed`.md"]
)
def test_a_name_of_a_file_is_no_command(name: str, small: SmallVolume, build: Path) -> None:
    (small.folder / name).touch()
    failed = make(*words(small, build), "html")
    assert failed.returncode
    assert "has a sign in its name that no name may have; rename it" in failed.stderr
    assert not (ROOT / "executed").exists()


def test_what_a_killed_build_has_started_keeps_the_lock(tmp_path: Path) -> None:
    """A typesetter that still writes, though whoever started it is dead: nobody else may write beside it."""
    program = (
        "import subprocess, sys; from pathlib import Path; from bilateral_cli.building.lock import FILE, exclusive\n"
    )
    program += "with exclusive(Path(sys.argv[1])):\n"
    program += "    started = subprocess.Popen(['cat'], close_fds=False); print('held', flush=True); started.wait()"
    pipe = subprocess.PIPE
    first = subprocess.Popen([sys.executable, "-c", program, tmp_path], stdin=pipe, stdout=pipe, text=True)
    assert first.stdin is not None
    assert first.stdout is not None
    assert first.stdout.readline() == "held\n"
    first.kill()
    first.wait()  # not for its output, which what it has started still holds
    first.stdout.close()
    with (tmp_path / FILE).open("w") as file, pytest.raises(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    first.stdin.close()  # what was started ends
    with exclusive(tmp_path):
        pass


def test_where_folders_cannot_change_places_there_are_two_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda *_, **__: object())
    new, out = tmp_path / "new", tmp_path / "out"
    for folder in (new, out):
        folder.mkdir()
        (folder / folder.name).touch()
    swap.exchange(new, out)
    assert [path.name for path in out.iterdir()] == ["new"]
    assert [path.name for path in new.iterdir()] == ["out"]
    out.rename(tmp_path / "out.old")  # interrupted between the steps
    swap.recover(out)
    assert [path.name for path in out.iterdir()] == ["new"]
    shutil.copytree(out, tmp_path / "out.old")  # interrupted before the end
    swap.recover(out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "out"]
