"""What a program has begun with, and what it has loaded: whatever can decide what comes of it."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Mapping
from pathlib import Path

from bilateral_cli.building.environment import OUTER
from bilateral_cli.building.mtimes import code

SHELL = frozenset({"_", "COLUMNS", "LINES", "OLDPWD", "PWD", "SHLVL"})
"""Names of what a shell notes for itself and its window."""
LIMITS = sorted(number for name, number in vars(resource).items() if name.startswith("RLIMIT_"))


def circumstances(environment: Mapping[str, str]) -> list[object]:
    """Return what this program has begun with, as JSON says it: its Python, environment, folder, rights and limits."""
    told = [[name, text] for name, text in sorted(environment.items()) if name not in SHELL]
    python = [sys.version, sys.executable, list(sys.flags), sys.warnoptions, sys.path]
    folder = os.stat(".")  # noqa: PTH116
    place = [str(Path.cwd()), folder.st_dev, folder.st_ino]
    rights = [os.getuid(), os.getgid(), os.getgroups(), os.getpriority(os.PRIO_PROCESS, 0)]
    limits = [list(resource.getrlimit(limit)) for limit in LIMITS]
    processors = sorted(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    return [python, [pair for pair in told if not pair[0].startswith(OUTER)], place, rights, limits, processors]


def loaded() -> dict[str, tuple[int, ...]]:
    """Return by path the stamps of what is or may be loaded: modules, folders that have more, and all of the press."""
    files = [file for module in list(sys.modules.values()) if (file := getattr(module, "__file__", None))]
    return {path: stamp(path) for path in {*files, *sys.path, *code()}}


def stamp(path: str) -> tuple[int, ...]:
    """Return what tells a file from another that has taken its place; nothing where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116  (there are thousands)
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
