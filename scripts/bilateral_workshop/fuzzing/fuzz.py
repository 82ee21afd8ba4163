"""Let atheris look for inputs that break a promise, led by the code that they reach; ``make fuzz`` runs it for long."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

FOUND = "found-"


def main(argv: list[str] | None = None) -> int:
    """Try every target, each in a process of its own. Return 1 where one was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=0, help="how long each target is tried (default: no limit)")
    parser.add_argument("--runs", type=int, default=-1, help="how many inputs each target is given (default: no limit)")
    parser.add_argument("--found", type=Path, required=True, help="folder for inputs that break something")
    parser.add_argument("--seed", type=int, default=1, help="where chance begins; 0 is another place each time")
    parser.add_argument("targets", nargs="*", help="targets (default: all)")
    arguments = parser.parse_args(argv)
    from bilateral_workshop.fuzzing.targets import (  # here, not in the processes that measure what they reach
        CORPUS,
        TARGETS,
    )

    arguments.found.mkdir(parents=True, exist_ok=True)
    total, broken = 0, []
    for name in arguments.targets or TARGETS:
        with tempfile.TemporaryDirectory() as new:
            command = [sys.executable, "-m", "bilateral_workshop.fuzzing.one", name, new, str(CORPUS / name)]
            command += [f"-runs={arguments.runs}", f"-max_total_time={arguments.seconds}", f"-seed={arguments.seed}"]
            command += [f"-artifact_prefix={arguments.found / FOUND}{name}-", "-print_final_stats=1", "-timeout=20"]
            done = subprocess.run(command, check=False, capture_output=True, text=True)
        tried = next(
            (int(line.split()[-1]) for line in done.stderr.splitlines() if "number_of_executed_units" in line), 0
        )
        total += tried
        print(f"{name}: {tried:,} inputs tried, {'broken' if done.returncode else 'nothing found'}", flush=True)
        if done.returncode:
            broken.append(name)
            print(done.stderr[-4000:], file=sys.stderr)
    print(f"{total:,} inputs tried in all")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
