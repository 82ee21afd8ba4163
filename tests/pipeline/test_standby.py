"""A process that stands by builds what a new one would, as it would, and only where it would do the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bilateral_cli.building.lock import exclusive
from bilateral_cli.standby import SOCKET, server
from pipeline.conftest import SmallVolume
from pipeline.test_survival import EDIT, differing, published, waited

pytestmark = pytest.mark.process

TELLING = """
import os, sys
if "build" in sys.argv:  # and not the process that stands by itself
    with open({file!r}, "w") as file:
        print(os.getpid(), os.getppid(), file=file)
"""


NO_OTHER_ENGINE = """
from sphinx_typst_pdf import compilation
if os.getppid() in {standing}:
    compilation.COMMAND = ["false"]
"""


def environment(**more: str) -> dict[str, str]:
    """Return that of a terminal: pytest tells in its own which part of a test is running."""
    return {name: text for name, text in os.environ.items() if name != "PYTEST_CURRENT_TEST"} | more


def commands() -> Iterator[tuple[int, bytes]]:
    """Yield the number and the words of each process that has not ended, though its end may not have been noticed."""
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if words := file.read_bytes():
                yield int(file.parent.name), words


def runs(number: int) -> bool:
    """Tell whether a process has not ended."""
    return number in dict(commands())


class Volume:
    """A small volume that tells which process builds it."""

    def __init__(self, small: SmallVolume, folder: Path) -> None:
        self.small, self.folder, self.build = small, folder, folder / "build"
        self.teller = folder / "builder.txt"
        self.standing: set[int] = set()
        small.append("conf.py", TELLING.format(file=str(self.teller)))

    def start(self, *words: str, python: tuple[str, ...] = (), **more: Any) -> subprocess.Popen[str]:
        command = [sys.executable, *python, "-m", "bilateral_cli", "build", str(self.small.folder), *words]
        command += ["--output", str(self.build), "--standby", "1"]
        pipe = subprocess.PIPE
        options: dict[str, Any] = {
            "cwd": self.folder,
            "env": environment(),
            "start_new_session": True,
            "stdout": pipe,
            "stderr": pipe,
            "text": True,
        }
        return subprocess.Popen(command, **{**options, **more})

    def built(self, *words: str, status: int = 0, **more: Any) -> bool:
        """Build the web book. Return whether the process that stands by did it; else it has left one in its place."""
        with self.start(*(words or ("--format=html",)), **more) as process:
            self.printed, self.said = process.communicate(timeout=60)
        assert process.returncode == status, self.said
        builder, parent = map(int, self.teller.read_text().split())
        if builder != process.pid:
            assert parent in self.standing
            return True
        return False

    def stand(self) -> None:
        """Wait for the process that a build has left."""
        socket = self.build / SOCKET
        assert waited(socket.exists)
        words = f"\0standby\0{self.small.folder}\0".encode()
        self.standing = {number for number, said in commands() if words in said}

    def edit(self) -> None:
        self.small.append("chapters/chapter.md", "\nIt came again.\n")


@pytest.fixture
def new(small: SmallVolume, tmp_path: Path) -> Iterator[Volume]:
    """A volume; what stands by for it ends with the test."""
    yield Volume(small, tmp_path)
    for socket in tmp_path.glob(f"*/{SOCKET}"):
        socket.unlink()


@pytest.fixture
def volume(new: Volume) -> Volume:
    """A volume that has been built, and for which a process stands by."""
    assert not new.built()
    new.stand()
    return new


def test_what_it_builds_is_what_is_built_anew(volume: Volume, tmp_path: Path) -> None:
    for turn in range(3):
        volume.small.edit(*EDIT) if turn == 1 else volume.edit()
        assert volume.built("--format=html", "--format=epub", "--format=pdf")
    volume.small.append("conf.py", NO_OTHER_ENGINE.format(standing=volume.standing))
    assert volume.built("--format=html", "--format=epub", "--format=pdf")
    edited, volume.build = published(volume.build), tmp_path / "anew"
    assert not volume.built("--format=html", "--format=epub", "--format=pdf")
    assert differing(edited, published(volume.build)) == []


@pytest.mark.parametrize("what", ["environment", "folder", "limit", "Python", "module", "new module"])
def test_where_a_new_process_would_begin_otherwise_it_does_not_build(what: str, new: Volume, tmp_path: Path) -> None:
    local = tmp_path / "local"
    local.mkdir()
    (local / "their_extension.py").write_text("SAFE = {'parallel_read_safe': True}\ndef setup(app):\n    return SAFE\n")
    new.small.append("conf.py", "\nextensions.append('their_extension')\n")
    path = {"PYTHONPATH": os.pathsep.join([str(local), *sys.path])}
    assert not new.built(env=environment(**path))
    new.stand()
    new.edit()
    assert new.built(env=environment(**path))
    new.edit()
    more: dict[str, dict[str, Any]] = {
        "environment": {"env": environment(**path, TZ="Asia/Tokyo")},
        "folder": {"cwd": local},
        "limit": {"preexec_fn": lower_a_limit},
        "Python": {"python": ("-X", "utf8=0", "-b")},
    }
    if what == "module":
        (local / "their_extension.py").write_text("def setup(app):\n    return {'parallel_read_safe': True}\n")
    elif what == "new module":
        (local / "new_module.py").touch()
    assert not new.built(**{"env": environment(**path), **more.get(what, {})})


def lower_a_limit() -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft - 1, hard))


def test_what_a_volume_brings_is_read_anew(new: Volume) -> None:
    """A module of the volume, what it reads when it is imported, and what a ``conf.py`` sets elsewhere."""
    source = new.small.folder
    (source / "words.py").write_text(
        "from pathlib import Path\nWORD = Path(__file__).with_name('word.txt').read_text()\n"
    )
    (source / "word.txt").write_text("one")
    new.small.append("conf.py", "\nimport json, sys; from pathlib import Path\n")
    new.small.append("conf.py", "sys.path.insert(0, str(Path(__file__).parent))\nimport words\n")
    new.small.append("conf.py", "json.times = getattr(json, 'times', 0) + 1\nprint(words.WORD, json.times)\n")
    assert not new.built()
    new.stand()
    (source / "word.txt").write_text("another")
    assert new.built()
    assert "another 1\n" in new.printed


def test_what_nobody_has_foreseen_is_told(volume: Volume) -> None:
    volume.small.append("conf.py", "\nfrom bilateral_cli.building import publishing\npublishing.publish = None\n")
    assert volume.built(status=1)
    assert "TypeError: 'NoneType' object is not callable" in volume.said


def test_faults_are_told_where_the_command_was_given(volume: Volume) -> None:
    volume.small.append("chapters/chapter.md", "\n{ref}`nowhere`\n")
    assert volume.built(status=1)
    told = volume.said
    assert "'nowhere'" in told
    (volume.build / SOCKET).unlink()
    assert not volume.built(status=1)
    assert volume.said == told


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_a_build_ends_with_whoever_wanted_it(end: signal.Signals, volume: Volume) -> None:
    volume.small.append("conf.py", "\nimport signal\nprint('begun', flush=True)\nsignal.pause()\n")
    with volume.start("--format=html") as process:
        try:
            assert process.stdout is not None
            assert any(line == "begun\n" for line in process.stdout)
            builder, _parent = map(int, volume.teller.read_text().split())
            assert builder != process.pid
            os.killpg(process.pid, end)
            said = process.communicate(timeout=60)[1]
        finally:
            process.kill()
    assert process.returncode == (130 if end == signal.SIGINT else -signal.SIGKILL)
    assert "Traceback" not in said
    assert waited(lambda: not runs(builder), 5)
    with exclusive(volume.build):
        pass


def test_files_have_the_rights_that_the_command_gives(volume: Volume) -> None:
    volume.edit()
    assert volume.built(umask=0o77)
    assert (volume.build / "html/chapters/chapter.html").stat().st_mode & 0o777 == 0o600


def test_it_ends_when_it_is_no_longer_found(volume: Volume) -> None:
    (volume.build / SOCKET).unlink()
    assert waited(lambda: not any(map(runs, volume.standing)))


def test_it_holds_nothing_of_whoever_began_it(new: Volume) -> None:
    reading, writing = os.pipe()
    assert not new.built(pass_fds=[writing])
    os.close(writing)
    new.stand()
    assert os.read(reading, 1) == b""
    os.close(reading)


def stood(volume: Volume, since: int) -> bool:
    """Stand by for no time. Return whether the process could be asked, which takes the place of one before."""
    before = (volume.build / SOCKET).stat().st_ino
    words = [volume.small.folder, volume.build, 0, since]
    command = [sys.executable, "-m", "bilateral_cli", "standby", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return not ((volume.build / SOCKET).exists() and (volume.build / SOCKET).stat().st_ino == before)


def test_it_ends_when_nobody_asks(volume: Volume) -> None:
    assert stood(volume, time.time_ns())
    assert not (volume.build / SOCKET).exists()


def test_it_does_not_stand_by_where_a_file_has_changed_while_it_was_loaded(volume: Volume) -> None:
    assert not stood(volume, (Path(server.__file__).stat().st_ctime_ns))


def test_where_its_place_has_too_long_a_name_a_build_does_without(new: Volume, tmp_path: Path) -> None:
    new.build = tmp_path / ("long" * 30)
    for _ in range(2):
        new.edit()
        assert not new.built()
    assert not (new.build / SOCKET).exists()
