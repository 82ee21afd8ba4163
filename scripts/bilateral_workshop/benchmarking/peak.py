"""Run a shell command and leave the memory of its largest process, in MB, in a file."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path


def main(argv: list[str] | None = None) -> int:
    """Return what the command returns. A process counts with all that it shares; one that nobody waits for does not."""
    file, command = (sys.argv[1:] if argv is None else argv)[:2]
    # hyperfine gives each run a variable of its own, and what stands by serves none whose environment is another.
    environment = {name: text for name, text in os.environ.items() if not name.startswith("HYPERFINE_")}
    done = subprocess.run(["sh", "-c", command], check=False, stdout=subprocess.DEVNULL, env=environment)
    Path(file).write_text(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024), "utf-8")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
