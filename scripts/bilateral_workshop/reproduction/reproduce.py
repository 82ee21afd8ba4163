"""Build the book twice, in circumstances that differ in all that should not matter, and compare every byte."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bilateral.formats import FORMATS
from bilateral_cli.building.environment import without_make
from bilateral_workshop.reproduction.compare import differences, files

ROOT = Path(__file__).parents[3]
HERE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "JOBS": "1"}
ELSEWHERE = {
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "2",
    "JOBS": "3",
    "USER": "somebody",
    "FAKETIME_SKIP_CMDS": "latexmk,perl",  # it compares its clock with the ages of files, which are of today
}
DAY = "+1855d"
"""How much later the second build takes place."""
MOST = 10
"""How many differences are reported."""


def main(argv: list[str] | None = None) -> int:
    """Build twice and compare. Return 1 where something differs, which is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("venv", type=Path, help="the virtual environment")
    parser.add_argument("--source", type=Path, help="folder of another volume")
    parser.add_argument(
        "--formats", nargs="+", choices=[*FORMATS], default=[*FORMATS], help="what to build (default: all)"
    )
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        builds: list[Path] = []
        for folder, changes, clock in (
            (Path(name, "a"), HERE, []),
            (Path(name, "somewhere else", "deep", "ąžuolas"), ELSEWHERE, _clock()),
        ):
            project = copy_project(folder)
            home = Path(name, f"home-{len(builds)}")
            home.mkdir()
            status = _build(project, arguments, {**changes, "HOME": str(home)}, clock)
            if status:
                return status
            builds.append(project / "build")
        published = arguments.formats
        found = list(differences(builds[0], builds[1], published))
        count = sum(len(files(builds[0] / kind)) for kind in published)
    for line in found[:MOST]:
        print(line)
    if found:
        print(f"{len(found)} of {count} files differ")
        return 1
    note = "" if _clock() else "; the day was the same, because faketime is not installed"
    print(
        f"{count} files of {len(published)} formats, the same bytes: another folder, home, user, language, time zone,"
    )
    print(f"day, hash seed and number of processes{note}")
    return 0


def copy_project(folder: Path) -> Path:
    """Copy what git has of the project, as it is now, with changes that are not committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def _clock() -> list[str]:
    return ["faketime", "-f", DAY] if shutil.which("faketime") else []


def _build(project: Path, arguments: argparse.Namespace, changes: dict[str, str], clock: list[str]) -> int:
    """Run make in a copy. Return its exit status; what it said is printed where that is not 0."""
    clean = without_make("SOURCE_DATE", "LC_", "LANG")
    clean["PYTHONPATH"] = os.pathsep.join(str(project / path) for path in ("scripts", "scripts/sphinx-typst-pdf"))
    words = [f"VENV={arguments.venv.resolve()}", f"JOBS={changes['JOBS']}"]
    words += [f"SOURCE={arguments.source.resolve()}"] if arguments.source else []
    ready = f"{arguments.venv.resolve()}/.ready"  # whatever its age: a copy may not install itself in the place of this
    run = [*clock, "make", "--silent", "--old-file", ready, *words, *arguments.formats]
    done = subprocess.run(run, cwd=project, env={**clean, **changes}, check=False, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
