"""Run a shell command and leave the memory of its largest process, in MB, in a file."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path


def main(argv: list[str] | None = None) -> int:
    """Return what the command returns. A process counts with all that it shares; one that nobody waits for does not."""
    file, command = (sys.argv[1:] if argv is None else argv)[:2]
    status = subprocess.run(["sh", "-c", command], check=False, stdout=subprocess.DEVNULL).returncode
    Path(file).write_text(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024), "utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
