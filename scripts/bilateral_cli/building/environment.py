"""What a program is started with."""

from __future__ import annotations

import os
import sys

OUTER = ("MAKE", "MFLAGS")
"""How the names begin of what a make tells those inside it."""


def without_make(*more: str) -> dict[str, str]:
    """Return the environment without what an outer make has told, and without names that begin with ``more``."""
    return {name: value for name, value in os.environ.items() if not name.startswith((*OUTER, *more))}


def use_utf8() -> None:
    """Start this program again where the language of the machine has no UTF-8: names of files could not be read."""
    if sys.getfilesystemencoding() != "utf-8" and "PYTHONUTF8" not in os.environ:
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606  (this program itself)
