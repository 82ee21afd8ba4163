"""Let two folders change places at once."""

from __future__ import annotations

import ctypes
import os
import shutil
from pathlib import Path

HERE = -100
"""Linux: paths begin in the working directory (AT_FDCWD)."""
EXCHANGE = 2
"""Linux: both names stay, and change what they name (RENAME_EXCHANGE)."""
OLD = ".old"
"""Ends the name of a folder on its way out, where the system cannot exchange."""


def exchange(new: Path, out: Path) -> None:
    """Give ``new`` the name ``out``; what had it before is then ``new``, or gone if there was none."""
    if not out.exists():
        new.rename(out)
        return
    swap = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if swap is not None and swap(HERE, os.fsencode(new), HERE, os.fsencode(out), EXCHANGE) == 0:
        return
    # Elsewhere there is a moment without the folder; whoever is interrupted in it finds it with `recover`.
    old = out.with_name(out.name + OLD)
    out.rename(old)
    new.rename(out)
    old.rename(new)


def recover(out: Path) -> None:
    """Undo or end what an interrupted exchange has left."""
    old = out.with_name(out.name + OLD)
    if not old.exists():
        return
    if out.exists():
        shutil.rmtree(old)
    else:
        old.rename(out)
