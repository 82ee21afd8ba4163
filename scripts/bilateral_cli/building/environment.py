"""What a program is started with that is none of the make that has started us."""

from __future__ import annotations

import os

OUTER = ("MAKE", "MFLAGS")
"""How the names begin of what a make tells those inside it."""


def without_make(*more: str) -> dict[str, str]:
    """Return the environment without what an outer make has told, and without names that begin with ``more``."""
    return {name: value for name, value in os.environ.items() if not name.startswith((*OUTER, *more))}
