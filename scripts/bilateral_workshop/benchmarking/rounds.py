"""Run every task once a round, under hyperfine, each time into a new folder."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from bilateral_cli.building.environment import without_make
from bilateral_workshop.benchmarking.commands import Place, Task, command

PEAK = Path(__file__).with_name("peak.py")


@dataclass
class Measured:
    """What the runs of a task took: seconds, and the memory of the largest process in MB."""

    seconds: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)


def run_rounds(tasks: Iterable[Task], place: Place, rounds: int) -> dict[Task, Measured]:
    """Measure all tasks in turn, as often as there are rounds.

    No folder is thrown away before all is measured: a file system that has removed thousands of files may make new
    ones slowly for minutes.
    """
    found: dict[Task, Measured] = {task: Measured() for task in tasks}
    for number in range(rounds):
        for task, measured in found.items():
            out = place.out / f"{place.volume.name}-{task.tool}-{task.part}-{number}".replace(" ", "-")
            out.mkdir()
            seconds, memory = timed(command(task, replace(place, out=out)), place.out)
            measured.seconds.append(seconds)
            measured.memory.append(memory)
            print(f"  {task.tool}: {task.part}: {seconds:.1f} s, {memory} MB", flush=True)
    return found


def timed(text: str, folder: Path) -> tuple[float, int]:
    """Run a command once. Return its seconds, and the memory of its largest process in MB."""
    result, peak = folder / "hyperfine.json", folder / "peak.txt"
    measured = shlex.join([sys.executable, str(PEAK), str(peak), text])
    run = ["hyperfine", "--shell=none", "--style=none", "--runs=1", f"--export-json={result}", measured]
    # What make was told of this run is not for a make that is measured; and Python keeps what it has compiled.
    done = subprocess.run(run, check=False, capture_output=True, text=True, env=without_make("PYTHON"))
    if done.returncode:
        raise SystemExit(f"{text[:300]}\nfailed:\n{done.stderr[-2000:]}")
    return float(json.loads(result.read_text("utf-8"))["results"][0]["mean"]), int(peak.read_text("utf-8"))
